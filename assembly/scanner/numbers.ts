// Numbers of JSON, correctly rounded: by one exact operation where the digits allow it, else by the method of Eisel and Lemire (Lemire, Number
// parsing at a gigabyte per second, 2021). What neither decides is left to the host.

import { byteAt, isDigit, LARGE_E, MINUS, PLUS, POINT, SMALL_E, ZERO } from "./bytes";
import { LARGEST_EXPONENT, LEAST_EXPONENT, POWER_BYTES } from "./layout";

/** The number that was read last. */
export let value: f64 = 0;

/** The powers of five with 128 bits, the high half first (src/files/scanner/powers.ts makes them). */
let powers: usize = 0;

export function setPowers(address: usize): void {
  powers = address;
}

/** The end of a whole number, 0 if none is there. */
function endOfInteger(p: usize): usize {
  if (byteAt(p) == ZERO) return p + 1;
  if (!isDigit(byteAt(p))) return 0;
  do p++; while (isDigit(byteAt(p)));
  return p;
}

// @ts-ignore: decorator
@inline function afterSign(p: usize): usize { return p + usize(byteAt(p) == MINUS); }

// @ts-ignore: decorator
@inline function hasFraction(byte: u32): bool { return byte == POINT || (byte | 0x20) == SMALL_E; }

/** The end of a whole number that is written without an exponent; 0 if it is no such number, or minus zero. */
export function endOfWhole(p: usize): usize {
  const first = afterSign(p);
  const end = endOfInteger(first);
  if (end == 0 || hasFraction(byteAt(end)) || (first != p && byteAt(first) == ZERO)) return 0;
  return end;
}

/** The end of a number of which nothing but the syntax matters; 0 if none is there. */
export function skipNumber(p: usize): usize {
  let end = endOfInteger(afterSign(p));
  if (end == 0) return 0;
  if (byteAt(end) == POINT) {
    const first = end + 1;
    end = first;
    while (isDigit(byteAt(end))) end++;
    if (end == first) return 0;
  }
  return (byteAt(end) | 0x20) == SMALL_E ? endOfExponent(end + 1) : end;
}

function endOfExponent(p: usize): usize {
  const sign = byteAt(p);
  const first = p + usize(sign == MINUS || sign == PLUS);
  let end = first;
  while (isDigit(byteAt(end))) end++;
  return end == first ? 0 : end;
}

/** Whether the eight bytes of a word are digits. */
// @ts-ignore: decorator
@inline function areDigits(word: u64): bool {
  return ((word & 0xf0f0f0f0f0f0f0f0) | (((word + 0x0606060606060606) & 0xf0f0f0f0f0f0f0f0) >> 4)) == 0x3333333333333333;
}

