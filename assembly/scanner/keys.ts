// The keys of a line. Most lines have those of the line before, in the same order, so that they are compared and not looked up.

import { byteAt, hashOf, QUOTE, sameBytes } from "./bytes";
import { COLUMN_BYTES, PADDING_BYTES } from "./layout";
import { endOfString, hasEscapes } from "./strings";

/** The most keys of a line, the most bytes of one, which are read at once, and of all of them together. */
const MAX_KEYS: u32 = 256;
const MAX_KEY_BYTES: u32 = PADDING_BYTES - 32;
const MAX_BYTES: usize = 1 << 14;

/** The keys of the line before, no two of which are the same: where their bytes are, how many, their hash, and the column. */
const KEY_BYTES: usize = 16;
const keys: usize = memory.data(256 * 16, 16);
const texts: usize = memory.data((1 << 14) + 32, 16);
let known: u32 = 0;

/** The columns that are wanted. */
let columns: usize = 0;
let columnCount: u32 = 0;

/** The column whose key was read last; 0 if nobody wants it. */
export let column: usize = 0;

export function setColumns(address: usize, count: u32): void {
  columns = address;
  columnCount = count;
  known = 0;
}

/** Reads the key with this index in its line, whose first quote is before `p`. Returns what follows its last quote, or 0 if the host has to look. */
export function readKey(p: usize, index: u32): usize {
  if (index < known) {
    const key = keys + <usize>index * KEY_BYTES;
    const length = load<u32>(key, 4);
    if (byteAt(p + length) == QUOTE && sameBytes(p, load<u32>(key), length)) {
      column = load<u32>(key, 12);
      return p + length + 1;
    }
  }
  return learn(p, index);
}

function learn(p: usize, index: u32): usize {
  const end = endOfString(p);
  if (end == 0 || hasEscapes || index == MAX_KEYS) return 0;
  const length = <u32>(end - p);
  if (length > MAX_KEY_BYTES) return 0;
  const hash = hashOf(p, length);
  let text = texts;
  for (let i: u32 = 0; i < index; i++) {
    const key = keys + <usize>i * KEY_BYTES;
    // the same key once more, most likely
    if (load<u32>(key, 8) == hash) return 0;
    text = <usize>load<u32>(key) + load<u32>(key, 4);
  }
  if (text + length > texts + MAX_BYTES) return 0;
  memory.copy(text, p, length);
  const key = keys + <usize>index * KEY_BYTES;
  column = columnOf(p, length);
  store<u32>(key, <u32>text);
  store<u32>(key, length, 4);
  store<u32>(key, hash, 8);
  store<u32>(key, <u32>column, 12);
  known = index + 1;
  return end + 1;
}

function columnOf(p: usize, length: u32): usize {
  for (let i: u32 = 0; i < columnCount; i++) {
    const column = columns + <usize>i * COLUMN_BYTES;
    if (load<u32>(column, 4) == length && sameBytes(load<u32>(column), p, length)) return column;
  }
  return 0;
}
