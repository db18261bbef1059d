// Numbers of CSV: those of JSON, and what else people and programs write for them.

import { BLANK, byteAt, COMMA, isDigit, isFalse, isTrue, MINUS, PLUS, POINT, ZERO } from "./bytes";
import { DECIMAL_COMMA, LOG_PROB } from "./layout";
import { readNumber, value } from "./numbers";

/** The bit by which a small letter differs from a capital one, in four bytes. */
const SMALL: u32 = 0x20202020;

/** Reads a number, or true and false, to an address. Returns whether the host has nothing to look at. */
export function readDouble(begin: usize, end: usize, kind: u32, target: usize): bool {
  let first = begin;
  let last = end;
  while (first < last && byteAt(first) == BLANK) first++;
  while (first < last && byteAt(last - 1) == BLANK) last--;
  const length = last - first;
  let double: f64;
  if (length == 4 && isTrue(first, SMALL)) double = 1;
  else if (length == 5 && isFalse(first, SMALL)) double = 0;
  else {
    const isRead = (kind & DECIMAL_COMMA) != 0 ? withPoint(first, last) : readNumber(first) == last || completed(first, last);
    if (!isRead) return false;
    double = value;
  }
  if ((kind & ~DECIMAL_COMMA) == LOG_PROB && double > 0) return false;
  store<f64>(target, double);
  return true;
}

/** No number that people write is longer. */
const MAX_LENGTH: usize = 40;
/** A number as JSON has it, and what a reader of eight bytes may see behind it. */
const rewritten: usize = memory.data(64);

/** Reads a number that has a comma before the decimals, and no point. */
function withPoint(begin: usize, end: usize): bool {
  if (end - begin > MAX_LENGTH) return false;
  let to = rewritten;
  for (let p = begin; p < end; p++) {
    const byte = byteAt(p);
    if (byte == POINT) return false;
    store<u8>(to++, byte == COMMA ? POINT : byte);
  }
  return isWhole(to);
}

/** Reads a number that JSON does not have: with a plus or zeros before it, or without a digit on one side of its point. */
function completed(begin: usize, end: usize): bool {
  if (end - begin > MAX_LENGTH) return false;
  let p = begin;
  let to = rewritten;
  if (byteAt(p) == MINUS) store<u8>(to++, MINUS);
  if (byteAt(p) == MINUS || byteAt(p) == PLUS) p++;
  while (p + 1 < end && byteAt(p) == ZERO && isDigit(byteAt(p + 1))) p++;
  const beginsWithPoint = byteAt(p) == POINT;
  if (beginsWithPoint) store<u8>(to++, ZERO);
  else if (!isDigit(byteAt(p))) return false;
  let points: u32 = 0;
  for (; p < end; p++) {
    const byte = byteAt(p);
    points += u32(byte == POINT);
    if (byte != POINT || beginsWithPoint || (p + 1 < end && isDigit(byteAt(p + 1)))) store<u8>(to++, byte);
  }
  return points < 2 && isWhole(to);
}

/** Whether what was rewritten is a number up to its end. */
function isWhole(end: usize): bool {
  store<u8>(end, 0);
  return readNumber(rewritten) == end;
}
