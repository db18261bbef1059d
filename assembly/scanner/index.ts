// The scanner: it takes whole lines of JSON, or of CSV, in its memory and writes columns. Whatever is unusual in any way it leaves to the host, line by
// line or record by record.

import { NEWLINE } from "./bytes";
import * as csv from "./csv-records";
import * as ids from "./ids";
import { setColumns as setKeys } from "./keys";
import { ALL_SCANNED, LINE_LEFT, MAX_ROWS, MEMORY_FULL, ROWS_FULL } from "./layout";
import { isBlank, readLine, setColumns } from "./lines";
import * as room from "./memory";
import { setPowers } from "./numbers";
export { isUtf8 } from "./utf8";

export { arrayCount, scanArrays, unroundedCount } from "./arrays";

let at: usize = 0;
let rowCount: u32 = 0;
let lineCount: u32 = 0;
let rowLineCount: u32 = 0;

/**
 * Begins to read with these columns.
 *
 * @param free - where the memory begins that the host leaves to the scanner.
 * @returns whether there is room for the first tables of ids.
 */
export function begin(columns: usize, count: u32, powers: usize, free: usize): bool {
  room.beginAt(free);
  room.tryAgain();
  setKeys(columns, count);
  setColumns(columns, count);
  setPowers(powers);
  return ids.begin();
}

/**
 * Reads lines up to `end`, the place after the newline of the last of them, with `PADDING_BYTES` behind it. The rows are counted from 0 again.
 *
 * @returns why it stops: see layout.ts.
 */
export function scan(begin: usize, end: usize): u32 {
  room.tryAgain();
  at = begin;
  rowCount = 0;
  lineCount = 0;
  while (at < end) {
    if (rowCount == MAX_ROWS) return ROWS_FULL;
    const lineEnd = readLine(at, rowCount);
    if (lineEnd != 0) {
      rowCount++;
      lineCount++;
      at = lineEnd + 1;
    } else if (room.bytesNeeded != 0) return MEMORY_FULL;
    else if (!isBlank(at)) return LINE_LEFT;
    else skipLine();
  }
  return ALL_SCANNED;
}

/** Tells what the records of CSV are; see `csv-records.ts`. */
export function setFields(fields: usize, count: u32, delimiter: u32): void {
  csv.setFields(fields, count, delimiter);
}

/**
 * Reads records of CSV as `scan` reads lines, from the beginning of a record on. A record that does not end before `end` is not read, and no reason to
 * stop: it begins at `position` then.
 *
 * @returns why it stops: see layout.ts.
 */
export function scanRecords(begin: usize, end: usize): u32 {
  room.tryAgain();
  const stop = csv.readRecords(begin, end);
  at = csv.next;
  rowCount = csv.rows;
  rowLineCount = csv.newlinesIn(begin, csv.rowsEnd);
  lineCount = rowLineCount + csv.newlinesIn(csv.rowsEnd, at);
  return stop;
}

/** Goes on to the line after the one at hand. */
function skipLine(): void {
  at = endOfLine(at) + 1;
  lineCount++;
}

/** Where the line that begins at an address ends, at its newline. */
export function endOfLine(begin: usize): usize {
  let p = begin;
  const newline = i8x16.splat(<i8>NEWLINE);
  while (true) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(p), newline));
    if (found != 0) return p + ctz(found);
    p += 16;
  }
}

/** Where the scan has come to: the beginning of a line. */
export function position(): usize {
  return at;
}

/** The rows that this scan wrote. */
export function rows(): u32 {
  return rowCount;
}

/** The lines that this scan passed, the blank ones included. */
export function lines(): u32 {
  return lineCount;
}

/** Those of them that end with the last of its rows, or before. */
export function rowLines(): u32 {
  return rowLineCount;
}

export function bytesNeeded(): u32 {
  return room.bytesNeeded;
}

export function idCount(): u32 {
  return ids.count;
}

/** ENTRY_BYTES for each id. */
export function idEntries(): usize {
  return ids.entries;
}

/** Where the free memory begins, and how much of it the next text may need if it has so many bytes. */
export function firstFree(): usize {
  return room.top;
}

export function mostBytesFor(textBytes: u32): u32 {
  return ids.mostBytesFor(textBytes);
}

/** Where the host's own memory begins. */
export function heapBase(): usize {
  return __heap_base;
}
