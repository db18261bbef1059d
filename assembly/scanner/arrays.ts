// A JSON object whose properties may be long arrays of numbers, as a request with the vectors of a support is. The numbers of each such array are
// written as doubles; the host reads all else, and checks the text as a whole, with these arrays cut out.

import { byteAt, CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, isDigit, MINUS, OPEN_LIST, OPEN_OBJECT, QUOTE } from "./bytes";
import { ARRAY_BYTES, MAX_ARRAYS, MAX_UNROUNDED, UNROUNDED_BYTES } from "./layout";
import { readNumber, setPowers, skipNumber, value } from "./numbers";
import { endOfString, hasEscapes } from "./strings";

let arrays: u32 = 0;
let unrounded: u32 = 0;
/** Where what was found goes: ARRAY_BYTES for each array, UNROUNDED_BYTES for each number that the host has to round, and the doubles. */
let arrayTable: usize = 0;
let unroundedTable: usize = 0;
let next: usize = 0;
let last: usize = 0;

/**
 * Finds the arrays of numbers that are properties of the object from `begin` to `end`, behind which PADDING_BYTES may be read.
 *
 * @param powers - the powers of five.
 * @param tables - room for MAX_ARRAYS and then for MAX_UNROUNDED entries.
 * @param doubles - where the numbers of all arrays go, up to `doublesEnd`.
 * @returns false where anything but other JSON stands where it should: the host has to read all. True says nothing of what is not in an array.
 */
export function scanArrays(begin: usize, end: usize, powers: usize, tables: usize, doubles: usize, doublesEnd: usize): bool {
  setPowers(powers);
  arrays = unrounded = 0;
  arrayTable = tables;
  unroundedTable = tables + <usize>MAX_ARRAYS * ARRAY_BYTES;
  next = doubles;
  last = doublesEnd;
  let p = skipSpace(begin, end);
  if (byteAt(p) != OPEN_OBJECT) return false;
  do {
    p = skipSpace(p + 1, end);
    if (p >= end || byteAt(p) != QUOTE) return false;
    const name = p + 1;
    p = endOfString(name);
    if (p == 0 || p >= end) return false;
    // the host knows what a name with escapes is
    const length = hasEscapes ? 0 : <u32>(p - name);
    p = skipSpace(p + 1, end);
    if (byteAt(p) != COLON) return false;
    p = skipSpace(p + 1, end);
    p = byteAt(p) == OPEN_LIST && length != 0 ? readList(p, end, name, length) : endOfValue(p, end);
    if (p == 0) return false;
    p = skipSpace(p, end);
  } while (p < end && byteAt(p) == COMMA);
  return p < end && byteAt(p) == CLOSE_OBJECT && skipSpace(p + 1, end) == end;
}

/** The arrays that were found, and the numbers in them that the host has to round. */
export function arrayCount(): u32 {
  return arrays;
}

export function unroundedCount(): u32 {
  return unrounded;
}

/** Skips the blanks of JSON, newlines included. */
// @ts-ignore: decorator
@inline function skipSpace(p: usize, end: usize): usize { return byteAt(p) > 0x20 && p < end ? p : skipMoreSpace(p, end); }

function skipMoreSpace(p: usize, end: usize): usize {
  for (; p < end; p++) {
    const byte = byteAt(p);
    if (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09) break;
  }
  return p;
}

/** Reads an array if it begins with a number. Returns its end, 0 if the host has to read all. */
function readList(begin: usize, end: usize, name: usize, length: u32): usize {
  let p = skipSpace(begin + 1, end);
  if (arrays == MAX_ARRAYS || (!isDigit(byteAt(p)) && byteAt(p) != MINUS)) return endOfValue(begin, end);
  const first = next;
  while (true) {
    if (next == last) return 0;
    const numberEnd = readNumber(p);
    if (numberEnd != 0) store<f64>(next, value);
    p = numberEnd != 0 ? numberEnd : leave(p);
    if (p == 0) return 0;
    next += 8;
    // most numbers have a comma behind them
    if (byteAt(p) != COMMA) {
      p = skipSpace(p, end);
      if (p >= end) return 0;
      if (byteAt(p) == CLOSE_LIST) break;
      if (byteAt(p) != COMMA) return 0;
    }
    p = skipSpace(p + 1, end);
  }
  if (p >= end) return 0;
  const entry = arrayTable + <usize>arrays * ARRAY_BYTES;
  store<u32>(entry, <u32>name);
  store<u32>(entry, length, 4);
  store<u32>(entry, <u32>begin, 8);
  store<u32>(entry, <u32>(p + 1), 12);
  store<u32>(entry, <u32>((next - first) >> 3), 16);
  arrays++;
  return p + 1;
}

/** Leaves a number to the host. Returns its end; 0 if there is none, or no room. */
function leave(p: usize): usize {
  const end = skipNumber(p);
  if (end == 0 || unrounded == MAX_UNROUNDED) return 0;
  const entry = unroundedTable + <usize>unrounded * UNROUNDED_BYTES;
  store<u32>(entry, <u32>next);
  store<u32>(entry, <u32>p, 4);
  store<u32>(entry, <u32>end, 8);
  unrounded++;
  return end;
}

/** The end of any value: the place of the comma or bracket behind it that belongs to the object; 0 if there is none. */
function endOfValue(begin: usize, end: usize): usize {
  let depth: u32 = 0;
  for (let p = begin; p < end; p++) {
    const byte = byteAt(p);
    if (byte == QUOTE) {
      p = endOfString(p + 1);
      if (p == 0) return 0;
    } else if (byte == OPEN_LIST || byte == OPEN_OBJECT) depth++;
    else if (byte == COMMA || byte == CLOSE_LIST || byte == CLOSE_OBJECT) {
      if (depth == 0) return p;
      if (byte != COMMA) depth--;
    }
  }
  return 0;
}
