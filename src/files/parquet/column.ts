// The values of a column in a row group, put together from its pages.

import type { DecodedArray } from 'hyparquet';
import { assembleLists } from 'hyparquet/src/assemble.js';
import { convert, DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { messageOf } from '../../errors';
import type { Codecs } from '../file-bytes';
import { RecordError } from '../record-error';
import type { ChunkInfo } from './footer';
import { type DataPage, dataIn, dictionaryIn, storedPage } from './page';
import { typedValues } from './typed-values';

export interface ColumnOptions {
  codecs?: Codecs;
  /** How many of the first rows are wanted; the values of more may come. */
  atMost: number;
  parsers?: Partial<typeof DEFAULT_PARSERS>;
  /** Whether values of a type that is not read come as they are stored, since nobody may want them. */
  lenient?: boolean;
  /** Whether the values are ids, of which every digit is kept. */
  exact?: boolean;
}

/**
 * A value for each row; where the column holds lists, these.
 *
 * @param bytes - those of the column in the row group.
 * @throws Error if the pages are damaged, or have more or fewer values and rows than the footer declares.
 */
export function readColumn(bytes: Uint8Array, chunk: ChunkInfo, rows: number, options: ColumnOptions): ArrayLike<unknown> {
  const { leaf } = chunk;
  const flat = leaf.maxRepetition === 0 && leaf.path.length === 2;
  const pieces: ArrayLike<unknown>[] = [];
  // lists may go on in the next page
  const lists: unknown[] = [];
  let dictionary: DecodedArray | undefined;
  let values = 0;
  let begun = 0;
  let unfolded = 0;
  let at = 0;
  for (let page = 1; values < chunk.values; page++) {
    // a list may go on in the next page
    if ((flat ? begun : begun - 1) >= options.atMost) break;
    try {
      if (at >= bytes.length) throw new RecordError(`the column declares ${chunk.values} values, and has ${values} before it`);
      const stored = storedPage(bytes, at);
      const { type, uncompressed_page_size } = stored.header;
      unfolded += uncompressed_page_size;
      if (unfolded > chunk.unfolded)
        throw new RecordError(`the column declares ${chunk.unfolded} decompressed bytes, and has more`);
      at = stored.end;
      if (type === 'DICTIONARY_PAGE') {
        if (dictionary) throw new RecordError('the column has two dictionaries');
        dictionary = converted(dictionaryIn(stored, chunk, options.codecs), chunk, options);
      } else if (type === 'DATA_PAGE' || type === 'DATA_PAGE_V2') {
        const data = dataIn(stored, chunk, chunk.values - values, dictionary?.length, options.codecs);
        const found = data.inDictionary ? lookedUp(data, dictionary as DecodedArray) : converted(data.values, chunk, options);
        const rowsHere = rowsIn(data);
        if (values === 0 && data.repetition[0] > 0) throw new RecordError('its first list has no beginning');
        if (stored.header.data_page_header_v2 && stored.header.data_page_header_v2.num_rows !== rowsHere)
          throw new RecordError(`it declares ${stored.header.data_page_header_v2.num_rows} rows and has ${rowsHere}`);
        if (flat) {
          const all = withNulls(data, found, leaf.maxDefinition);
          // the other rows of every column would be held together
          pieces.push(begun + all.length > options.atMost ? Array.prototype.slice.call(all, 0, options.atMost - begun) : all);
        } else if (data.count > 0) {
          const [definition, repetition] = [data.definition, data.repetition] as unknown as number[][];
          const assembled = assembleLists(lists, definition, repetition, found, leaf.path);
          // where nothing is nested, it gives the values themselves
          if (assembled !== lists) for (const value of assembled) lists.push(value);
        }
        values += data.count;
        begun += rowsHere;
      } else throw new RecordError(`pages of type ${type} are not read`);
    } catch (error) {
      throw new RecordError(`page ${page}: ${messageOf(error)}`);
    }
  }
  const whole = flat ? joined(pieces) : lists;
  if (options.atMost >= rows && (begun !== rows || whole.length !== rows))
    throw new RecordError(`the row group has ${rows} rows, and the pages have ${Math.min(begun, whole.length)}`);
  return whole;
}

/** How many rows begin in a page. */
function rowsIn({ count, repetition }: DataPage): number {
  if (repetition.length === 0) return count;
  let rows = 0;
  for (const level of repetition) if (level === 0) rows++;
  return rows;
}

function lookedUp({ values }: DataPage, dictionary: DecodedArray): DecodedArray {
  const { length } = values;
  const found = dictionary instanceof Float64Array ? new Float64Array(length) : new Array(length);
  for (let i = 0; i < found.length; i++) found[i] = dictionary[values[i] as number];
  return found;
}

function converted(values: DecodedArray, { leaf }: ChunkInfo, { parsers, lenient, exact = false }: ColumnOptions): DecodedArray {
  try {
    const typed = typedValues(values, leaf.element, exact);
    if (typed) return typed as DecodedArray;
    return convert(values, {
      element: leaf.element,
      schemaPath: leaf.path,
      parsers: { ...DEFAULT_PARSERS, ...parsers },
    } as unknown as Parameters<typeof convert>[1]);
  } catch (error) {
    if (lenient) return values;
    throw error;
  }
}

function withNulls({ count, definition }: DataPage, values: ArrayLike<unknown>, max: number): ArrayLike<unknown> {
  if (values.length === count) return values;
  const all = new Array<unknown>(count);
  let next = 0;
  for (let i = 0; i < count; i++) all[i] = definition[i] === max ? values[next++] : null;
  return all;
}

function joined(pieces: readonly ArrayLike<unknown>[]): ArrayLike<unknown> {
  if (pieces.length === 1) return pieces[0];
  const all: unknown[] = [];
  for (const piece of pieces) for (let i = 0; i < piece.length; i++) all.push(piece[i]);
  return all;
}
