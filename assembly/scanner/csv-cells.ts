// A wanted cell of CSV: a number, or a code of its text. Whatever is written in another way than most files have it, the host reads.

import { placesOf } from "./blocks";
import { byteAt, isMark, MARK_BEGIN, NEWLINE, QUOTE } from "./bytes";
import { readDouble } from "./csv-numbers";
import { codeOf } from "./ids";
import { ESCAPED, NO_CODE, NUMBER } from "./layout";

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
