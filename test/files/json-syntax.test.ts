// Where a text stops being JSON, compared with JSON.parse.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { syntaxErrorIn } from '../../src/files/json-syntax';

it.each<[string, number]>([
  ['{"a":}', 5],
  ['{"a":x}', 5],
  ['{"a":1', 6],
  ['{"a":tru', 8],
  ['{"a":truth}', 5],
  ['{"a":01}', 5],
  ['{"a" 1}', 5],
  ['{"a":1,}', 7],
  ['[1 2]', 3],
  ['[1]]', 3],
  ['{"a":"x\ny"}', 7],
  ['{"a":"\\x"}', 6],
  ['{"a":"\\u12', 10],
  ["{'a':1}", 1],
  [`["${'a'.repeat(1e6)}",]`, 1e6 + 4],
])('%.30s', (text, index) => {
  expect(syntaxErrorIn(text)).toBe(index);
});

it('a text is JSON to its end just where JSON.parse takes it', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom('{', '}', '[', ']', ',', ':', '"', 'x', '1', '\n'), (text, place, put) => {
      const at = place % (text.length + 1);
      const broken = text.slice(0, at) + put + text.slice(at);
      const index = syntaxErrorIn(broken);
      let isJson = true;
      try {
        JSON.parse(broken);
      } catch {
        isJson = false;
      }
      // what is broken may also only end too early
      if (isJson) expect(index).toBe(broken.length);
      else expect(index).toBeLessThanOrEqual(broken.length);
    })
  );
});
