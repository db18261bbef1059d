// The scanner reads lines as JSON.parse and the checks around it do: the same numbers and ids, the same errors and the same places.

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { ColumnBatch } from '../../src/files/columns';
import { jsonlReader } from '../../src/files/formats/jsonl';
import { recordSink } from '../../src/files/record-sink';
import { scanLines } from '../../src/files/scanner/scan-lines';
import { readPart } from '../../src/sample-files/read-part';
import { bytesIn, COLUMNS, expectSame as expectBoth, readWith, withoutScanner } from '../helpers/read-both-ways';

const RUNS = Number(process.env.SCANNED ?? 500);

const encoder = new TextEncoder();

const readLines = (text: Uint8Array, chunk: number) => readWith(true, text, { reader: jsonlReader, columns: COLUMNS, chunk });
const expectSame = (text: Uint8Array, chunk = 64) => expectBoth(text, { reader: jsonlReader, columns: COLUMNS, chunk });

const blank = fc.constantFrom('', '', '', ' ', '  ', '\t', '\r');
const digits = (minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(...'0123456789'), { minLength, maxLength }).map((all) => all.join(''));
const decimal = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.double({ min: -10, max: 10, noNaN: true }).map(String),
  fc.integer().map(String),
  fc
    .tuple(
      fc.constantFrom('', '-'),
      digits(1, 20),
      digits(0, 25),
      fc.constantFrom('', 'e3', 'E-7', 'e+30', 'e-60', 'e400', 'e-400', 'e')
    )
    .map(([sign, whole, fraction, exponent]) => `${sign}${whole}${fraction && `.${fraction}`}${exponent}`),
  fc.constantFrom(
    '0',
    '-0',
    '-0.0',
    '1.',
    '.5',
    '+1',
    '01',
    '-',
    '9007199254740993',
    '1e5',
    '0e9',
    '0.1e',
    '5e-324',
    '1.7976931348623157e308'
  )
);
const string = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }).map((text) => JSON.stringify(text)),
  fc
    .array(fc.constantFrom('a', '\\n', '\\"', '\\\\', '\\u00e9', '\\ud83d', 'é', '数', ' ', '\\/'), { maxLength: 90 })
    .map((all) => `"${all.join('')}"`),
  fc.constantFrom('"a"', '"b"', '"1"', '""', '"a\\x"', '"\\u12g4"', '"\u0001"', '"open', '"\\"')
);
const literal = fc.constantFrom('true', 'false', 'null', 'tru', 'NaN', 'Infinity');
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 3, arbitrary: decimal },
    { weight: 2, arbitrary: string },
    literal,
    fc.array(tie('value'), { maxLength: 4 }).map((all) => `[${all.join(', ')}]`),
    fc
      .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'r\\u0065ward'), tie('value')), { maxLength: 4 })
      .map((all) => `{${all.map(([key, text]) => `"${key}": ${text}`).join(',')}}`)
  ),
}));
const id = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('"a"', '"b"', '"é"', '1', '2', '"1"', '-3') },
  string,
  decimal,
  literal
);
const score = fc.oneof({ weight: 4, arbitrary: decimal }, fc.constantFrom('true', 'false', '"0.5"', 'null', '[1]'));
const entry = fc.oneof(
  fc.tuple(fc.constantFrom('text', 'tokens', 'id', 'gold', 'messages', 'gol\\u0064', 'k'.repeat(120)), value),
  fc.tuple(fc.constant('model'), id)
);
/** A record with what is wanted and more, most often as a writer would write it. */
const line = fc
  .tuple(id, score, score, score, fc.array(entry, { maxLength: 3 }), blank, blank, fc.integer({ min: 0, max: 40 }))
  .map(([id, reward, lp, gold, more, before, after, at]) => {
    const all = [
      ['id', id],
      ['reward', reward],
      ['lp', lp.startsWith('-') ? lp : `-${lp}`],
      ['gold', gold],
    ];
    all.splice(at % (all.length + 1), 0, ...more);
    return `${before}{${after}${all.map(([key, text]) => `"${key}"${after}:${before}${text}`).join(`,${after} `)}${before}}${after}`;
  });
