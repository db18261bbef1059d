// The rows of a Parquet file, wherever its bytes are. hyparquet has the decoders of the encodings, and trusts whatever a file declares; this reader
// compares that with what is there, and calls them.

import type { AsyncBuffer, SchemaTree } from 'hyparquet';
import { assembleNested } from 'hyparquet/src/assemble.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { messageOf } from '../errors';
import type { FastColumns } from './columns';
import type { Codecs } from './file-bytes';
import type { Range } from './formats/format';
import { readColumn } from './parquet/column';
import { type Footer, footerOf, type GroupInfo } from './parquet/footer';
import { MAX_GROUP_BYTES } from './parquet/limits';
import { RecordError } from './record-error';
import type { RecordSink, Row } from './record-sink';
import { type ValueAt, ValueColumns } from './value-columns';
import { checkDistinct, wantedColumns } from './wanted-columns';

export interface ParquetOptions {
  /** Row groups; by default all. */
  range?: Range;
  onBytes?: (read: number) => void;
  /** The decompression that the host has. */
  codecs?: Codecs;
  /** Takes plain rows as columns, in the order of the file. */
  fast?: FastColumns;
}

/**
 * Reads a range of row groups. Returns how many rows there are.
 *
 * @throws RecordError that names the row group and the column, if the file is damaged.
 */
export async function readRows(file: AsyncBuffer, sink: RecordSink, options: ParquetOptions = {}): Promise<number> {
  const { schema, groups }: Footer = await footerOf(file);
  const { from, to } = options.range ?? { from: 0, to: groups.length };
  if (to > groups.length) throw new RecordError(`it has ${groups.length} row groups, and ${to} when it was opened`);
  const names = schema.root.children.map(({ element }) => element.name);
  const { read: used, ids, named } = wantedColumns(names, sink.columns, sink.exact);
  // as long as nobody says which columns are used, those of one name do no harm
  if (sink.columns) checkDistinct(names.filter((name) => used.has(name)));
  const wanted = schema.root.children.filter(({ element }) => used.has(element.name));
  const unread = Object.fromEntries(named.map((name) => [name, undefined]));
  const fast = options.fast && new ValueColumns(options.fast);
  let at = 0;
  let read = 0;
  for (let i = from; i < to; i++) {
    const { rows, bytes } = groups[i];
    const count = affordable(sink.atMost - at, groups[i]);
    const columns = await columnsOf(file, groups[i], i, wanted, ids, sink, { ...options, atMost: count });
    // rows are numbered within the part, as lines are
    const before = at + 1;
    const giveRow = (row: number) => {
      const record: Row = { ...unread };
      for (const [name, values] of columns) record[name] = values[row];
      sink.withPlace(before + row, () => sink.onRecord(record, before + row));
    };
    if (fast) fast.give(count, columnIn(columns), giveRow);
    else for (let row = 0; row < count; row++) giveRow(row);
    at += count;
    read += bytes;
    options.onBytes?.(read);
    if (count < rows) break;
  }
  return at;
}

function columnIn(columns: readonly [string, ArrayLike<unknown>][]): (name: string) => ValueAt | undefined {
  const byName = new Map(columns);
  return (name) => {
    const values = byName.get(name);
    return values && ((row) => values[row]);
  };
}

/** The wanted columns of a row group, one after another, so that their compressed bytes are never all in memory. */
async function columnsOf(
  file: AsyncBuffer,
  { rows, chunks }: GroupInfo,
  group: number,
  wanted: readonly SchemaTree[],
  ids: ReadonlySet<string>,
  sink: RecordSink,
  { codecs, atMost }: ParquetOptions & { atMost: number }
): Promise<[string, ArrayLike<unknown>][]> {
  const parsers = { ...DEFAULT_PARSERS, ...parsersFor(sink) };
  const columns: [string, ArrayLike<unknown>][] = [];
  let unfolded = 0;
  for (const column of rows > 0 ? wanted : []) {
    const { name } = column.element;
    const parts = new Map<string, ArrayLike<unknown>>();
    for (const chunk of chunks.filter(({ leaf }) => leaf.path[1] === column)) {
      const { path } = chunk.leaf.path[chunk.leaf.path.length - 1];
      unfolded += chunk.unfolded;
      try {
        if (unfolded > MAX_GROUP_BYTES && atMost >= rows)
          throw new RecordError(`the columns that are read have more than ${MAX_GROUP_BYTES} bytes together`);
        const bytes = new Uint8Array(await file.slice(chunk.from, chunk.to));
        const isId = ids.has(name);
        parts.set(
          path.join('.'),
          readColumn(bytes, chunk, rows, { codecs, atMost, parsers, lenient: !sink.columns, exact: isId })
        );
      } catch (error) {
        // an error of the disk, or of a file that changed, is none of the format
        if ((error as NodeJS.ErrnoException).syscall) throw error;
        throw new RecordError(`row group ${group + 1}, column ${path.join('.')}: ${messageOf(error)}`);
      }
    }
    columns.push([name, assembled(parts, column, group, rows, parsers)]);
  }
  return columns;
}

/** What the first rows of a file may unfold to where all columns are read. */
const MAX_FIRST_BYTES = 2 ** 26;

/** How many of the first rows are read: as many as are wanted, or as fit into memory with all their columns, but at least one. */
function affordable(wanted: number, { rows, chunks }: GroupInfo): number {
  if (wanted >= rows) return rows;
  const bytes = chunks.reduce((sum, { unfolded }) => sum + unfolded, 0) / rows;
  return Math.max(1, Math.min(wanted, Math.floor(MAX_FIRST_BYTES / Math.max(1, bytes))));
}

/** A column of lists or structs from those that are stored. */
function assembled(
  parts: Map<string, ArrayLike<unknown>>,
  column: SchemaTree,
  group: number,
  rows: number,
  parsers: typeof DEFAULT_PARSERS
): ArrayLike<unknown> {
  const { name } = column.element;
  try {
    if (column.children.length > 0) assembleNested(parts as Map<string, never[]>, column, parsers);
    const values = parts.get(name);
    if (!values || (column.children.length > 0 && values.length !== rows)) throw new RecordError('its parts do not fit together');
    return values;
  } catch (error) {
    throw new RecordError(`row group ${group + 1}, column ${name}: ${messageOf(error)}`);
  }
}

const strictly = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * How texts are decoded. In the columns that are used two different texts must not become one by what cannot be decoded; the first record is read
 * with all its columns, some of which may hold no text at all.
 */
function parsersFor({ columns }: RecordSink): Partial<typeof DEFAULT_PARSERS> {
  const asTheyAre = { geometryFromBytes: (bytes: Uint8Array) => bytes, geographyFromBytes: (bytes: Uint8Array) => bytes };
  if (!columns) return asTheyAre;
  return {
    ...asTheyAre,
    stringFromBytes(bytes) {
      try {
        return bytes && strictly.decode(bytes);
      } catch {
        throw new RecordError('a text is not UTF-8');
      }
    },
  };
}
