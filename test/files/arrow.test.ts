// Arrow files: each type, what other libraries wrote, and bytes that are not what they declare.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecords } from '../../src/files/read-records';
import type { ReadOptions, Row } from '../../src/files/record-sink';
import { extendedNumberIn, idIn, numbersIn } from '../../src/sample-files/values';
import { bytesOf, TYPE_CASES } from '../helpers/arrow-types';
import { fixture } from '../helpers/fixtures';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-arrow-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function readFile(file: string, options: ReadOptions = {}): Promise<Row[]> {
  const rows: Row[] = [];
  const length = await readRecords({ file, format: 'arrow', gzip: false, bytes: 0 }, (row) => rows.push(row), options);
  expect(length).toBe(rows.length);
  return rows;
}

async function readBytes(bytes: Uint8Array, options?: ReadOptions): Promise<Row[]> {
  const file = join(folder, 'a.arrow');
  writeFileSync(file, bytes);
  return readFile(file, options);
}

describe.each(['file', 'stream'] as const)('types in a %s', (format) => {
  it.each(TYPE_CASES.map((test, i) => [test.name, i, test] as const))('%s (%i)', async (name, _, test) => {
    const bytes = bytesOf(test, format);
    const { numbers, fileNumbers = numbers, ids, lists } = test;
    const rows = { columns: ['value', 'row'] };
    if (fileNumbers)
      expect((await readBytes(bytes, rows)).map((row) => extendedNumberIn({ value: toNumber(row.value) }, 'value'))).toEqual(
        fileNumbers
      );
    else if (lists) expect((await readBytes(bytes, rows)).map((row) => numbersIn(row, 'value'))).toEqual(lists);
    else if (!/Utf8|List|Null/.test(name))
      await expect(readBytes(bytes, rows)).rejects.toThrow(
        `value is a column of ${name}, ${ids ? 'expected numbers' : 'which is not read'}`
      );
    const asIds = readBytes(bytes, { ...rows, exact: ['value'] });
    if (ids) expect((await asIds).map((row) => idIn(row, 'value'))).toEqual(ids);
    else if (name === 'Null') expect((await asIds).map(({ value }) => value)).toEqual([null, null]);
    else if (!numbers) await expect(asIds).rejects.toThrow(`value is a column of ${name}, which is not read`);
    // a column that nobody reads does no harm, whatever its type
    expect((await readBytes(bytes, { columns: ['row'] })).map(({ row }) => row)).toEqual(Array.from(test.column, (_, i) => i));
    expect((await readBytes(bytes)).length).toBe(test.column.length);
  });
});

/** True and false are numbers of rewards, not of supports. */
const toNumber = (value: unknown) => (typeof value === 'boolean' ? Number(value) : value);

describe('files of other libraries', () => {
  const numbers = Array.from({ length: 12 }, (_, i) => i);

  it.each(['types.polars.lz4.arrow', 'types.polars.zstd.arrows'])('%s', async (name) => {
    const exact = ['i64', 'u64', 'decimal', 'date', 'datetime', 'category'];
    const rows = await readFile(fixture(name), { exact });
    const text = (i: number) => `prompt ${i % 3}${' and more'.repeat(i % 3)}`;
    expect(rows).toEqual(
      numbers.map((i) => ({
        text: text(i),
        f64: i * 0.25,
        f32: i === 4 ? null : i * 0.5,
        i8: i - 6,
        u16: i * 5000,
        i64: -9007199254740993n - BigInt(i),
        u64: 18446744073709551604n + BigInt(i),
        bool: i === 5 ? null : i % 3 === 0,
        list: [i, i / 2, i === 7 ? null : 0.125],
        category: text(i),
        date: new Date((i - 6) * 86_400_000).toISOString().slice(0, 10),
        datetime: i < 6 ? `1969-12-31T23:59:59.${999_994 + i}` : `1970-01-01T00:00:00.00000${i - 6}`,
        decimal: (i * 0.25).toFixed(2),
      }))
    );
    expect((await readFile(fixture(name), { columns: ['decimal'] })).map(({ decimal }) => decimal)).toEqual(
      numbers.map((i) => i * 0.25)
    );
  });

  it.each(['blocks.polars.lz4.arrow', 'blocks.polars.zstd.arrow'])('%s: several blocks', async (name) => {
    const rows = await readFile(fixture(name));
    expect(rows.length).toBe(40_000);
    const wrong = rows.findIndex(({ prompt, reward }, i) => prompt !== `p${i % 500}` || reward !== ((i * 7) % 1000) / 8);
    expect(wrong).toBe(-1);
  });

  it('lists of arrow-rs', async () => {
    const rows = await readFile(fixture('wide.arrow-rs.arrows'));
    expect(rows.map(({ scores }) => scores)).toEqual([0, 1, 2, 3].map((i) => [i * 0.5, 1 - i * 0.25, 0.125]));
  });
});
