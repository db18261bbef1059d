// Checks a struct of Thrift's compact protocol before hyparquet parses it. That parser takes lengths as they are: it makes an array of as many
// entries as a list declares, and reads a number of a million bytes for as long as that takes.

import { RecordError } from '../record-error';

/** The structs of Parquet lie at most some ten levels deep. */
const MAX_DEPTH = 32;

const BYTE = 3;
const I16 = 4;
const I32 = 5;
const I64 = 6;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

/**
 * Walks over the struct that begins at `at`. Returns where it ends.
 *
 * @throws Error if it is not well-formed, goes on beyond the bytes, or is nested too deeply.
 */
export function endOfStruct(bytes: Uint8Array, at: number, depth = 0): number {
  if (depth > MAX_DEPTH) throw new RecordError('its fields are nested too deeply');
  for (;;) {
    const head = byteAt(bytes, at++);
    const type = head & 0x0f;
    if (type === 0) return at;
    if (head >> 4 === 0) at = endOfVarint(bytes, at, 3);
    at = endOfValue(bytes, at, type, depth);
  }
}

function endOfValue(bytes: Uint8Array, at: number, type: number, depth: number): number {
  switch (type) {
    // true and false, whose value is in the type
    case 1:
    case 2:
      return at;
    case BYTE:
      return within(bytes, at + 1);
    case I16:
    case I32:
      return endOfVarint(bytes, at, 5);
    case I64:
      return endOfVarint(bytes, at, 10);
    case DOUBLE:
      return within(bytes, at + 8);
    case BINARY: {
      const end = endOfVarint(bytes, at, 5);
      return within(bytes, end + lengthIn(bytes, at));
    }
    case LIST:
      return endOfList(bytes, at, depth);
    case STRUCT:
      return endOfStruct(bytes, at, depth + 1);
    default:
      throw new RecordError(`a field has the unknown type ${type}`);
  }
}

function endOfList(bytes: Uint8Array, at: number, depth: number): number {
  if (depth > MAX_DEPTH) throw new RecordError('its fields are nested too deeply');
  const head = byteAt(bytes, at++);
  const type = head & 0x0f;
  let count = head >> 4;
  if (count === 15) {
    count = lengthIn(bytes, at);
    at = endOfVarint(bytes, at, 5);
  }
  // each entry takes a byte or more
  if (count > bytes.length - at) throw new RecordError(`a list declares ${count} entries, which do not fit`);
  // true and false take a byte each in a list
  for (let i = 0; i < count; i++) at = endOfValue(bytes, at, type <= 2 ? BYTE : type, depth + 1);
  return at;
}

function endOfVarint(bytes: Uint8Array, at: number, most: number): number {
  for (let i = 0; i < most; i++) {
    if (byteAt(bytes, at++) < 0x80) return at;
  }
  throw new RecordError('a number is too long');
}

function lengthIn(bytes: Uint8Array, at: number): number {
  let length = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = byteAt(bytes, at++);
    length += (byte & 0x7f) * scale;
    if (byte < 0x80) return length;
  }
}

function byteAt(bytes: Uint8Array, at: number): number {
  within(bytes, at + 1);
  return bytes[at];
}

function within(bytes: Uint8Array, end: number): number {
  if (end > bytes.length) throw new RecordError('it ends too early');
  return end;
}
