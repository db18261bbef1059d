// Bytes of JSON and CSV, compared and hashed.

export const NEWLINE: u32 = 0x0a;
export const RETURN: u32 = 0x0d;
export const BLANK: u32 = 0x20;
export const QUOTE: u32 = 0x22;
export const PLUS: u32 = 0x2b;
export const COMMA: u32 = 0x2c;
export const MINUS: u32 = 0x2d;
export const POINT: u32 = 0x2e;
export const ZERO: u32 = 0x30;
export const COLON: u32 = 0x3a;
export const OPEN_LIST: u32 = 0x5b;
export const BACKSLASH: u32 = 0x5c;
export const CLOSE_LIST: u32 = 0x5d;
export const SMALL_E: u32 = 0x65;
export const LARGE_E: u32 = 0x45;
export const OPEN_OBJECT: u32 = 0x7b;
export const CLOSE_OBJECT: u32 = 0x7d;

/** The little-endian words of `true`, `null` and the last four letters of `false`. */
const TRUE: u32 = 0x65757274;
const NULL: u32 = 0x6c6c756e;
const ALSE: u32 = 0x65736c61;

/** The byte at an address. */
// @ts-ignore: decorator
@inline export function byteAt(p: usize): u32 { return <u32>load<u8>(p); }

// @ts-ignore: decorator
@inline export function isDigit(byte: u32): bool { return byte - ZERO < 10; }

// @ts-ignore: decorator
@inline export function isTrue(p: usize, small: u32 = 0): bool { return (load<u32>(p) | small) == TRUE; }
// @ts-ignore: decorator
@inline export function isFalse(p: usize, small: u32 = 0): bool { return (byteAt(p) | (small & 0xff)) == 0x66 && (load<u32>(p + 1) | small) == ALSE; }
// @ts-ignore: decorator
@inline export function isNull(p: usize): bool { return load<u32>(p) == NULL; }

/** The mark that stands at the beginning of a file, and of each file that was put behind it: three bytes. */
const MARK: u32 = 0xbfbbef;
export const MARK_BEGIN: u32 = 0xef;

// @ts-ignore: decorator
@inline export function isMark(p: usize): bool { return (load<u32>(p) & 0xffffff) == MARK; }

/** Skips the blanks that may stand within a line. Most often there is none or one. */
// @ts-ignore: decorator
@inline export function skipBlanks(p: usize): usize {
  if (byteAt(p) > 0x20) return p;
  return skipMoreBlanks(p);
}

function skipMoreBlanks(p: usize): usize {
  for (let byte = byteAt(p); byte == 0x20 || byte == 0x09 || byte == 0x0d; byte = byteAt(p)) p++;
  return p;
}

/** Whether so many bytes are the same at two addresses. */
export function sameBytes(a: usize, b: usize, length: u32): bool {
  let i: u32 = 0;
  for (; i + 8 <= length; i += 8) if (load<u64>(a + i) != load<u64>(b + i)) return false;
  if (i == length) return true;
  return ((load<u64>(a + i) ^ load<u64>(b + i)) & lowBytes(length - i)) == 0;
}

/** A hash of bytes. */
export function hashOf(p: usize, length: u32): u32 {
  let hash: u64 = <u64>length * 0x9e3779b97f4a7c15;
  let i: u32 = 0;
  for (; i + 8 <= length; i += 8) hash = mixed(hash ^ load<u64>(p + i));
  if (i < length) hash = mixed(hash ^ (load<u64>(p + i) & lowBytes(length - i)));
  return <u32>((hash * 0xbf58476d1ce4e5b9) >> 32);
}

// @ts-ignore: decorator
@inline function mixed(hash: u64): u64 {
  const product = hash * 0xff51afd7ed558ccd;
  return product ^ (product >> 32);
}

/** A mask of the lowest `count` bytes of a word, of which there are 1 to 7. */
// @ts-ignore: decorator
@inline function lowBytes(count: u32): u64 { return (<u64>1 << (<u64>count << 3)) - 1; }
