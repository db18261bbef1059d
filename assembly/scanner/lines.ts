// One line: an object, whose wanted values go into the columns.

import { byteAt, CLOSE_OBJECT, COLON, COMMA, isFalse, isNull, isTrue, NEWLINE, OPEN_OBJECT, QUOTE, skipBlanks } from "./bytes";
import { codeOf } from "./ids";
import { column, readKey } from "./keys";
import { COLUMN_BYTES, ESCAPED, ID, LABEL, LOG_PROB, NO_CODE, NUMBER } from "./layout";
import { skipValue } from "./nested";
import { endOfWhole, readNumber, value } from "./numbers";
import { endOfString, hasEscapes } from "./strings";

let columns: usize = 0;
let columnCount: u32 = 0;
/** A bit for each column: those that a record must have, and those that the line has. */
let required: u64 = 0;
let found: u64 = 0;

export function setColumns(address: usize, count: u32): void {
  columns = address;
  columnCount = count;
  required = 0;
  for (let i: u32 = 0; i < count; i++) if (kindOf(columnAt(i)) != LABEL) required |= <u64>1 << <u64>i;
}

// @ts-ignore: decorator
@inline function columnAt(i: u32): usize { return columns + <usize>i * COLUMN_BYTES; }
// @ts-ignore: decorator
@inline function kindOf(column: usize): u32 { return load<u32>(column, 8); }
/** The address of a column's values. */
// @ts-ignore: decorator
@inline function valuesOf(column: usize): usize { return load<u32>(column, 12); }

/** Whether a line holds blanks only; the end of its last one is `p` then. */
export function isBlank(p: usize): bool {
  return byteAt(skipBlanks(p)) == NEWLINE;
}

/** Writes the values of a line to a row of the columns. Returns the line's end, at its newline, or 0 if the host has to look at it. */
export function readLine(begin: usize, row: u32): usize {
  let p = skipBlanks(begin);
  if (byteAt(p) != OPEN_OBJECT) return 0;
  found = 0;
  for (let key: u32 = 0; ; key++) {
    p = skipBlanks(p + 1);
    if (byteAt(p) != QUOTE) return 0;
    p = readKey(p + 1, key);
    if (p == 0) return 0;
    p = skipBlanks(p);
    if (byteAt(p) != COLON) return 0;
    p = skipBlanks(p + 1);
    p = column == 0 ? skipValue(p) : readValue(p, column, row);
    if (p == 0) return 0;
    p = skipBlanks(p);
    if (byteAt(p) != COMMA) break;
  }
  if (byteAt(p) != CLOSE_OBJECT) return 0;
  p = skipBlanks(p + 1);
  if (byteAt(p) != NEWLINE || (found & required) != required) return 0;
  fillLabels(row);
  return p;
}

/** Gives the labels that the line lacks the code of none. */
function fillLabels(row: u32): void {
  const missing = ~found;
  for (let i: u32 = 0; i < columnCount; i++) {
    if (((missing >> <u64>i) & 1) != 0) store<u32>(valuesOf(columnAt(i)) + (<usize>row << 2), NO_CODE);
  }
}

function readValue(p: usize, column: usize, row: u32): usize {
  found |= <u64>1 << <u64>((column - columns) / COLUMN_BYTES);
  const kind = kindOf(column);
  return kind >= NUMBER ? readDouble(p, kind, valuesOf(column) + (<usize>row << 3)) : readId(p, kind, valuesOf(column) + (<usize>row << 2));
}

function readDouble(p: usize, kind: u32, target: usize): usize {
  let end: usize;
  let double: f64;
  if (isTrue(p)) {
    double = 1;
    end = p + 4;
  } else if (isFalse(p)) {
    double = 0;
    end = p + 5;
  } else {
    end = readNumber(p);
    double = value;
  }
  if (end == 0 || (kind == LOG_PROB && double > 0)) return 0;
  store<f64>(target, double);
  return end;
}

function readId(p: usize, kind: u32, target: usize): usize {
  let first = p;
  let end: usize;
  let after: usize;
  let flags: u32 = 0;
  if (byteAt(p) == QUOTE) {
    first = p + 1;
    end = endOfString(first);
    after = end + 1;
    if (hasEscapes) flags = ESCAPED;
  } else if (kind == LABEL && isNull(p)) {
    store<u32>(target, NO_CODE);
    return p + 4;
  } else {
    end = isTrue(p) ? p + 4 : isFalse(p) ? p + 5 : endOfWhole(p);
    after = end;
  }
  if (end == 0) return 0;
  const code = codeOf(first, <u32>(end - first), flags);
  if (code == NO_CODE) return 0;
  store<u32>(target, code);
  return after;
}
