// Counts what a JSON text holds without parsing it: JSON.parse cannot be interrupted, and ends the whole process where its thread has too little
// memory. The text need not be valid.

import {
  MAX_JSON_CONTAINERS,
  MAX_JSON_DEPTH,
  MAX_JSON_KEYS,
  MAX_JSON_TEXT_BYTES,
  MAX_NUMBERS,
  MAX_UNCOUNTED_JSON_BYTES,
} from './limits';
import { TooLargeError } from './request-error';
import type { Count } from './request-limits';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const SPACE = 0x20;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;

/** What a byte outside of strings means for the counts; 0 is nothing. */
const KINDS = new Uint8Array(256);
const [STRING, SEPARATOR, OPENING, CLOSING] = [1, 2, 3, 4];
KINDS[QUOTE] = STRING;
KINDS[COMMA] = SEPARATOR;
for (const bracket of '[{') KINDS[bracket.charCodeAt(0)] = OPENING;
for (const bracket of ']}') KINDS[bracket.charCodeAt(0)] = CLOSING;

/**
 * Checks that the text, once parsed, fits into the heap of a thread.
 *
 * @returns the number of its keys.
 * @throws TooLargeError that names the limit.
 */
export function measureJson(bytes: Buffer): number {
  if (bytes.length > MAX_UNCOUNTED_JSON_BYTES) return countAll(bytes);
  // few bytes hold few values; these two, which take the most memory and time, are found quickly where there are few
  countByte(bytes, OPEN_ARRAY, CONTAINERS);
  countByte(bytes, OPEN_OBJECT, CONTAINERS);
  return countKeys(bytes);
}

const KEYS = { what: 'keys of objects', limit: MAX_JSON_KEYS };
const CONTAINERS = { what: 'arrays and objects', limit: MAX_JSON_CONTAINERS };
const TEXT = { what: 'bytes in texts', limit: MAX_JSON_TEXT_BYTES };
/** A separator stands before each value but the first of an array or object. */
const VALUES = { what: 'values', limit: MAX_NUMBERS + MAX_JSON_CONTAINERS };

/** @throws TooLargeError at the first one over the limit. */
function countByte(bytes: Buffer, byte: number, counted: Omit<Count, 'count'>): void {
  let count = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) {
    count++;
    if (count > counted.limit) refuse(counted);
  }
}

function countKeys(bytes: Buffer): number {
  let keys = 0;
  for (let quote = bytes.indexOf(QUOTE); quote >= 0; ) {
    const end = stringEnd(bytes, quote);
    if (isKey(bytes, end) && ++keys > MAX_JSON_KEYS) refuse(KEYS);
    quote = bytes.indexOf(QUOTE, end);
  }
  return keys;
}

function countAll(bytes: Buffer): number {
  let [keys, separators, containers, text, depth] = [0, 0, 0, 0, 0];
  for (let i = 0; i < bytes.length; i++) {
    const kind = KINDS[bytes[i]];
    if (kind === 0) continue;
    if (kind === SEPARATOR) {
      if (++separators > VALUES.limit) refuse(VALUES);
    } else if (kind === CLOSING) depth--;
    else if (kind === STRING) {
      const end = stringEnd(bytes, i);
      text += end - i;
      if (text > MAX_JSON_TEXT_BYTES) refuse(TEXT);
      if (isKey(bytes, end) && ++keys > MAX_JSON_KEYS) refuse(KEYS);
      i = end - 1;
    } else {
      if (++containers > MAX_JSON_CONTAINERS) refuse(CONTAINERS);
      if (++depth > MAX_JSON_DEPTH) throw new TooLargeError(`arrays and objects are nested more than ${MAX_JSON_DEPTH} deep`);
    }
  }
  return keys;
}

function refuse({ what, limit }: Omit<Count, 'count'>): never {
  throw new TooLargeError(`the body has more than ${limit} ${what}`);
}

/** The place behind the string whose opening quote stands at `quote`; the end of the text if it has no closing one. */
export function stringEnd(bytes: Buffer, quote: number): number {
  let i = quote + 1;
  for (; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) return i + 1;
    if (byte === BACKSLASH) i++;
  }
  return bytes.length;
}

/** Whether the string that ends at `end` is a key. */
export function isKey(bytes: Buffer, end: number): boolean {
  let next = end;
  while (bytes[next] <= SPACE) next++;
  return bytes[next] === COLON;
}
