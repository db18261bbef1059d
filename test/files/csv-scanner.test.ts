// The scanner reads records of CSV as the reader of cells does: the same numbers and ids, the same errors and the same places.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { ColumnBatch } from '../../src/files/columns';
import { CsvTable } from '../../src/files/csv-table';
import { csvReader } from '../../src/files/formats/csv';
import { type Row, recordSink } from '../../src/files/record-sink';
import { scanTable } from '../../src/files/scanner/scan-table';
import { readPart } from '../../src/sample-files/read-part';
import type { SampleColumns } from '../../src/sample-files/sample-columns';
import { COLUMNS as ALL_USES, bytesIn, expectSame, readWith, withoutScanner } from '../helpers/read-both-ways';

const RUNS = Number(process.env.SCANNED ?? 500);

const FIELDS = ['id', 'reward', 'lp', 'gold', 'model', 'sample'];
const COLUMNS: SampleColumns = { ...ALL_USES, fields: FIELDS };

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
  fc.constantFrom(
    '1',
    '0',
    '-0',
    '1.',
    '.5',
    '-.5',
    '.',
    '1..',
    '1.e2',
    '+.e1',
    '+1',
    '+-1',
    '01',
    '-007.5',
    '1e5',
    '1E400',
    '0x10',
    ' 0.5',
    '0.5 ',
    '\t1',
    '1,5',
    '-2,25',
    '1.5,2'
  ),
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
      { numRuns: RUNS }
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
      { numRuns: RUNS }
    );
  });
});

/** Reads a table of `id` and `reward`: its records in order, and which of them came as records of their own, with their lines. */
async function scanned(text: Uint8Array, chunk: number, scan = scanTable, maxBytes?: number) {
  const found: [string, number][] = [];
  const left: { record: number; at: number }[] = [];
  const onRecord = ({ id, reward }: Row, at: number) => {
    left.push({ record: found.length, at });
    found.push([id as string, Number(reward)]);
  };
  const onBatch = ({ length, columns: [codes, values], textOf }: ColumnBatch) => {
    for (let i = 0; i < length; i++) found.push([textOf(codes[i]), values[i]]);
  };
  const wanted = [
    { name: 'id', use: 'id' as const },
    { name: 'reward', use: 'number' as const },
  ];
  const table = new CsvTable(recordSink(onRecord, {}), { delimiter: ',', decimalComma: [] });
  await scan(bytesIn(text, chunk), table, { wanted, onBatch }, ',', maxBytes);
  return { found, left, lines: table.lines };
}

it('records with ids for which there is no room are left', async () => {
  const ids = Array.from({ length: 300 }, (_, i) => `${i}\n`.padEnd(50_000, 'x'));
  const records = [...ids, ...ids].map((id, i): [string, number] => [id, i]);
  const text = encoder.encode(`id,reward\n${records.map(([id, reward]) => `"${id}",${reward}\n`).join('')}`);
  // room for some of the ids only, in a memory that no other test has made larger
  vi.resetModules();
  expect((await import('../../src/files/scanner/module')).hasScanner()).toBe(true);
  const { scanTable } = await import('../../src/files/scanner/scan-table');
  const { found, left, lines } = await scanned(text, 1 << 18, scanTable, 20 * 2 ** 20);
  expect(found).toEqual(records);
  expect(lines).toBe(1201);
  expect(left.length).toBeGreaterThan(0);
  expect(left.length).toBeLessThan(600);
});

it('a host that cannot compile the scanner reads every row as a record', async () => {
  await withoutScanner(async () => {
    const { csvReader: reader } = await import('../../src/files/formats/csv');
    const rows: unknown[] = [];
    const sink = recordSink((row) => rows.push(row), {});
    const wanted = [{ name: 'id', use: 'id' as const }];
    const onBatch = () => expect.unreachable();
    const file = bytesIn(encoder.encode('id,text\n1,"a\nb"\n2,c\n'), 99);
    expect(await reader.readColumns?.(file, sink, { wanted, onBatch })).toBe(4);
    expect(rows).toEqual([
      { id: '1', text: 'a\nb' },
      { id: '2', text: 'c' },
    ]);
  });
});

it('records that are left have the lines of the file, whether a few are or all from some place on', async () => {
  let text = 'id,reward,text\n';
  const lines: number[] = [];
  const odd: number[] = [];
  for (let i = 0; i < 3000; i++) {
    lines.push(text.split('\n', 1e9).length);
    if (i % 7 === 0 || (i > 1000 && i < 2000)) odd.push(i);
    const reward = odd.at(-1) === i ? `\t0.${i}5` : `0.${i}5`;
    text += `a,${reward},"${'a line\n'.repeat(i % 3)}"\n${i % 11 === 0 ? '\n' : ''}`;
  }
  const bytes = encoder.encode(text);
  for (const chunk of [1 << 20, 5000, 77]) {
    const { found, left, lines: all } = await scanned(bytes, chunk);
    expect(found.map(([, reward]) => reward)).toEqual(lines.map((_, i) => Number(`0.${i}5`)));
    expect(left.map(({ at }) => at)).toEqual(left.map(({ record }) => lines[record]));
    const own = new Set(left.map(({ record }) => record));
    expect(odd.every((record) => own.has(record))).toBe(true);
    expect(own.size).toBeLessThan(chunk < 1e5 ? 1800 : 3000);
    // a blank line at the end is none
    expect(all).toBe(text.trimEnd().split('\n').length);
  }
});

describe('a file on a disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'best-of-n-csv-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read as a copy of it in small chunks, whatever the lengths of its records', async () => {
    const path = join(folder, 'records.csv');
    const lengths = [10, 1000, 70_000, 2_500_000, 3, 1_048_000, 20, 1_048_576, 500_000];
    const records = lengths.flatMap((length, i) =>
      Array.from({ length: 40 }, (_, k) => {
        const filler = (i % 3 === 0 ? 'é""\n' : 'text ').repeat(Math.ceil(length / (k === 0 ? 5 : 5000)));
        return { id: `t${(k * 7) % 50}`, reward: i + k / 64, filler: i % 3 === 1 ? filler : `"${filler}"` };
      })
    );
    const text = `filler,id,reward\n${records.map(({ id, reward, filler }) => `${filler},${id},${reward}`).join('\r\n')}`;
    writeFileSync(path, text);
    const columns = { ...COLUMNS, runs: undefined, logProb: undefined, scores: [], fields: ['id', 'reward'], exact: ['id'] };
    const result = await readPart({ file: path, format: 'csv', bytes: text.length }, columns);
    expect(Array.from(result.table.rows, (row) => result.table.ids[row])).toEqual(records.map(({ id }) => id));
    expect([...result.table.columns.reward]).toEqual(records.map(({ reward }) => reward));
    const { found } = await readWith(false, encoder.encode(text), { reader: csvReader, columns, chunk: 65_536 });
    expect({ length: result.length, table: result.table }).toEqual({ length: found.length, table: found.table });
  });
});
