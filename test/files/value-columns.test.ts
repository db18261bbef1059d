// Tables that are stored by columns are read as batches to what their rows give one by one: the same samples, the same errors and the same places.

import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf } from '../../src/files/inputs';
import { readRecords } from '../../src/files/read-records';
import { recordSink } from '../../src/files/record-sink';
import { type ValueAt, ValueColumns } from '../../src/files/value-columns';
import { plainColumns } from '../../src/sample-files/plain-columns';
import type { SampleColumns } from '../../src/sample-files/sample-columns';
import { SampleTable } from '../../src/sample-files/table';
import { COLUMNS } from '../helpers/read-both-ways';

type Table = Record<string, readonly unknown[]>;

function readRows(table: Table, count: number, isFast: boolean) {
  const samples = new SampleTable();
  const bad: unknown[] = [];
  const batches: number[] = [];
  const sink = recordSink((row) => samples.add(row, COLUMNS), {
    exact: COLUMNS.exact,
    onBad: ({ message, at, code }) => bad.push({ message, at, code }),
  });
  const onRow = (row: number) => {
    const record = Object.fromEntries(Object.entries(table).map(([name, values]) => [name, values[row]]));
    sink.withPlace(row + 1, () => sink.onRecord(record, row + 1));
  };
  if (isFast) {
    const onBatch = (batch: Parameters<SampleTable['addBatch']>[0]) => {
      batches.push(batch.length);
      samples.addBatch(batch, COLUMNS);
    };
    const columns = new ValueColumns({ wanted: plainColumns(COLUMNS) ?? [], onBatch });
    const valueAt = (name: string): ValueAt | undefined => table[name] && ((row) => table[name][row]);
    // as two row groups
    const first = Math.floor(count / 2);
    columns.give(first, valueAt, onRow);
    const rest = (name: string): ValueAt | undefined => table[name] && ((row) => table[name][first + row]);
    columns.give(count - first, rest, (row) => onRow(first + row));
  } else for (let row = 0; row < count; row++) onRow(row);
  return { found: { bad, table: samples.toState() }, batches };
}

const odd = fc.constantFrom<unknown>(null, undefined, 'nan', '', '0.5', 'true', [1], { a: 1 }, Number.NaN, Infinity, 'word');
const id = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom<unknown>('a', 'b', '7', 7, 7n, 1.5, true, 'true', -0, 2 ** 60, 2n ** 60n + 1n) },
  { weight: 1, arbitrary: odd }
);
const number = fc.oneof(
  { weight: 12, arbitrary: fc.oneof(fc.double({ noNaN: true }), fc.integer(), fc.boolean(), fc.bigInt()) },
  { weight: 1, arbitrary: odd }
);
const table = fc
  .array(
    fc.record({ id, reward: number, lp: number.map((x) => (typeof x === 'number' ? -Math.abs(x) : x)), gold: number, model: id }),
    {
      maxLength: 40,
    }
  )
  .chain((rows) => fc.subarray(['model', 'lp', 'gold']).map((lacking) => ({ rows, lacking })))
  .map(({ rows, lacking }) => {
    const names = ['id', 'reward', 'lp', 'gold', 'model'].filter((name) => !lacking.includes(name));
    const columns: Table = Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name as 'id'])]));
    return { columns, count: rows.length };
  });

describe('values of any type, some of which are no numbers or ids', () => {
  it('count alike', () => {
    fc.assert(
      fc.property(table, ({ columns, count }) => {
        expect(readRows(columns, count, true).found).toEqual(readRows(columns, count, false).found);
      }),
      { numRuns: 500 }
    );
  });

  it('are one by one only where they are odd, also in long tables', () => {
    const count = 40_000;
    const columns: Table = {
      id: Array.from({ length: count }, (_, i) => `p${i % 100}`),
      reward: Array.from({ length: count }, (_, i) => (i % 9000 === 8191 ? null : i / 7)),
      lp: new Array(count).fill(-1),
      gold: Array.from({ length: count }, (_, i) => i % 2 === 0),
    };
    const { found, batches } = readRows(columns, count, true);
    expect(found).toEqual(readRows(columns, count, false).found);
    expect(found.bad).toHaveLength(4);
    expect(batches.reduce((sum, length) => sum + length, 0)).toBe(count - 4);
  });
});

describe('a file by another library', () => {
  const ratings = { kind: 'test', prompt: ['prompt'], reward: 'helpfulness', scores: ['correctness', 'verbosity'] };
  it.each([
    ['ratings.duckdb.parquet', ratings],
    ['ratings.arrow-rs.parquet', ratings],
    ['ratings.polars.parquet', ratings],
    ['ratings.polars.arrow', ratings],
    ['ratings.arrow-js.arrows', ratings],
    ['big-ids.duckdb.parquet', { kind: 'test', prompt: ['task_id'], reward: 'passed', scores: [] }],
    ['null-reward.duckdb.parquet', { kind: 'test', prompt: ['prompt'], reward: 'reward', scores: [] }],
    ['nan-reward.duckdb.parquet', { kind: 'test', prompt: ['prompt'], reward: 'reward', scores: [] }],
  ])('%s', async (name, given) => {
    const fields = [...given.prompt, given.reward, ...given.scores];
    const columns: SampleColumns = { ...given, wide: false, fields, exact: given.prompt };
    const { parts } = await partsOf([fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url))]);
    const read = async (isFast: boolean) => {
      const samples = new SampleTable();
      const bad: unknown[] = [];
      let inBatches = 0;
      const onBatch = (batch: Parameters<SampleTable['addBatch']>[0]) => {
        inBatches += batch.length;
        samples.addBatch(batch, columns);
      };
      for (const part of parts) {
        await readRecords(part, (row) => samples.add(row, columns), {
          columns: fields,
          exact: columns.exact,
          onBad: ({ message, at, code }) => bad.push({ message, at, code }),
          ...(isFast ? { fast: { wanted: plainColumns(columns) ?? [], onBatch } } : {}),
        });
      }
      return { found: { bad, table: samples.toState() }, inBatches };
    };
    const { found, inBatches } = await read(true);
    expect(found).toEqual((await read(false)).found);
    // what is no finite number is a row of its own, and no sample
    expect(inBatches).toBe(found.table.rows.length);
  });
});
