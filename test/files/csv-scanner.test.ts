// The scanner reads records of CSV as the reader of cells does: the same numbers and ids, the same errors and the same places.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvReader } from '../../src/files/formats/csv';
import type { SampleColumns } from '../../src/sample-files/sample-columns';
import { expectSame } from '../helpers/read-both-ways';

const RUNS = Number(process.env.SCANNED ?? 500);

const FIELDS = ['id', 'reward', 'lp', 'gold', 'model', 'sample'];
const COLUMNS: SampleColumns = {
  kind: 'test',
  prompt: ['id'],
  reward: 'reward',
  logProb: 'lp',
  scores: ['gold'],
  runs: ['model'],
  wide: false,
  fields: FIELDS,
  exact: ['id', 'model'],
};

const encoder = new TextEncoder();

/** A text as a cell: quoted where it must be or, with `always`, in any case. */
function quoted(text: string, delimiter: string, always = false): string {
  const must = text.includes(delimiter) || /^"|[\n\r]/.test(text);
  return must || always ? `"${text.replaceAll('"', '""')}"` : text;
}

const number = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: -10, max: 10, noNaN: true }).map(String) },
  fc.integer({ min: -9, max: 9 }).map(String),
  fc.double().map(String),
  fc.constantFrom('1', '0', '-0', '1.', '.5', '+1', '01', '1e5', '1E400', '0x10', ' 0.5', '0.5 ', '\t1', '1,5', '-2,25', '1.5,2'),
  fc.constantFrom('true', 'False', 'TRUE', 'truE', 'falsy', '', 'NaN', 'None', 'inf', 'n/a', '12345678901234567890.5', 'é', '1 2')
);
const id = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'T/0', 'é', '1', '') },
  fc.constantFrom(
    '5" pipe',
    'say "a"',
    '"',
    'two\nlines',
    'two\r\nlines',
    ' a',
    'a ',
    '\ufeffa',
    'a\n\ufeffb',
    '数\n',
    'a\r',
    ','
  ),
  fc.string({ unit: 'grapheme', maxLength: 90 })
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc
    .array(fc.constantFrom('a', 'def', '"', '""', '\n', '\r\n', ',', ';', '\t', '|', 'é', '数', ' ', '\ufeff'), {
      maxLength: 200,
    })
    .map((all) => all.join(''))
);
/** The cells of a record by their fields; what is plain is what most files have. */
const plainRecord = fc.record({
  id: fc.constantFrom('a', 'b', 'T/0', 'é'),
  reward: fc.integer({ min: -9999, max: 9999 }).map((x) => String(x / 1000)),
  lp: fc.integer({ min: -9999, max: 0 }).map((x) => String(x / 1000)),
  gold: fc.constantFrom('true', 'False', '1', '0.25'),
  model: fc.constantFrom('north', 'south', ''),
  sample: fc.nat(9).map(String),
  text,
  more: fc.constantFrom('', 'x', '12'),
});
const oddRecord = fc.record({ id, reward: number, lp: number, gold: number, model: id, sample: id, text, more: text });

const ALL = [...FIELDS, 'text', 'more'];
const delimiter = fc.constantFrom(',', '\t', ';', '|');
const table = fc
  .record({
    delimiter,
    names: fc.oneof(
      { weight: 5, arbitrary: fc.shuffledSubarray(ALL, { minLength: ALL.length }) },
      fc.shuffledSubarray(ALL, { minLength: 2 })
    ),
    records: fc.array(
      fc.tuple(
        fc.oneof({ weight: 5, arbitrary: plainRecord }, oddRecord),
        fc.oneof({ weight: 10, arbitrary: fc.boolean() }, fc.constantFrom('raw' as const)),
        fc.oneof({ weight: 20, arbitrary: fc.constant('') }, fc.constantFrom(' ', '\t', '"', 'x', ',', ';1')),
        fc.oneof({ weight: 30, arbitrary: fc.constant(0) }, fc.constantFrom(1, -1))
      ),
      { maxLength: 25, size: '+1' }
    ),
    between: fc.constantFrom('\n', '\n', '\n', '\n', '\r\n', '\r\n', '\r\n', '\n\n', '\n \n', '\r\n\r\n', '\r'),
    before: fc.oneof({ weight: 6, arbitrary: fc.constant('') }, fc.constantFrom('\ufeff', '\n', 'sep=;\n', '\ufeff\n')),
    ends: fc.boolean(),
    decimalComma: fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, fc.subarray(['reward', 'gold', 'lp', 'id'])),
  })
  .map(({ delimiter, names, records, between, before, ends, decimalComma }) => {
    const lines = records.map(([record, how, after, more]) => {
      const cells = names.map((name) => {
        const cell = record[name as keyof typeof record];
        return how === 'raw' ? cell : quoted(cell, delimiter, how) + after;
      });
      return (more > 0 ? [...cells, 'x'] : more < 0 ? cells.slice(1) : cells).join(delimiter);
    });
    const head = names.map((name) => quoted(name, delimiter, ends)).join(delimiter);
    const whole = before + [head, ...lines].join(between) + (ends ? between : '');
    return { text: whole, layout: { csv: { delimiter, decimalComma } } };
  });
const way = fc.record({ chunk: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constant(1 << 16)), isCopied: fc.boolean() });
const columns = fc.constantFrom<SampleColumns>(
  COLUMNS,
  { ...COLUMNS, runs: undefined, sampleId: 'sample' },
  { ...COLUMNS, by: ['model'], runs: ['absent'], prompt: ['id', 'sample'], logProb: undefined, missing: 'skip' },
  { ...COLUMNS, scores: [], logProb: undefined, runs: undefined, pass: { threshold: { than: '>=', value: 0.5 } } },
  { ...COLUMNS, reward: 'lp', logProb: undefined, scores: [], runs: undefined, exact: undefined }
);

describe('records at random', () => {
  it('are read as without the scanner', async () => {
    let scanned = 0;
    await fc.assert(
      fc.asyncProperty(table, columns, way, async ({ text, layout }, columns, how) => {
        scanned += await expectSame(encoder.encode(text), { reader: csvReader, columns, layout, ...how });
      }),
      { numRuns: 2 * RUNS }
    );
    expect(scanned).toBeGreaterThan(2 * RUNS);
  });

  it('are read as without it when bytes of them are changed', async () => {
    const change = fc.tuple(
      fc.nat(),
      fc.constantFrom(...'",;\n\r \t0.e-xé').map((sign) => encoder.encode(sign)),
      fc.nat(255),
      fc.nat(2)
    );
    await fc.assert(
      fc.asyncProperty(
        table,
        columns,
        way,
        fc.array(change, { maxLength: 4 }),
        async ({ text, layout }, columns, how, changes) => {
          const bytes = [...encoder.encode(text)];
          for (const [at, sign, any, what] of changes) {
            const place = at % (bytes.length + 1);
            if (what === 0) bytes.splice(place, 1);
            else if (what === 1) bytes.splice(place, 0, ...sign);
            else bytes[place] = any;
          }
          await expectSame(Uint8Array.from(bytes), { reader: csvReader, columns, layout, ...how });
        }
      ),
      { numRuns: 2 * RUNS }
    );
  });
});
