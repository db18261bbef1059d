// Stored values as what the type of their column says. hyparquet does it for most types; here stand those of which it would lose digits.

import type { DecodedArray, SchemaElement } from 'hyparquet';
import { hexOf, momentOf } from '../arrow/formats-of-values';

/** The unit of a moment, as a count in a second. */
const PER_SECOND: Record<string, number> = { MILLIS: 1e3, MICROS: 1e6, NANOS: 1e9 };

const JULIAN_DAY_OF_1970 = 2440588n;
const NANOSECONDS_OF_A_DAY = 86_400_000_000_000n;

/**
 * The values of a column of decimals, moments, days, large integers or bare bytes; undefined for those of another type.
 *
 * @param exact - whether decimals are texts with all their digits instead of numbers.
 */
export function typedValues(values: DecodedArray, element: SchemaElement, exact: boolean): unknown[] | undefined {
  const { type, converted_type: converted, logical_type: logical } = element;
  const each = (read: (value: never) => unknown) => Array.from(values as unknown as ArrayLike<never>, (value) => read(value));
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const scale = (logical?.type === 'DECIMAL' ? logical.scale : undefined) ?? element.scale ?? 0;
    return each((value) => (exact ? decimalText(unscaled(value), scale) : Number(decimalText(unscaled(value), scale))));
  }
  if (converted === 'DATE' || logical?.type === 'DATE') return each((days) => momentOf(BigInt(days), 1 / 86_400, '', true));
  if (logical?.type === 'TIMESTAMP') {
    const zone = logical.isAdjustedToUTC ? 'Z' : '';
    return each((count) => momentOf(BigInt(count), PER_SECOND[logical.unit], zone, false));
  }
  if (converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS')
    return each((count) => momentOf(BigInt(count), converted === 'TIMESTAMP_MILLIS' ? 1e3 : 1e6, 'Z', false));
  if (type === 'INT96') return each((value) => momentOf(nanosecondsOf(value), 1e9, '', false));
  if (type === 'INT64' && (converted === 'UINT_64' || (logical?.type === 'INTEGER' && !logical.isSigned)))
    return each((value) => BigInt.asUintN(64, BigInt(value)));
  if (type === 'FIXED_LEN_BYTE_ARRAY' && !converted && !logical) return each(hexOf);
  if (type === 'BYTE_ARRAY' && !converted && !logical) return each(textOrDigits);
  return undefined;
}

const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Old writers store texts as bare bytes; what is no text is shown by its digits, so that two ids never become one. */
function textOrDigits(value: Uint8Array): string {
  try {
    return utf8.decode(value);
  } catch {
    return `0x${hexOf(value)}`;
  }
}

/** Decimals are stored as integers, or as bytes of one with the highest first. */
function unscaled(value: number | bigint | Uint8Array): bigint {
  if (!(value instanceof Uint8Array)) return BigInt(value);
  if (value.length === 0) return 0n;
  return BigInt.asIntN(8 * value.length, BigInt(`0x${hexOf(value)}`));
}

function decimalText(value: bigint, scale: number): string {
  if (scale <= 0) return String(value * 10n ** BigInt(-scale));
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The upper 32 bits count days, the lower 64 nanoseconds of the day. */
function nanosecondsOf(value: bigint): bigint {
  return ((value >> 64n) - JULIAN_DAY_OF_1970) * NANOSECONDS_OF_A_DAY + (value & 0xffffffffffffffffn);
}
