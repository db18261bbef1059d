// A wanted cell of CSV: a number, or a code of its text. Whatever is written in another way than most files have it, the host reads.

import { placesOf } from "./blocks";
import { BLANK, byteAt, COMMA, isFalse, isMark, isTrue, MARK_BEGIN, NEWLINE, POINT, QUOTE } from "./bytes";
import { codeOf } from "./ids";
import { DECIMAL_COMMA, ESCAPED, LOG_PROB, NO_CODE, NUMBER } from "./layout";
import { readNumber, value } from "./numbers";

/** Writes a cell to a row of its column. `end` is where it ends, before a carriage return. Returns whether it could be read. */
export function readCell(column: usize, begin: usize, end: usize, row: u32): bool {
  let first = begin;
  let last = end;
  const isQuoted = byteAt(begin) == QUOTE;
  if (isQuoted) {
    // blanks may stand behind the quote
    do last--; while (byteAt(last) != QUOTE);
    first++;
  }
  const kind = load<u32>(column, 8);
  const values = <usize>load<u32>(column, 12);
  if (kind >= NUMBER) return readDouble(first, last, kind, values + (<usize>row << 3));
  const flags = isQuoted ? flagsOf(first, last) : isMark(first) ? UNREAD : 0;
  if (flags == UNREAD) return false;
  const code = codeOf(first, <u32>(last - first), flags);
  store<u32>(values + (<usize>row << 2), code);
  return code != NO_CODE;
}

/** No flags: a text that the host has to read. */
const UNREAD: u32 = 0xffffffff;

/** The flags of a quoted text. */
function flagsOf(begin: usize, end: usize): u32 {
  let quotes: u64 = 0;
  let newlines: u64 = 0;
  let marks: u64 = 0;
  for (let p = begin; p < end; p += 64) {
    const a = v128.load(p);
    const b = v128.load(p, 16);
    const c = v128.load(p, 32);
    const d = v128.load(p, 48);
    const text = end - p < 64 ? (<u64>1 << <u64>(end - p)) - 1 : u64.MAX_VALUE;
    quotes |= placesOf(QUOTE, a, b, c, d) & text;
    newlines |= placesOf(NEWLINE, a, b, c, d) & text;
    marks |= placesOf(MARK_BEGIN, a, b, c, d) & text;
  }
  // a mark behind a newline is none of the text
  if (newlines != 0 && marks != 0) return UNREAD;
  return quotes == 0 ? 0 : ESCAPED;
}

/** Reads a number, or true and false, to an address. */
function readDouble(begin: usize, end: usize, kind: u32, target: usize): bool {
  let first = begin;
  let last = end;
  while (first < last && byteAt(first) == BLANK) first++;
  while (first < last && byteAt(last - 1) == BLANK) last--;
  const length = last - first;
  let double: f64;
  if (length == 4 && isTrue(first, SMALL)) double = 1;
  else if (length == 5 && isFalse(first, SMALL)) double = 0;
  else {
    if ((kind & DECIMAL_COMMA) != 0) {
      first = withPoint(first, length);
      last = first + length;
      if (first == 0) return false;
    }
    if (length == 0 || readNumber(first) != last) return false;
    double = value;
  }
  if ((kind & ~DECIMAL_COMMA) == LOG_PROB && double > 0) return false;
  store<f64>(target, double);
  return true;
}

/** The bit by which a small letter differs from a capital one, in four bytes. */
const SMALL: u32 = 0x20202020;

/** No number that people write is longer. */
const MAX_LENGTH: usize = 40;
/** A number with a point, and what a reader of eight bytes may see behind it. */
const rewritten: usize = memory.data(64);

/** The address of a copy of a number, with a point instead of its comma; 0 if it has a point, or is too long. */
function withPoint(p: usize, length: usize): usize {
  if (length > MAX_LENGTH) return 0;
  for (let i: usize = 0; i < length; i++) {
    const byte = byteAt(p + i);
    if (byte == POINT) return 0;
    store<u8>(rewritten + i, byte == COMMA ? POINT : byte);
  }
  store<u8>(rewritten + length, 0);
  return rewritten;
}