/** A record that only a broken file would have otherwise. */
const plainLine = fc
  .tuple(
    fc.constantFrom('"a"', '"b"', '"é"', '"\\u00e9"', '1', '-3', '12345678901234567890', 'true'),
    fc.double({ min: -10, max: 10, noNaN: true }),
    fc.string({ unit: 'grapheme', maxLength: 150 }),
    fc.option(fc.constantFrom('"north"', '"south"', 'null', '7')),
    fc.jsonValue()
  )
  .map(([id, reward, completion, model, more]) => {
    const rest = `"completion": ${JSON.stringify(completion)}, "lp": -1.5, "gold": true, "more": ${JSON.stringify(more)}`;
    return `{"id": ${id}, "reward": ${reward}, ${model === null ? '' : `"model": ${model}, `}${rest}}`;
  });
const text = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 6, arbitrary: line },
        { weight: 6, arbitrary: plainLine },
        fc.constantFrom('', '  ', '\r', '[]', '{}', '5', '\ufeff{}', '\u2028')
      ),
      {
        maxLength: 12,
      }
    ),
    fc.boolean()
  )
  .map(([lines, ends]) => lines.join('\n') + (ends ? '\n' : ''));

describe('lines at random', () => {
  it('are read as without the scanner', async () => {
    let scanned = 0;
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 200 }), async (lines, chunk) => {
        scanned += await expectSame(encoder.encode(lines), chunk);
      }),
      { numRuns: RUNS }
    );
    expect(scanned).toBeGreaterThan(RUNS / 4);
  });

  it('are read as without it when bytes of them are changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.array(
          fc.tuple(
            fc.nat(),
            fc.constantFrom(...'{}[],:"\\ \n0.eE-tu').map((c) => c.charCodeAt(0)),
            fc.nat(255),
            fc.nat(2)
          ),
          { maxLength: 4 }
        ),
        async (lines, changes) => {
          const bytes = [...encoder.encode(lines)];
          for (const [at, sign, any, how] of changes) {
            const place = bytes.length === 0 ? 0 : at % bytes.length;
            if (how === 0) bytes.splice(place, 1);
            else if (how === 1) bytes.splice(place, 0, sign);
            else bytes[place] = any;
          }
          await expectSame(Uint8Array.from(bytes));
        }
      ),
      { numRuns: RUNS }
    );
  });
});

describe('numbers', () => {
  it('are rounded as JavaScript rounds them', async () => {
    const nearHalf = fc
      .tuple(fc.double({ min: 1e-30, max: 1e30, noNaN: true }), fc.integer({ min: -2, max: 2 }))
      .map(([x, more]) => nearMiddle(x, more));
    const texts = fc
      .sample(fc.oneof(decimal, nearHalf), 10 * RUNS)
      .filter((number) => isJson(number) && Number.isFinite(Number(number)));
    const lines = texts.map((number, i) => `{"id":${i},"reward":${number},"lp":-1,"gold":1}\n`).join('');
    const { found, scanned } = await readLines(encoder.encode(lines), 1 << 16);
    expect(found.bad).toEqual([]);
    expect(scanned).toBeGreaterThan(texts.length / 2);
    const rewards = [...found.table.columns.reward];
    expect(rewards.filter((x, i) => !Object.is(x, Number(texts[i])))).toEqual([]);
  });
});

