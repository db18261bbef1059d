// A page of a column: its header, checked, and its levels and values.

import type { DecodedArray, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { crc32 } from '../crc32';
import type { Codecs } from '../file-bytes';
import { RecordError } from '../record-error';
import { unfolded } from './codecs';
import type { ChunkInfo } from './footer';
import { MAX_PAGE_BYTES } from './limits';
import { type Numbers, readRuns, widthOf } from './runs';
import { endOfStruct } from './thrift';
import { readValues } from './values';

export interface StoredPage {
  header: PageHeader;
  /** As they are stored. */
  bytes: Uint8Array;
  /** Where the next page begins. */
  end: number;
}

/** @throws Error if the header is damaged, or declares what is not in the column or is not what its checksum says. */
export function storedPage(chunk: Uint8Array, at: number): StoredPage {
  const from = endOfStruct(chunk, at);
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const header = parquetHeader({ view, offset: at });
  const size = counted(header.compressed_page_size, 'bytes', chunk.length - from);
  counted(header.uncompressed_page_size, 'decompressed bytes', MAX_PAGE_BYTES);
  const bytes = chunk.subarray(from, from + size);
  if (header.crc !== undefined && crc32(bytes) !== header.crc >>> 0)
    throw new RecordError('its checksum is not that of its bytes');
  return { header, bytes, end: from + size };
}

/** The values of a dictionary page as they are stored. */
export function dictionaryIn({ header, bytes }: StoredPage, { leaf, codec }: ChunkInfo, codecs?: Codecs): DecodedArray {
  const count = counted(header.dictionary_page_header?.num_values, 'values', Number.MAX_SAFE_INTEGER);
  const page = unfolded(bytes, codec, header.uncompressed_page_size, codecs);
  return readValues(page, 'PLAIN', storedType(leaf), count);
}

export interface DataPage {
  /** How many values there are, those that are null included. */
  count: number;
  /** For each value how deep in a list it begins; empty where there are no lists. */
  repetition: Numbers;
  /** For each value down to which level it is there; empty where all are there. */
  definition: Numbers;
  /** Those that are not null, or their places in the dictionary. */
  values: DecodedArray | Numbers;
  inDictionary: boolean;
}

/**
 * @param left - how many values of the column are still to come.
 * @param dictionary - how many values the dictionary has; undefined without one.
 */
export function dataIn(
  { header, bytes }: StoredPage,
  { leaf, codec }: ChunkInfo,
  left: number,
  dictionary: number | undefined,
  codecs?: Codecs
): DataPage {
  const { data_page_header: v1, data_page_header_v2: v2 } = header;
  const second = header.type === 'DATA_PAGE_V2';
  const head = second ? v2 : v1;
  if (!head) throw new RecordError('its header has no number of values');
  const count = counted(head.num_values, 'values', left);
  const size = header.uncompressed_page_size;
  let page: Uint8Array;
  let repetition: Numbers = new Uint8Array();
  let definition: Numbers = new Uint8Array();
  if (second && v2) {
    const first = counted(v2.repetition_levels_byte_length, 'bytes of levels', Math.min(bytes.length, size));
    const levels = first + counted(v2.definition_levels_byte_length, 'bytes of levels', Math.min(bytes.length, size) - first);
    if (leaf.maxRepetition) repetition = levelsIn(bytes.subarray(0, first), count, leaf.maxRepetition);
    if (leaf.maxDefinition) definition = levelsIn(bytes.subarray(first, levels), count, leaf.maxDefinition);
    page = unfolded(bytes.subarray(levels), v2.is_compressed === false ? 'UNCOMPRESSED' : codec, size - levels, codecs);
  } else {
    page = unfolded(bytes, codec, size, codecs);
    const taken = (most: number, encoding: string | undefined) => {
      if (encoding !== 'RLE') throw new RecordError(`levels encoded as ${encoding} are not read`);
      const length = page.length < 4 ? page.length : new DataView(page.buffer, page.byteOffset).getUint32(0, true);
      if (4 + length > page.length) throw new RecordError('its levels end too early');
      const levels = levelsIn(page.subarray(4, 4 + length), count, most);
      page = page.subarray(4 + length);
      return levels;
    };
    if (leaf.maxRepetition) repetition = taken(leaf.maxRepetition, v1?.repetition_level_encoding);
    if (leaf.maxDefinition) definition = taken(leaf.maxDefinition, v1?.definition_level_encoding);
  }
  let present = count;
  for (const level of definition) if (level !== leaf.maxDefinition) present--;
  // writers do not agree on whether an empty list or what lies in a null counts as one
  if (second && v2 && leaf.path.length === 2 && leaf.maxRepetition === 0 && v2.num_nulls !== count - present)
    throw new RecordError(`it declares ${v2.num_nulls} nulls and has ${count - present}`);
  const inDictionary = head.encoding === 'PLAIN_DICTIONARY' || head.encoding === 'RLE_DICTIONARY';
  const values = inDictionary ? placesIn(page, present, dictionary) : readValues(page, head.encoding, storedType(leaf), present);
  return { count, repetition, definition, values, inDictionary };
}

function levelsIn(bytes: Uint8Array, count: number, most: number): Numbers {
  return readRuns(bytes, widthOf(most), count, most);
}

function placesIn(page: Uint8Array, count: number, dictionary: number | undefined): Numbers {
  if (count === 0) return new Uint8Array();
  if (!dictionary) throw new RecordError('it needs a dictionary, and there is none');
  if (page.length === 0) throw new RecordError('its values end too early');
  return readRuns(page.subarray(1), page[0], count, dictionary - 1);
}

function storedType({ element }: ChunkInfo['leaf']) {
  return { type: element.type as NonNullable<typeof element.type>, length: element.type_length };
}

function counted(value: number | undefined, what: string, most: number): number {
  if (value === undefined || !Number.isInteger(value) || value < 0 || value > most)
    throw new RecordError(
      `it declares ${value} ${what}${value !== undefined && value > most ? `, and there is room for ${most}` : ''}`
    );
  return value;
}
