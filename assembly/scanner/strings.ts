// Strings of JSON: where they end, and whether they are well formed. Whether their bytes are UTF-8 the host has checked.

import { below, placesIn, placesOf } from "./blocks";
import { BACKSLASH, byteAt, isDigit, QUOTE } from "./bytes";

/** Whether the string that was skipped last has escapes. */
export let hasEscapes: bool = false;

/** The end of a string, at its last quote; 0 if it is malformed or does not end on the line. `p` is behind its first quote. */
export function endOfString(p: usize): usize {
  hasEscapes = false;
  const chunk = v128.load(p);
  const special = i8x16.bitmask(specialIn(chunk));
  // most keys, ids and labels end here
  if (special != 0) {
    const at = p + ctz(special);
    if (byteAt(at) == QUOTE) return at;
  }
  return endOfLongString(p);
}

/** Quotes, backslashes and control characters. */
// @ts-ignore: decorator
@inline function specialIn(chunk: v128): v128 {
  // of the quote and the control characters, and of no other, all bits but the second are at most those of the blank
  const quoteOrControl = i8x16.le_u(v128.xor(chunk, i8x16.splat(2)), i8x16.splat(0x20));
  return v128.or(quoteOrControl, i8x16.eq(chunk, i8x16.splat(0x5c)));
}

const ODD_BITS: u64 = 0xaaaaaaaaaaaaaaaa;

/**
 * 64 bytes at a time. Which characters are escaped is computed for all of them at once, as in simdjson (Langdale and Lemire, Parsing gigabytes of
 * JSON per second, 2019, section 3.1.1).
 */
function endOfLongString(begin: usize): usize {
  let p = begin;
  /** 1 if the first character of the block is escaped by the last of the block before. */
  let firstIsEscaped: u64 = 0;
  while (true) {
    const a = v128.load(p);
    const b = v128.load(p, 16);
    const c = v128.load(p, 32);
    const d = v128.load(p, 48);
    const special = v128.or(v128.or(specialIn(a), specialIn(b)), v128.or(specialIn(c), specialIn(d)));
    if (firstIsEscaped == 0 && !v128.any_true(special)) {
      p += 64;
      continue;
    }
    const backslashes = placesOf(BACKSLASH, a, b, c, d);
    let escaped = firstIsEscaped;
    if ((backslashes | firstIsEscaped) != 0) {
      hasEscapes = true;
      const starts = backslashes & ~firstIsEscaped;
      // the carries of the subtraction run through the backslashes that follow one another
      const escapesAndEnds = (((starts << 1) | ODD_BITS) - starts) ^ ODD_BITS;
      escaped = escapesAndEnds ^ (backslashes | firstIsEscaped);
      firstIsEscaped = (escapesAndEnds & backslashes) >> 63;
    }
    const ends = placesOf(QUOTE, a, b, c, d) & ~escaped;
    // all bits up to the end of the string, or of the block
    const inside = below(ends);
    if ((controlsIn(a, b, c, d) & inside) != 0) return 0;
    if ((escaped & inside) != 0 && !areEscapes(p, escaped & inside)) return 0;
    if (ends != 0) return p + <usize>ctz(ends);
    p += 64;
  }
}

// @ts-ignore: decorator
@inline function controlsIn(a: v128, b: v128, c: v128, d: v128): u64 {
  const blank = i8x16.splat(0x20);
  return placesIn(i8x16.lt_u(a, blank), i8x16.lt_u(b, blank), i8x16.lt_u(c, blank), i8x16.lt_u(d, blank));
}

/** Whether each of these characters may follow a backslash. */
function areEscapes(p: usize, escaped: u64): bool {
  for (let rest = escaped; rest != 0; rest &= rest - 1) {
    const at = p + <usize>ctz(rest);
    const letter = byteAt(at);
    if (letter == SMALL_U ? !areHexDigits(at + 1) : !isShortEscape(letter)) return false;
  }
  return true;
}

const SMALL_U: u32 = 0x75;
/** A bit for each byte from 0x22 on: the quote, the slash and the backslash; and from 0x62 on: b, f, n, r and t. */
const SIGNS: u64 = 1 | (1 << (0x2f - 0x22)) | (<u64>1 << (0x5c - 0x22));
const LETTERS: u32 = 1 | (1 << 4) | (1 << 12) | (1 << 16) | (1 << 18);

function isShortEscape(byte: u32): bool {
  const sign = byte - 0x22;
  if (sign < 64) return ((SIGNS >> <u64>sign) & 1) != 0;
  const letter = byte - 0x62;
  return letter < 32 && ((LETTERS >> letter) & 1) != 0;
}

function areHexDigits(p: usize): bool {
  for (let i: usize = 0; i < 4; i++) {
    const byte = byteAt(p + i);
    if (!isDigit(byte) && (byte | 0x20) - 0x61 >= 6) return false;
  }
  return true;
}
