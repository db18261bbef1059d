// Records of CSV: where their cells end, and whether every quote stands where it may. Quotes are told apart for 64 characters at once, as in simdjson
// (Langdale and Lemire, Parsing gigabytes of JSON per second, 2019, section 3.1.1): a character is inside of a quoted cell if the number of quotes
// before it is odd, whether they are doubled or not.

import { below, oddUpTo, placesIn, placesOf } from "./blocks";
import { byteAt, isMark, NEWLINE, QUOTE, RETURN } from "./bytes";
import { readCell } from "./csv-cells";
import { ALL_SCANNED, LINE_LEFT, MAX_ROWS, MEMORY_FULL, ROWS_FULL } from "./layout";
import { bytesNeeded } from "./memory";

/** The bit of the last byte of a block. */
const LAST: u64 = 1 << 63;

/** What stands between two cells. */
let delimiter: u32 = 0;
/** u32[fieldCount]: the column that a field of the records goes to; 0 if nobody wants it. */
let fields: usize = 0;
let fieldCount: u32 = 0;

/** The beginning of the record that comes next, the rows that were written, and where the last of them ends. */
export let next: usize = 0;
export let rows: u32 = 0;
export let rowsEnd: usize = 0;

/** Begins a file whose records have these fields, two or more. */
export function setFields(address: usize, count: u32, between: u32): void {
  fields = address;
  fieldCount = count;
  delimiter = between;
}

/**
 * Writes records to the columns, from the beginning of a record on. `end` is behind a newline.
 *
 * @returns why it stops: see layout.ts. If all is scanned, what follows `next` is the beginning of a record that does not end here.
 */
export function readRecords(begin: usize, end: usize): u32 {
  next = begin;
  rows = 0;
  rowsEnd = begin;
  const isDelimiter = i8x16.splat(<i8>delimiter);
  const isNewline = i8x16.splat(<i8>NEWLINE);
  let cell = begin;
  let field: u32 = 0;
  /** All bits, if the block begins inside of a quoted cell. */
  let inside: u64 = 0;
  /** Whether the block begins in a cell that is not quoted and has quotes. */
  let isUnquoted = false;
  /** 1 if the first character of the block may open a quoted cell, or doubles the quote before it. */
  let mayOpen: u64 = 1;
  for (let block = begin; block < end; block += 64) {
    const a = v128.load(block);
    const b = v128.load(block, 16);
    const c = v128.load(block, 32);
    const d = v128.load(block, 48);
    const text = end - block < 64 ? (<u64>1 << <u64>(end - block)) - 1 : u64.MAX_VALUE;
    let quotes = placesOf(QUOTE, a, b, c, d) & text;
    // the cell goes on behind the block: every quote in it is doubled
    if (inside != 0 && (quotes == 0 || ((oddUpTo(quotes) ^ inside) | (quotes & ~LAST)) == u64.MAX_VALUE)) continue;
    let ends = placesIn(
      v128.or(i8x16.eq(a, isDelimiter), i8x16.eq(a, isNewline)),
      v128.or(i8x16.eq(b, isDelimiter), i8x16.eq(b, isNewline)),
      v128.or(i8x16.eq(c, isDelimiter), i8x16.eq(c, isNewline)),
      v128.or(i8x16.eq(d, isDelimiter), i8x16.eq(d, isNewline))
    ) & text;
    if (isUnquoted) {
      quotes &= ~below(ends);
      isUnquoted = ends == 0;
    }
    let within: u64 = 0;
    let wrong: u64 = 0;
    while (quotes != 0) {
      within = oddUpTo(quotes) ^ inside;
      const besides = quotes | ends;
      const closing = quotes & ~within;
      wrong = misplaced(block, closing & ~(besides >> 1));
      const late = quotes & within & ~((besides << 1) | mayOpen) & below(wrong);
      if (late == 0) break;
      if (isMark(block + <usize>ctz(late) - 3)) {
        wrong = late;
        break;
      }
      // it stands in a cell that is not quoted, in which all quotes are characters like others
      const cellFrom = ~below(late);
      quotes &= ~(cellFrom & below(ends & cellFrom));
      isUnquoted = (ends & cellFrom) == 0;
      within = wrong = 0;
    }
    if (quotes != 0) {
      inside = <u64>(<i64>within >> 63);
      ends &= ~within & below(wrong);
    }
    mayOpen = (quotes | ends) >> 63;
    for (; ends != 0; ends &= ends - 1) {
      const cellEnd = block + <usize>ctz(ends);
      const isLast = byteAt(cellEnd) == NEWLINE;
      if (isLast != (field + 1 == fieldCount)) {
        if (!isLast || !isBlank(next, cellEnd)) return LINE_LEFT;
        next = cell = cellEnd + 1;
        continue;
      }
      const column = load<u32>(fields + (<usize>field << 2));
      if (column != 0 && !readCell(column, cell, isLast ? withoutReturn(cell, cellEnd) : cellEnd, rows))
        return bytesNeeded != 0 ? MEMORY_FULL : LINE_LEFT;
      cell = cellEnd + 1;
      if (!isLast) field++;
      else {
        field = 0;
        next = rowsEnd = cell;
        if (++rows == MAX_ROWS) return ROWS_FULL;
      }
    }
    if (wrong != 0) return LINE_LEFT;
  }
  return ALL_SCANNED;
}

/** The first of some closing quotes behind which a cell does not end; no other bit matters. */
function misplaced(block: usize, closing: u64): u64 {
  for (let rest = closing; rest != 0; rest &= rest - 1) if (!endsCell(block + <usize>ctz(rest) + 1)) return rest;
  return 0;
}

/** Whether a quoted cell may end before a place: blanks may stand behind its quote, and a carriage return before the newline. */
function endsCell(p: usize): bool {
  let byte = byteAt(p);
  if (byte == QUOTE) return true;
  for (; byte == 0x20 || (byte == 0x09 && delimiter != 0x09); byte = byteAt(p)) p++;
  return byte == delimiter || byte == NEWLINE || (byte == RETURN && byteAt(p + 1) == NEWLINE);
}

// @ts-ignore: decorator
@inline function withoutReturn(begin: usize, end: usize): usize {
  return end > begin && byteAt(end - 1) == RETURN ? end - 1 : end;
}

function isBlank(begin: usize, end: usize): bool {
  return withoutReturn(begin, end) == begin;
}

/** How many newlines stand between two places. */
export function newlinesIn(begin: usize, end: usize): u32 {
  const newline = i8x16.splat(<i8>NEWLINE);
  let count: u32 = 0;
  let p = begin;
  for (; p + 64 <= end; p += 64) {
    const a = i8x16.eq(v128.load(p), newline);
    const b = i8x16.eq(v128.load(p, 16), newline);
    const c = i8x16.eq(v128.load(p, 32), newline);
    const d = i8x16.eq(v128.load(p, 48), newline);
    count += <u32>popcnt(placesIn(a, b, c, d));
  }
  for (; p < end; p++) count += u32(byteAt(p) == NEWLINE);
  return count;
}
