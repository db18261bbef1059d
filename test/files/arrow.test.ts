// Arrow files: each type, what other libraries wrote, and bytes that are not what they declare.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dictionary, Float64, Int32, Table, tableFromArrays, tableToIPC, Utf8 } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecords } from '../../src/files/read-records';
import { RecordError } from '../../src/files/record-error';
import type { ReadOptions, Row } from '../../src/files/record-sink';
import { extendedNumberIn, idIn } from '../../src/sample-files/values';
import { batch, dictionaryBatch, doubles, good, ints, join as joined, LIES, stream } from '../helpers/arrow-messages';
import { bytesOf, TYPE_CASES } from '../helpers/arrow-types';
import { fixture } from '../helpers/fixtures';
import { mutated } from '../helpers/mutations.mjs';
import { randomFrom } from '../helpers/random.mjs';
import { readInputs } from '../helpers/read-inputs';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-arrow-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function readFile(file: string, options: ReadOptions = {}): Promise<Row[]> {
  const rows: Row[] = [];
  const length = await readRecords({ file, format: 'arrow', bytes: 0 }, (row) => rows.push(row), options);
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
    else if (lists)
      expect((await readBytes(bytes, rows)).map(({ value }) => Array.from(value as ArrayLike<unknown>, Number))).toEqual(lists);
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

  it.each<[string, unknown[]]>([
    ['types.pyarrow.arrow', ['6869', 'ff01', '', null]],
    // without a mark that these are bytes, what is UTF-8 is a text
    ['types.pyarrow.parquet', ['hi', '0xff01', '', null]],
  ])('%s: ids of fixed size, large texts, views and pairs', async (name, bare) => {
    const rows = (await readInputs([fixture(name)], { exact: ['fixed', 'bare'] })).rows;
    const pairs = [[1n, 2n], [3n, 4n], null, [5n, 6n]];
    expect(rows.map(({ pair }) => pair && Array.from(pair as number[], BigInt))).toEqual(pairs);
    expect(rows.map(({ pair, ...others }) => others)).toEqual(
      ['a', 'a', 'b', null].map((large, i) => ({
        fixed: `0000000000000001${'0'.repeat(15)}${i >> 1}`,
        large,
        view: ['a text of more than twelve bytes', 'short', '', null][i],
        bare: bare[i],
      }))
    );
  });

  it.each(['blocks.polars.lz4.arrow', 'blocks.polars.zstd.arrow'])('%s: several blocks', async (name) => {
    const rows = await readFile(fixture(name));
    expect(rows.length).toBe(40_000);
    const wrong = rows.findIndex(({ prompt, reward }, i) => prompt !== `p${i % 500}` || reward !== ((i * 7) % 1000) / 8);
    expect(wrong).toBe(-1);
  });

  it('a file without a mark before its schema, whose dictionary follows the batches that use it', async () => {
    const rows = await readFile(fixture('bare-schema.polars.arrow'), { exact: ['prompt'] });
    expect(rows).toEqual(
      Array.from({ length: 6 }, (_, i) => ({
        prompt: `prompt ${i % 2}`,
        reward: i / 2,
        response: ['an answer of more than twelve bytes', 'short'][i % 2],
      }))
    );
  });

  it('lists of arrow-rs', async () => {
    const rows = await readFile(fixture('wide.arrow-rs.arrows'));
    expect(rows.map(({ scores }) => scores)).toEqual([0, 1, 2, 3].map((i) => [i * 0.5, 1 - i * 0.25, 0.125]));
  });
});

