// Vectors that are cut out of the text of a request, beside the same request as JSON.parse and the schemas read it: the same values to the bit, and the
// same errors.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readJsonBody } from '../../src/server/json-body';
import { cutVectors, MIN_SCANNED_BYTES } from '../../src/server/json-vectors';
import { ROUTES } from '../../src/server/routes/index';
import type { Route } from '../../src/server/routes/route';

/** What a body of this size is read as. With blanks before it, so that it is as large as one whose vectors are cut out. */
function outcome(route: Route, text: string, pad: boolean): unknown {
  try {
    const body = readJsonBody(route, Buffer.from(pad ? ' '.repeat(MIN_SCANNED_BYTES) + text : text), {}) as object;
    // infinities stay the texts they are
    return Object.fromEntries(
      Object.entries(body).map(([name, value]) => [name, value instanceof Float64Array ? Array.from(value) : value])
    );
  } catch (error) {
    const { message, index, code, status } = error as { message: string; index?: number; code?: string; status?: number };
    // JSON.parse counts characters from the beginning of the text, and quotes what is around a mistake
    return { message: message.replace(/^(the body is not JSON).*/s, '$1'), index, code, status };
  }
}

function expectSame(route: Route, text: string): void {
  expect(outcome(route, text, true)).toEqual(outcome(route, text, false));
}

const blank = fc.constantFrom('', '', '', ' ', '\n', '\t\r\n ');
const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 24 }).map((list) => list.join(''));

/** Numbers as programs write them, and as only a test does. */
const numberText = fc.oneof(
  { weight: 4, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => JSON.stringify(x)) },
  { weight: 2, arbitrary: fc.double({ min: -10, max: 10, noNaN: true }).map((x) => x.toPrecision(17)) },
  fc.constantFrom(
    '-0',
    '0',
    '-0.0',
    '0e5',
    '1E+2',
    '5e-324',
    '2.2250738585072011e-308',
    '1e-310',
    '1.7976931348623157e308',
    '1e400'
  ),
  fc
    .tuple(fc.constantFrom('', '-'), digits, fc.option(digits), fc.option(fc.integer({ min: -400, max: 330 })))
    .map(
      ([sign, whole, fraction, power]) =>
        sign + whole.replace(/^0+(?=\d)/, '') + (fraction === null ? '' : `.${fraction}`) + (power === null ? '' : `e${power}`)
    )
);

const list = fc
  .array(fc.tuple(blank, numberText, blank), { maxLength: 12 })
  .map((entries) => `[${entries.map((parts) => parts.join('')).join(',')}]`);

const property = (name: fc.Arbitrary<string>, value: fc.Arbitrary<string>) =>
  fc.tuple(blank, name, blank, blank, value, blank).map(([a, key, b, c, text, d]) => `${a}"${key}"${b}:${c}${text}${d}`);

const body = fc
  .tuple(
    property(fc.constant('rewards'), list),
    property(fc.constantFrom('logits', 'weights', 'probs', 'rewards', 'rew\\u0061rds', 'n', 'ties', '__proto__'), list),
    property(fc.constantFrom('n', 'n', 'ns'), fc.constantFrom('16', '[16]', '"Infinity"', '[1, 4, 1e1]', '["Infinity",2]')),
    fc.constantFrom('', ',"ties":"index"', ',"fields":["kl", "winRate"]', ',"a\\"]":[{"b":[1,"]"]}]')
  )
  .map(([a, b, c, d]) => `{${a},${b},${c}${d}}`);

const route = fc.constantFrom<Route>(ROUTES.metrics, ROUTES.curve, ROUTES.policy, ROUTES.batch);

it('are the numbers of JSON.parse, and a body that is wrong has the same errors', () => {
  fc.assert(fc.property(route, body, expectSame), { numRuns: 400 });
});

it('are read the same where the text is damaged at any place', () => {
  const junk = fc.constantFrom(
    '',
    '"',
    ',',
    '[',
    ']',
    '{',
    '}',
    ':',
    '\\',
    'e',
    '-',
    '.',
    '0',
    'NaN',
    'null',
    '"Infinity"',
    '\u0001',
    'é',
    ' '
  );
  fc.assert(
    fc.property(route, body, fc.nat(), fc.nat({ max: 3 }), junk, (route, text, place, length, junk) => {
      const at = place % (text.length + 1);
      expectSame(route, text.slice(0, at) + junk + text.slice(at + length));
    }),
    { numRuns: 800 }
  );
});

it('are cut out of a request as clients send it, whatever the numbers', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 50 }), (values) => {
      const text = JSON.stringify({ rewards: values, logits: values, n: 2, fields: ['kl'] }, null, 2);
      const { rest, vectors } = cutVectors(ROUTES.metrics, Buffer.from(text)) ?? {};
      expect([...(vectors ?? [])].map(([name, { length }]) => [name, length])).toEqual([
        ['rewards', values.length],
        ['logits', values.length],
      ]);
      // JSON has one zero only when it is written by JavaScript
      expect(Array.from(vectors?.get('logits') ?? [])).toEqual(values.map((x) => (Object.is(x, -0) ? 0 : x)));
      expect(JSON.parse(String(rest))).toEqual({ rewards: [0], logits: [0], n: 2, fields: ['kl'] });
    })
  );
});

it('over a limit are refused as before', () => {
  const tooMany = `{"rewards":[${'1,'.repeat(2 ** 21)}1],"logits":[1],"n":2}`;
  expect(outcome(ROUTES.metrics, tooMany, true)).toEqual({
    message: expect.stringMatching(/^rewards is an array of 2097153, which must NOT have more than 2097152 items/),
    index: undefined,
    code: 'BAD_REQUEST',
    status: 400,
  });
});
