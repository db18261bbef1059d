// What is counted in a JSON text before it is parsed, and where a fault in it stands.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureJson } from '../../src/server/json-measure';
import { findNoNumber, findRepeatedKey } from '../../src/server/json-place';
import { MAX_UNCOUNTED_JSON_BYTES } from '../../src/server/limits';

const large = (piece: string, start = '[', end = '1]') =>
  Buffer.from(start + piece.repeat(Math.ceil((MAX_UNCOUNTED_JSON_BYTES + 100) / piece.length)) + end);

function keysOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const values = Object.values(value);
  return values.reduce((sum: number, entry) => sum + keysOf(entry), Array.isArray(value) ? 0 : values.length);
}

describe('measureJson', () => {
  it('counts the keys of any JSON, small or large', () => {
    const padding = ' '.repeat(MAX_UNCOUNTED_JSON_BYTES);
    fc.assert(
      // ten at once are made large together
      fc.property(fc.array(fc.json({ maxDepth: 5 }), { minLength: 10, maxLength: 10 }), (texts) => {
        const counts = texts.map((text) => keysOf(JSON.parse(text)));
        expect(texts.map((text) => measureJson(Buffer.from(text)))).toEqual(counts);
        expect(measureJson(Buffer.from(`[${texts}]${padding}`))).toBe(counts.reduce((a, b) => a + b));
      }),
      { numRuns: 6 }
    );
  });

  it.each<[string, Buffer, RegExp]>([
    ['objects', Buffer.from('{},'.repeat(800_000)), /more than 786432 arrays and objects/],
    ['keys', Buffer.from('"a":1,'.repeat(600_000)), /more than 524288 keys of objects/],
    ['nested arrays', large('[', ''), /nested more than 16 deep/],
    ['many objects', large('{},'), /more than 786432 arrays and objects/],
    ['many keys', large('"a":1,', '{'), /more than 524288 keys of objects/],
    ['texts', large(`"${'x'.repeat(17_000_000)}",`), /more than 16777216 bytes in texts/],
    ['values', large('1,', '['.concat('1,'.repeat(6_000_000))), /more than 6029312 values/],
  ])('refuses too many %s', (_, text, message) => {
    expect(() => measureJson(text)).toThrow(message);
  });

  it('does not count what stands in texts', () => {
    expect(measureJson(large(' ', String.raw`["[[[[{{{\\\"\",,,,[", `))).toBe(0);
  });
});

describe('places', () => {
  it.each<[string, string, string]>([
    ['{"prompts":[{"rewards":[0.5,1]},{"rewards":[0.25,0.75,NaN]}]}', 'prompts[1].rewards[2]', 'NaN'],
    ['{"n": -Infinity, "a": NaN}', 'n', '-Infinity'],
    ['{"a":"NaN","b":[true,null,-1.5e-3,nan]}', 'b[3]', 'nan'],
    ['NaN', 'the body', 'NaN'],
  ])('of a number in %s that is none', (text, path, word) => {
    expect(findNoNumber(Buffer.from(text))).toMatchObject({ path, word });
  });

  it('of a key that is repeated', () => {
    expect(findRepeatedKey(Buffer.from(String.raw`{"a":{"x":1},"b":[{"x":1},{"x":1,"y":2,"\u0078":3}]}`))?.path).toBe('b[1].x');
    expect(findRepeatedKey(Buffer.from('{"a":[1,2],"b":"a"}'))).toBeUndefined();
  });
});