/** Nineteen digits next to the middle between a double and its neighbour. */
function nearMiddle(x: number, more: number): string {
  const bits = new BigInt64Array(Float64Array.of(x).buffer);
  // as a whole number of halves of the last place, times a power of two, all exact
  const exponent = Number((bits[0] >> 52n) & 0x7ffn) - 1076;
  const odd = 2n * ((bits[0] & 0xfffffffffffffn) | 0x10000000000000n) + 1n;
  const digits = (
    exponent >= 0 ? odd * 2n ** BigInt(exponent) * 10n ** 60n : (odd * 10n ** 60n) / 2n ** BigInt(-exponent)
  ).toString();
  return `${(BigInt(digits.slice(0, 19)) + BigInt(more)).toString()}e${digits.length - 19 - 60}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

it('lines with ids for which there is no room are left', async () => {
  const ids = Array.from({ length: 300 }, (_, i) => `${i} `.padEnd(50_000, 'x'));
  const text = encoder.encode([...ids, ...ids].map((id, i) => `{"id":"${id}","reward":${i}}\n`).join(''));
  const wanted = [
    { name: 'id', use: 'id' as const },
    { name: 'reward', use: 'number' as const },
  ];
  const rewards: number[] = [];
  const found: string[] = [];
  const left: number[] = [];
  const onBatch = ({ length, columns: [codes, values], textOf }: ColumnBatch) => {
    for (let i = 0; i < length; i++) {
      rewards.push(values[i]);
      found.push(textOf(codes[i]));
    }
  };
  const onLine = (line: unknown, at: number) => {
    const { id, reward } = JSON.parse(line as string);
    rewards.push(reward);
    found.push(id);
    left.push(at);
  };
  // room for some of the ids only, in both copies of the text
  const length = await scanLines(bytesIn(text, 1 << 18), { wanted, onBatch }, onLine, undefined, 16 * 2 ** 20);
  expect(length).toBe(600);
  expect(rewards).toEqual(Array.from({ length: 600 }, (_, i) => i));
  expect(found).toEqual([...ids, ...ids]);
  expect(left.length).toBeGreaterThan(0);
  expect(left.length).toBeLessThan(600);
});

it('a host that cannot compile the scanner reads every line as a record', async () => {
  await withoutScanner(async () => {
    const { jsonlReader: reader } = await import('../../src/files/formats/jsonl');
    const rows: unknown[] = [];
    const sink = recordSink((row) => rows.push(row), {});
    const wanted = [{ name: 'id', use: 'id' as const }];
    const onBatch = () => expect.unreachable();
    expect(await reader.readColumns?.(bytesIn(encoder.encode('{"id":1}\n{"id":2}\n'), 99), sink, { wanted, onBatch })).toBe(2);
    expect(rows).toEqual([{ id: 1 }, { id: 2 }]);
  });
});

describe('a file on a disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'best-of-n-scanner-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is the same in any parts, whatever the lengths of its lines', async () => {
    const path = join(folder, 'lines.jsonl');
    const lengths = [10, 100, 1000, 70_000, 2_500_000, 3, 1_048_000, 20, 1_048_576, 500_000];
    const ids = lengths.flatMap((length, i) =>
      Array.from({ length: 40 }, (_, k) => ({ id: `t${(k * 7) % 50}`, reward: i + k / 64, length }))
    );
    writeFileSync(
      path,
      ids
        .map(({ id, reward, length }, i) => {
          const filler = (i % 3 === 0 ? 'é"\n' : 'text ').repeat(Math.ceil(length / (i % 40 === 0 ? 5 : 5000)));
          return JSON.stringify({ filler, id, reward, lp: -1, gold: i % 2 === 0 });
        })
        .join('\n')
    );
    const size = statSync(path).size;
    const columns = { ...COLUMNS, runs: undefined };
    const byCut = async (bytes: number) => {
      const rewards: number[] = [];
      const prompts: string[] = [];
      let length = 0;
      for (let from = 0; from < size; from += bytes) {
        const range = { from, to: Math.min(size, from + bytes) };
        const result = await readPart({ file: path, format: 'jsonl', bytes, range }, columns);
        rewards.push(...(result.table.columns.reward ?? []));
        prompts.push(...Array.from(result.table.rows, (row) => result.table.ids[row]));
        length += result.length;
      }
      return { rewards, prompts, length };
    };
    const whole = { rewards: ids.map(({ reward }) => reward), prompts: ids.map(({ id }) => id), length: ids.length };
    for (const bytes of [size, 4_000_000, 999_983]) expect(await byCut(bytes)).toEqual(whole);
  });
});
