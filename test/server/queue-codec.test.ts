// What travels through Redis arrives as it was sent: every bit of a number, every name.

import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decode, encode } from '../../src/queue/codec';

/** Names that the encoding could confuse with its own, and that JavaScript treats apart. */
const NAMES = [
  '$number',
  '$type',
  '$bytes',
  '$$number',
  '$',
  '$$',
  '$undefined',
  '$Float64Array',
  '__proto__',
  'constructor',
  'toJSON',
  '',
  '\ud800',
];

const doubles = fc.double().map((x) => (Number.isNaN(x) ? Number.NaN : x));
const leaves = fc.oneof(
  doubles,
  fc.constantFrom(-0, Number.NaN, Infinity, -Infinity, 5e-324, 2 ** 53 + 2),
  fc.bigInt(),
  fc.constantFrom(null, undefined, true, false, ...NAMES),
  fc.string({ unit: 'binary' }),
  fc.float64Array(),
  fc.uint32Array()
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaves,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.oneof(fc.constantFrom(...NAMES), fc.string()), tie('value')), { maxLength: 5 })
      .map((entries) => Object.fromEntries(entries))
  ),
}));

/** With own keys only, in order, and the sign of each zero. */
function described(value: unknown): unknown {
  if (ArrayBuffer.isView(value))
    return [value.constructor.name, Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')];
  if (Array.isArray(value)) return ['list', value.map(described)];
  if (typeof value === 'object' && value !== null)
    return ['object', Object.entries(value).map(([key, part]) => [key, described(part)])];
  return [typeof value, Object.is(value, -0) ? '-0' : String(value)];
}

it('any data is decoded as it was encoded', () => {
  fc.assert(
    fc.property(value, (value) => {
      expect(described(decode(encode(value)))).toEqual(described(value));
    }),
    { numRuns: 2000 }
  );
});

it('a part of a larger buffer is sent alone', () => {
  const all = Float64Array.of(1, 2, 3, 4);
  expect(decode(encode(all.subarray(1, 3)))).toEqual(Float64Array.of(2, 3));
});

it('damaged text is an error that names the job', () => {
  const text = encode({ a: Float64Array.of(1, 2, 3), b: [1, 2, 3] });
  const packed = (json: string) => gzipSync(json).toString('base64');
  const damaged = [
    '',
    'no',
    text.slice(0, 20),
    text.slice(4),
    packed('{'),
    packed('{"$number": 1}'),
    packed('{"$Map": "x"}'),
    packed('['.repeat(1e6)),
  ];
  for (const bad of damaged) {
    let error: { code?: string; message?: string } = {};
    try {
      decode(bad, 'job run-1-0');
    } catch (thrown) {
      error = thrown as Error;
    }
    expect([error.code, error.message]).toEqual([
      'JOB_FAILED',
      expect.stringMatching(/^the result of job run-1-0 was damaged in Redis: /),
    ]);
  }
});

it('any flipped bit is data or an error with a code', () => {
  const bytes = Buffer.from(encode({ a: Float64Array.of(1, 2, 3), text: 'some text' }), 'base64');
  fc.assert(
    fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] ^= 1 << (bit & 7);
      try {
        decode(flipped.toString('base64'));
      } catch (error) {
        expect(error).toMatchObject({ code: 'JOB_FAILED' });
      }
    })
  );
});
