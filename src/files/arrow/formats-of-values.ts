// Values of Arrow's types that JavaScript has no number for.

import { RecordError } from '../record-error';

/** The value of a float of 16 bits. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** Reads decimals as texts with all their digits: `-12.50`. */
export function decimalAt({ buffer, byteOffset, byteLength }: Uint8Array, bits: number, scale: number): (i: number) => string {
  const view = new DataView(buffer, byteOffset, byteLength);
  const size = bits / 8;
  const unscaled = (i: number): bigint => {
    if (bits === 32) return BigInt(view.getInt32(i * 4, true));
    let value = view.getBigInt64((i + 1) * size - 8, true);
    for (let at = size - 16; at >= 0; at -= 8) value = (value << 64n) | view.getBigUint64(i * size + at, true);
    return value;
  };
  return (i) => {
    const value = unscaled(i);
    if (scale <= 0) return String(value * 10n ** BigInt(-scale));
    const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
    return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  };
}

/** Bytes as hexadecimal digits, so that equal bytes, and no others, are the same text. */
export function hexOf(bytes: Uint8Array): string {
  const digits = new Uint8Array(2 * bytes.length);
  bytes.forEach((byte, i) => {
    digits[2 * i] = HEX[byte >> 4];
    digits[2 * i + 1] = HEX[byte & 15];
  });
  // adding digit to digit would take 32 bytes for each
  return ASCII.decode(digits);
}

const ASCII = new TextDecoder('latin1');
const HEX = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/**
 * A moment, counted from 1970, as ISO 8601 writes it: `2026-01-31` or `2026-01-31T12:00:00.123456Z`.
 *
 * @param perSecond - the counts of a second.
 * @throws RecordError if the year has more than four digits.
 */
export function momentOf(count: bigint, perSecond: number, zone: string, isDay: boolean): string {
  const seconds = perSecond < 1 ? count * BigInt(Math.round(1 / perSecond)) : floorOf(count, BigInt(perSecond));
  const date = new Date(Number(seconds) * 1000);
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999))
    throw new RecordError(`a date lies ${seconds} seconds from 1970, which has no year of four digits`);
  const text = date.toISOString();
  if (isDay) return text.slice(0, 10);
  const digits = Math.round(Math.log10(perSecond));
  const fraction = String(count - seconds * BigInt(perSecond)).padStart(digits, '0');
  return `${text.slice(0, 19)}${digits > 0 ? `.${fraction}` : ''}${zone}`;
}

function floorOf(count: bigint, divisor: bigint): bigint {
  const quotient = count / divisor;
  return quotient * divisor > count ? quotient - 1n : quotient;
}
