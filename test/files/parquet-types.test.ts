// Values of Parquet's types of which digits could be lost on the way.

import { describe, expect, it } from 'vitest';
import { typedValues } from '../../src/files/parquet/typed-values';

type Element = Parameters<typeof typedValues>[1];
const element = (fields: Partial<Element>): Element => ({ name: 'x', repetition_type: 'REQUIRED', ...fields }) as Element;
const bytes = (...digits: number[]) => Uint8Array.from(digits);

describe('decimals', () => {
  const wide = element({ type: 'FIXED_LEN_BYTE_ARRAY', converted_type: 'DECIMAL', precision: 38, scale: 0 });
  const scaled = element({ type: 'INT64', logical_type: { type: 'DECIMAL', precision: 18, scale: 2 } });

  it('as ids keep every digit', () => {
    const two53 = bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 1);
    const minusOne = bytes(...new Array(16).fill(0xff));
    expect(typedValues([two53, minusOne], wide, true)).toEqual(['9007199254740993', '-1']);
    expect(typedValues(BigInt64Array.of(14411518807585587301n - 2n ** 64n, -5n, 0n), scaled, true)).toEqual([
      '-40352252661239643.15',
      '-0.05',
      '0.00',
    ]);
  });

  it('as numbers are the nearest ones', () => {
    expect(typedValues(BigInt64Array.of(25n, -5n, 100n), scaled, false)).toEqual([0.25, -0.05, 1]);
    expect(typedValues(Int32Array.of(3), element({ type: 'INT32', converted_type: 'DECIMAL', scale: 1 }), false)).toEqual([0.3]);
  });
});

describe('moments keep all their digits', () => {
  const utc = (unit: string, isAdjustedToUTC = true) =>
    element({ type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC, unit } as Element['logical_type'] });

  it.each<[string, Element, bigint, string]>([
    ['ms', utc('MILLIS'), 1767225600123n, '2026-01-01T00:00:00.123Z'],
    ['us', utc('MICROS'), 1767225600123456n, '2026-01-01T00:00:00.123456Z'],
    ['ns without a zone', utc('NANOS', false), 1767225600123456789n, '2026-01-01T00:00:00.123456789'],
    ['us of old writers', element({ type: 'INT64', converted_type: 'TIMESTAMP_MICROS' }), -1n, '1969-12-31T23:59:59.999999Z'],
    ['INT96', element({ type: 'INT96' }), (2461042n << 64n) | 1n, '2026-01-01T00:00:00.000000001'],
  ])('%s', (_, type, value, text) => {
    expect(typedValues([value] as never, type, false)).toEqual([text]);
  });

  it('days', () => {
    expect(typedValues(Int32Array.of(20454, -1), element({ type: 'INT32', converted_type: 'DATE' }), false)).toEqual([
      '2026-01-01',
      '1969-12-31',
    ]);
  });
});

it('large integers without a sign, and bare bytes', () => {
  const unsigned = element({ type: 'INT64', converted_type: 'UINT_64' });
  expect(typedValues(BigInt64Array.of(-1n, 1n), unsigned, false)).toEqual([18446744073709551615n, 1n]);
  expect(typedValues([bytes(0, 255, 16)], element({ type: 'FIXED_LEN_BYTE_ARRAY', type_length: 3 }), true)).toEqual(['00ff10']);
  // old writers store texts so
  expect(typedValues([bytes(0x68, 0x69), bytes(0xff, 1)], element({ type: 'BYTE_ARRAY' }), true)).toEqual(['hi', '0xff01']);
  expect(typedValues(Int32Array.of(1), element({ type: 'INT32' }), true)).toBeUndefined();
});
