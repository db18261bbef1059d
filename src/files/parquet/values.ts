// The values of a page, by their encoding. hyparquet decodes them; here stands what makes that safe: no array is made before the bytes for it are
// known to be there, and nothing is read beyond the page.

import type { DataReader, DecodedArray, ParquetType } from 'hyparquet';
import { alpDecode } from 'hyparquet/src/alp.js';
import { deltaBinaryUnpack, deltaLengthByteArray } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { RecordError } from '../record-error';
import { MAX_PAGE_BYTES } from './limits';
import { readRuns } from './runs';

/** The bits that a value takes at least when it is stored as it is. */
const BITS: Record<ParquetType, number> = {
  BOOLEAN: 1,
  INT32: 32,
  INT64: 64,
  INT96: 96,
  FLOAT: 32,
  DOUBLE: 64,
  // its length
  BYTE_ARRAY: 32,
  FIXED_LEN_BYTE_ARRAY: 8,
};

interface Stored {
  type: ParquetType;
  /** The bytes of a value, for the type FIXED_LEN_BYTE_ARRAY. */
  length?: number;
}

/**
 * `count` values that are not looked up in a dictionary.
 *
 * @throws Error if they are not in the bytes, or the encoding is not known.
 */
export function readValues(bytes: Uint8Array, encoding: string | undefined, stored: Stored, count: number): DecodedArray {
  if (count === 0) return [];
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  const values = valuesIn(reader, bytes, encoding, stored, count);
  if (reader.offset > bytes.length) throw new RecordError('its values end too early');
  return values;
}

function valuesIn(
  reader: DataReader,
  bytes: Uint8Array,
  encoding: string | undefined,
  { type, length }: Stored,
  count: number
): DecodedArray {
  switch (encoding) {
    case 'PLAIN':
      checkRoom(bytes, count, type, length);
      return readPlain(reader, type, count, length);
    case 'BYTE_STREAM_SPLIT':
      checkRoom(bytes, count, type, length);
      return byteStreamSplit(reader, count, type, length);
    case 'RLE': {
      if (type !== 'BOOLEAN') throw new RecordError(`values of type ${type} are not encoded as RLE`);
      const size = bytes.length < 4 ? 0 : reader.view.getUint32(0, true);
      if (size > bytes.length - 4) throw new RecordError('its values end too early');
      return Array.from(readRuns(bytes.subarray(4, 4 + size), 1, count, 1), (value) => value === 1);
    }
    case 'ALP':
      // the least that a vector of 2^15 values takes is a word
      if (count > bytes.length * 2 ** 13) throw new RecordError('its values end too early');
      return alpDecode(reader, count, type);
    case 'DELTA_BINARY_PACKED': {
      if (type === 'INT32') return deltas(reader, count, new Int32Array(count));
      if (type === 'INT64') return deltas(reader, count, new BigInt64Array(count));
      throw new RecordError(`values of type ${type} are not encoded as ${encoding}`);
    }
    case 'DELTA_LENGTH_BYTE_ARRAY': {
      if (type !== 'BYTE_ARRAY') throw new RecordError(`values of type ${type} are not encoded as ${encoding}`);
      checkDeltas(reader, count);
      const values = new Array<Uint8Array>(count);
      deltaLengthByteArray(reader, count, values);
      return values;
    }
    case 'DELTA_BYTE_ARRAY':
      if (type !== 'BYTE_ARRAY' && type !== 'FIXED_LEN_BYTE_ARRAY')
        throw new RecordError(`values of type ${type} are not encoded as ${encoding}`);
      return prefixed(reader, bytes, count);
    default:
      throw new RecordError(`the encoding ${encoding ?? 'of its values'} is not known`);
  }
}

function checkRoom(bytes: Uint8Array, count: number, type: ParquetType, length = 1): void {
  const bits = type === 'FIXED_LEN_BYTE_ARRAY' ? 8 * length : BITS[type];
  if (count * bits > 8 * bytes.length) throw new RecordError(`${count} values do not fit into ${bytes.length} bytes`);
}

function deltas<T extends Int32Array | BigInt64Array>(reader: DataReader, count: number, values: T): T {
  checkDeltas(reader, count);
  deltaBinaryUnpack(reader, count, values);
  if (reader.offset > reader.view.byteLength) throw new RecordError('its values end too early');
  return values;
}

/** Checks the head of delta-encoded numbers: the size of a block, its parts, and how many numbers there are. */
function checkDeltas({ view, offset }: DataReader, count: number): void {
  const next = () => {
    let number = 0;
    for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
      const byte = view.getUint8(offset++);
      number += (byte & 0x7f) * scale;
      if (byte < 0x80) return number;
    }
    throw new RecordError('a number is too long');
  };
  const [block, parts, declared] = [next(), next(), next()];
  if (parts === 0 || block === 0 || block % (8 * parts) !== 0 || parts > 2 ** 16 || block > 2 ** 24)
    throw new RecordError(`blocks of ${block} numbers in ${parts} parts`);
  if (declared !== count) throw new RecordError(`it declares ${declared} numbers, and the page ${count}`);
}

/** Values of which each says how much of the one before it begins with. hyparquet makes one of as many bytes as is declared. */
function prefixed(reader: DataReader, bytes: Uint8Array, count: number): Uint8Array[] {
  const prefixes = deltas(reader, count, new Int32Array(count));
  const lengths = deltas(reader, count, new Int32Array(count));
  let total = 0;
  let before = new Uint8Array();
  return Array.from(prefixes, (prefix, i) => {
    const end = reader.offset + lengths[i];
    if (prefix < 0 || prefix > before.length || lengths[i] < 0 || end > bytes.length)
      throw new RecordError('the lengths of its values contradict each other');
    total += prefix + lengths[i];
    if (total > MAX_PAGE_BYTES) throw new RecordError(`its values have more than ${MAX_PAGE_BYTES} bytes`);
    const value = new Uint8Array(prefix + lengths[i]);
    value.set(before.subarray(0, prefix));
    value.set(bytes.subarray(reader.offset, end), prefix);
    reader.offset = end;
    before = value;
    return value;
  });
}