describe('what a file declares and does not hold', () => {
  it.each(LIES)('%s', async (_, bytes, message) => {
    const began = performance.now();
    await expect(readBytes(bytes, { columns: ['reward', 'a', 'b', 't', 'l', 'd', 's'], exact: ['t', 'd', 's'] })).rejects.toThrow(
      message
    );
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('batches and dictionaries', () => {
  const type = { word: new Dictionary(new Utf8(), new Int32(), 7) };
  const none = new Uint8Array(0);
  const words = (isDelta: boolean, ...letters: string[]) =>
    dictionaryBatch(7, isDelta, {
      length: letters.length,
      nodes: [[letters.length, 0]],
      buffers: [none, ints(...letters.map((_, i) => i), letters.length), Buffer.from(letters.join(''))],
    });
  const rows = (...indices: number[]) =>
    batch({ length: indices.length, nodes: [[indices.length, 0]], buffers: [none, ints(...indices)] });

  it('a dictionary that is replaced, or added to, holds from there on', async () => {
    const replaced = stream(type, words(false, 'a', 'b'), rows(0, 1), words(false, 'c'), rows(0), rows(0, 0));
    expect((await readBytes(replaced)).map(({ word }) => word)).toEqual(['a', 'b', 'c', 'c', 'c']);
    const added = stream(type, words(false, 'a'), rows(0), words(true, 'b', 'c'), rows(2, 0, 1));
    expect((await readBytes(added)).map(({ word }) => word)).toEqual(['a', 'c', 'a', 'b']);
  });

  const floats = (...values: number[]) =>
    batch({ length: values.length, nodes: [[values.length, 0]], buffers: [none, doubles(...values)] });
  const reward = { reward: new Float64() };

  it('rows go on from batch to batch, some of them empty', async () => {
    const ats: number[] = [];
    const file = join(folder, 'batches.arrows');
    writeFileSync(file, stream(reward, floats(1, 2), floats(), floats(3)));
    await readRecords({ file, format: 'arrow', bytes: 0 }, (_, at) => ats.push(at));
    expect(ats).toEqual([1, 2, 3]);
    expect(await readBytes(stream(reward))).toEqual([]);
  });

  it('a stream may end without a mark, but not inside a message', async () => {
    expect(await readBytes(good.slice(0, good.length - 8))).toEqual([{ reward: 1 }, { reward: 2 }]);
    for (let length = 1; length < good.length - 8; length++) {
      const cut = readBytes(good.slice(0, length));
      // between the schema and the batch it holds no rows yet
      const rows = await cut.catch((error: RecordError) => error.message);
      if (Array.isArray(rows)) expect(rows).toEqual([]);
      else expect(rows).toMatch(/not a whole Arrow file/);
    }
  });

  it.each(['types.polars.lz4.arrow', 'blocks.polars.zstd.arrow', 'bare-schema.polars.arrow'])(
    '%s cut anywhere is an error',
    async (name) => {
      const bytes = readFileSync(fixture(name));
      const cuts = Array.from({ length: 40 }, (_, i) => Math.floor((i * bytes.length) / 40));
      for (const length of [...cuts, bytes.length - 1]) {
        await expect(readBytes(bytes.subarray(0, length))).rejects.toThrow(/not a whole Arrow file/);
      }
    }
  );

  it('a file that lists more batches, or fewer, than it holds is an error', async () => {
    const tables = [0, 1, 2].map((i) => tableFromArrays({ reward: Float64Array.of(i) }));
    const file = tableToIPC(new Table(tables.flatMap(({ batches }) => batches)), 'file');
    expect((await readBytes(file)).map(({ reward }) => reward)).toEqual([0, 1, 2]);
    const blocks = Buffer.from(file).indexOf(Buffer.from(Int32Array.of(3).buffer), file.length - 200);
    const changed = Uint8Array.from(file);
    changed[blocks] = 2;
    await expect(readBytes(changed)).rejects.toThrow('its footer lists 2 batches, not those 3 that it holds');
  });

  it('a text that is not UTF-8 is an error of its row', async () => {
    const bytes = stream(
      { prompt: new Utf8() },
      batch({ length: 3, nodes: [[3, 0]], buffers: [none, ints(0, 1, 2, 3), Uint8Array.of(97, 255, 98)] })
    );
    await expect(readBytes(bytes)).rejects.toMatchObject({ at: 2, message: 'prompt is not UTF-8' });
    const ats: (number | undefined)[] = [];
    const file = join(folder, 'a.arrow');
    const length = await readRecords({ file, format: 'arrow', bytes: 0 }, () => {}, {
      onBad: ({ at }) => ats.push(at),
    });
    expect([length, ats]).toEqual([3, [2]]);
  });

  it('two columns of one name are an error if they are used', async () => {
    const row = batch({
      length: 1,
      nodes: [
        [1, 0],
        [1, 0],
      ],
      buffers: [none, doubles(1), none, doubles(2)],
    });
    const twice = joined(stream({ a: new Float64(), b: new Float64() }, row));
    // the name of the second, in the schema
    twice[Buffer.from(twice).indexOf('b\0\0\0')] = 97;
    await expect(readBytes(twice, { columns: ['a'] })).rejects.toThrow('two columns are called "a"');
  });
});

describe('mutations', () => {
  /** A copy in which a whole word of the metadata or of the data is another number, often one at an edge. */
  function withOtherWord(bytes: Uint8Array, random: () => number): Uint8Array {
    const changed = Uint8Array.from(bytes);
    const below = (n: number) => Math.floor(random() * n);
    new DataView(changed.buffer).setInt32(4 * below(changed.length >> 2), [0, -1, 8, 2 ** 31 - 1][below(4)], true);
    return changed;
  }

  it('each file is read or refused, in no time and little memory', async () => {
    const random = randomFrom(Number(process.env.SEED ?? 1));
    const files = readdirSync(fixture('.')).filter((name) => /\.arrows?$/.test(name) && !name.startsWith('blocks'));
    const before = process.memoryUsage.rss();
    for (const name of files) {
      const bytes = readFileSync(fixture(name));
      for (let i = 0; i < 300 / files.length; i++) {
        const began = performance.now();
        await readBytes(i % 4 === 0 ? withOtherWord(bytes, random) : mutated(bytes, random).bytes).catch((error) => {
          expect(error, `${name}, mutation ${i}`).toBeInstanceOf(RecordError);
        });
        expect(performance.now() - began, `${name}, mutation ${i}`).toBeLessThan(2000);
      }
    }
    expect(process.memoryUsage.rss() - before).toBeLessThan(300 * 2 ** 20);
  });
});