/** The number of eight digits: of two neighbours, then of four, then of all. */
// @ts-ignore: decorator
@inline function eightDigits(word: u64): u64 {
  let digits = word - 0x3030303030303030;
  digits = digits * 10 + (digits >> 8);
  return (((digits & 0x000000ff000000ff) * 0x000f424000000064 + ((digits >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32) & 0xffffffff;
}

/** The most digits that 64 bits hold, whatever they are. */
const MAX_DIGITS: usize = 19;

/** Reads a number into `value`. Returns its end, or 0 if there is none, or if the host has to round it. */
export function readNumber(p: usize): usize {
  const isNegative = byteAt(p) == MINUS;
  const first = afterSign(p);
  let end = endOfInteger(first);
  if (end == 0) return 0;
  let mantissa: u64 = 0;
  for (let i = first; i < end; i++) mantissa = mantissa * 10 + (byteAt(i) - ZERO);
  let digits: usize = byteAt(first) == ZERO ? 0 : end - first;
  let exponent: i32 = 0;
  if (byteAt(end) == POINT) {
    const fraction = end + 1;
    end = fraction;
    while (areDigits(load<u64>(end))) {
      mantissa = mantissa * 100000000 + eightDigits(load<u64>(end));
      end += 8;
    }
    for (; isDigit(byteAt(end)); end++) mantissa = mantissa * 10 + (byteAt(end) - ZERO);
    if (end == fraction) return 0;
    exponent = -<i32>(end - fraction);
    digits = digits == 0 ? significant(fraction, end) : digits + (end - fraction);
  }
  if (digits > MAX_DIGITS) return 0;
  if ((byteAt(end) | 0x20) == SMALL_E) {
    const begin = end + 1;
    end = endOfExponent(begin);
    if (end == 0) return 0;
    // more digits are beyond any power in the table
    if (end - begin > 5) return 0;
    exponent += exponentAt(begin, end);
  }
  return round(mantissa, exponent, isNegative) ? end : 0;
}

/** The digits from the first that is not zero. */
function significant(p: usize, end: usize): usize {
  while (p < end && byteAt(p) == ZERO) p++;
  return end - p;
}

function exponentAt(p: usize, end: usize): i32 {
  let exponent: i32 = 0;
  for (let i = p; i < end; i++) if (isDigit(byteAt(i))) exponent = exponent * 10 + <i32>(byteAt(i) - ZERO);
  return byteAt(p) == MINUS ? -exponent : exponent;
}

/** Powers of ten that are doubles. */
const EXACT_POWERS: usize = memory.data<f64>([
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]);

/** Sets `value` to the double nearest to `mantissa` times ten to the `exponent`; false if that is not decided. */
function round(mantissa: u64, exponent: i32, isNegative: bool): bool {
  if (mantissa == 0) {
    value = isNegative ? -0.0 : 0;
    return true;
  }
  if (mantissa <= 1 << 53 && exponent >= -22 && exponent <= 22) {
    const exact = <f64>mantissa;
    const size = exponent < 0 ? exact / load<f64>(EXACT_POWERS + (<usize>-exponent << 3)) : exact * load<f64>(EXACT_POWERS + (<usize>exponent << 3));
    value = isNegative ? -size : size;
    return true;
  }
  if (exponent < LEAST_EXPONENT || exponent > LARGEST_EXPONENT) return false;
  const bits = nearest(mantissa, exponent);
  if (bits == 0) return false;
  value = reinterpret<f64>(bits | (u64(isNegative) << 63));
  return true;
}

/** The bits of the nearest double, 0 if they are not decided. */
function nearest(mantissa: u64, exponent: i32): u64 {
  const power = powers + <usize>(exponent - LEAST_EXPONENT) * POWER_BYTES;
  const shift = clz(mantissa);
  const scaled = mantissa << shift;
  let high = highProduct(scaled, load<u64>(power));
  let low = scaled * load<u64>(power);
  // the bits below the 55 that matter may be changed by a carry from the lower half of the power
  if ((high & 0x1ff) == 0x1ff) {
    const more = highProduct(scaled, load<u64>(power, 8));
    low += more;
    if (more > low) high++;
  }
  if (low == u64.MAX_VALUE && (exponent < -27 || exponent > 55)) return 0;
  const upper = high >> 63;
  let digits = high >> (upper + 9);
  let scale = (((152170 + 65536) * exponent) >> 16) + 63 + <i32>upper - <i32>shift + 1023;
  if (scale <= 0) return 0;
  // half way between two doubles: to the even one
  if (low <= 1 && exponent >= -4 && exponent <= 23 && (digits & 3) == 1 && digits << (upper + 9) == high) digits &= ~1;
  digits = (digits + (digits & 1)) >> 1;
  if (digits >= <u64>2 << 52) {
    digits = <u64>1 << 52;
    scale++;
  }
  if (scale >= 0x7ff) return 0;
  return (digits & ~(<u64>1 << 52)) | (<u64>scale << 52);
}

/** The high half of a product of 128 bits. */
function highProduct(a: u64, b: u64): u64 {
  const mask: u64 = 0xffffffff;
  const middle = (a >> 32) * (b & mask);
  const other = (a & mask) * (b >> 32);
  const carries = (((a & mask) * (b & mask)) >> 32) + (middle & mask) + (other & mask);
  return (a >> 32) * (b >> 32) + (middle >> 32) + (other >> 32) + (carries >> 32);
}
