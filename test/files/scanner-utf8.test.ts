// The scanner tells UTF-8 from other bytes as a decoder does, wherever in a block they stand.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decoded } from '../../src/files/lines';
import { LineScanner } from '../../src/files/scanner/line-scanner';

LineScanner.canRead([]);
const scanner = new LineScanner([]);
const expectSame = (bytes: Uint8Array) => {
  if (scanner.isUtf8(bytes) !== (decoded(bytes) !== null))
    throw new Error(`it is not so of ${Buffer.from(bytes).toString('hex')}`);
};

/** Bytes next to every limit of the encoding. */
const LIMITS = [
  0x00, 0x0a, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0,
  0xf1, 0xf3, 0xf4, 0xf5, 0xff,
];

it('every two bytes, and every three and four next to a limit', () => {
  for (let a = 0; a < 256; a++) for (let b = 0; b < 256; b++) expectSame(Uint8Array.of(a, b, 0x41));
  const continuations = LIMITS.filter((byte) => byte === 0x41 || (byte >= 0x80 && byte <= 0xc2));
  for (const a of LIMITS) {
    for (const b of LIMITS) {
      for (const c of continuations) {
        expectSame(Uint8Array.of(a, b, c));
        for (const d of continuations) expectSame(Uint8Array.of(a, b, c, d));
      }
    }
  }
});

it('texts with a few wrong bytes, at any place', () => {
  const text = fc.array(fc.constantFrom('a', 'é', '数', '😀', 'plain text of more than sixteen letters'.repeat(3)), {
    maxLength: 60,
  });
  const change = fc.tuple(fc.nat(), fc.constantFrom(...LIMITS), fc.boolean());
  let wrong = 0;
  fc.assert(
    fc.property(text, fc.array(change, { maxLength: 2 }), (pieces, changes) => {
      const bytes = [...new TextEncoder().encode(pieces.join(''))];
      for (const [at, byte, isNew] of changes) bytes.splice(at % (bytes.length + 1), isNew ? 0 : 1, byte);
      expectSame(Uint8Array.from(bytes));
      wrong += Number(decoded(Uint8Array.from(bytes)) === null);
    }),
    { numRuns: 3000 }
  );
  expect(wrong).toBeGreaterThan(300);
});

it('a text of many blocks whose last character is cut off', () => {
  const whole = new TextEncoder().encode('é'.repeat(100_000));
  for (let length = whole.length - 130; length < whole.length; length++) expectSame(whole.subarray(0, length));
});
