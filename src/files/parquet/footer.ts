// The footer of a Parquet file: what it says about the rest, checked against the file before anyone relies on it.

import { type AsyncBuffer, type ColumnChunk, type FileMetaData, parquetMetadata, type RowGroup } from 'hyparquet';
import { messageOf } from '../../errors';
import { RecordError } from '../record-error';
import { MAX_GROUP_ROWS, MAX_ROWS_PER_BYTE, MAX_UNPROVEN_ROWS } from './limits';
import { type Leaf, type Schema, schemaOf } from './schema';
import { endOfStruct } from './thrift';

const MAGIC = 'PAR1';
const ENCRYPTED = 'PARE';
/** The magic word at the beginning, the length of the footer, and the magic word at the end. */
const FRAME_BYTES = 12;
const NO_END = 'it does not end as it must, and may be cut short';

/** Where the pages of a column in a row group lie, and what the footer says about them. */
export interface ChunkInfo {
  leaf: Leaf;
  from: number;
  to: number;
  values: number;
  /** The bytes of its pages once they are decompressed, headers included. */
  unfolded: number;
  codec: string;
}

export interface GroupInfo {
  rows: number;
  /** Compressed. */
  bytes: number;
  chunks: ChunkInfo[];
}

export interface Footer {
  schema: Schema;
  groups: GroupInfo[];
}

/** @throws RecordError if the file is cut short, is not Parquet, or its footer contradicts the file or itself. */
export async function footerOf(file: AsyncBuffer): Promise<Footer> {
  try {
    const { metadata, end } = await metadataOf(file);
    const schema = schemaOf(metadata);
    const groups = metadata.row_groups.map((group, i) => named(`row group ${i + 1}`, () => groupInfo(group, schema, end)));
    const rows = groups.reduce((sum, group) => sum + group.rows, 0);
    if (Number(metadata.num_rows) !== rows)
      throw new RecordError(`the file declares ${metadata.num_rows} rows, and its row groups declare ${rows}`);
    checkDisjoint(groups.flatMap(({ chunks }) => chunks));
    return { schema, groups };
  } catch (error) {
    // an error of the disk is none of the format
    if ((error as NodeJS.ErrnoException).syscall) throw error;
    throw new RecordError(`not a whole Parquet file: ${messageOf(error)}`);
  }
}

/** The footer as it stands there, and where the data before it end. */
async function metadataOf(file: AsyncBuffer): Promise<{ metadata: FileMetaData; end: number }> {
  const size = file.byteLength;
  if (size < FRAME_BYTES) throw new RecordError(NO_END);
  const head = wordIn(new Uint8Array(await file.slice(0, 4)), 0);
  const tail = new DataView(await file.slice(size - 8, size));
  const word = wordIn(new Uint8Array(tail.buffer), 4);
  if (head === ENCRYPTED || word === ENCRYPTED) throw new RecordError('it is encrypted, which is not read');
  if (word !== MAGIC) throw new RecordError(NO_END);
  if (head !== MAGIC) throw new RecordError(`it does not begin with ${MAGIC}`);
  const length = tail.getUint32(0, true);
  if (length > size - FRAME_BYTES) throw new RecordError(`its footer declares ${length} bytes, and the file has ${size}`);
  const end = size - 8 - length;
  const footer = new Uint8Array(await file.slice(end, size));
  named('the footer', () => endOfStruct(footer.subarray(0, length), 0));
  return { metadata: parsed(footer), end };
}

function parsed(footer: Uint8Array): FileMetaData {
  try {
    return parquetMetadata(footer);
  } catch {
    // the message is one such as `metadata.field_2.map is not a function`
    throw new RecordError('the footer does not say what it must');
  }
}

function groupInfo(
  { columns, num_rows, total_compressed_size, total_byte_size }: RowGroup,
  { leaves }: Schema,
  end: number
): GroupInfo {
  const rows = whole(num_rows, 'rows', MAX_GROUP_ROWS);
  if (columns.length !== leaves.length)
    throw new RecordError(`there are ${columns.length} columns, and the schema has ${leaves.length}`);
  const chunks = columns.map((column, i) =>
    named(`column ${leaves[i].path[leaves[i].path.length - 1].path.join('.')}`, () => chunkInfo(column, leaves[i], rows, end))
  );
  // a column whose values are all the same takes hardly any bytes, and those of the other columns prove the rows
  const stored = chunks.reduce((sum, { from, to }) => sum + to - from, 0);
  for (const values of [rows, ...chunks.map(({ values }) => values)]) checkPlausible(values, stored);
  return { rows, bytes: Number(total_compressed_size ?? total_byte_size ?? stored), chunks };
}

function chunkInfo(
  { file_path, meta_data: meta, crypto_metadata }: ColumnChunk,
  leaf: Leaf,
  rows: number,
  end: number
): ChunkInfo {
  if (file_path) throw new RecordError('its data are in another file, which is not read');
  if (crypto_metadata) throw new RecordError('it is encrypted, which is not read');
  if (!meta) throw new RecordError('the footer does not say where its data are');
  const { path } = leaf.path[leaf.path.length - 1];
  if (meta.path_in_schema.join('\0') !== path.join('\0') || meta.type !== leaf.element.type)
    throw new RecordError('the row group and the schema contradict each other');
  const values = whole(meta.num_values, 'values', Number.MAX_SAFE_INTEGER);
  if (leaf.maxRepetition === 0 ? values !== rows : values < rows)
    throw new RecordError(`it declares ${values} values for ${rows} rows`);
  const size = whole(meta.total_compressed_size, 'bytes', end);
  const unfolded = whole(meta.total_uncompressed_size, 'decompressed bytes', Number.MAX_SAFE_INTEGER);
  // a writer that has no dictionary may say that it is at 0
  const from = whole(meta.dictionary_page_offset || meta.data_page_offset, 'bytes before it', end);
  if (from < MAGIC.length || from + size > end)
    throw new RecordError(`its data, bytes ${from} to ${from + size}, are not in the file`);
  if (meta.codec === undefined) throw new RecordError('its compression is not known');
  return { leaf, from, to: from + size, values, unfolded, codec: meta.codec };
}

function checkPlausible(values: number, bytes: number): void {
  if (values > MAX_UNPROVEN_ROWS && values > MAX_ROWS_PER_BYTE * bytes)
    throw new RecordError(`it declares ${values} values in ${bytes} bytes, more than any writer puts there`);
}

/** Where the data of two columns overlap, one of them is read from the wrong place. */
function checkDisjoint(chunks: readonly ChunkInfo[]): void {
  let end = 0;
  for (const { from, to } of chunks.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from)) {
    if (from < end) throw new RecordError(`two columns have the byte ${from}`);
    end = to;
  }
}

/** A count of the footer as a number. */
function whole(value: bigint | number | undefined, what: string, most: number): number {
  const number = Number(value);
  if (value === undefined || !Number.isInteger(number) || number < 0 || number > most)
    throw new RecordError(`it declares ${value} ${what}`);
  return number;
}

function wordIn(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function named<T>(what: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw new RecordError(`${what}: ${messageOf(error)}`);
  }
}
