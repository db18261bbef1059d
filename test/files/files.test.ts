// Reading files: every format, every way in which one can be broken, and parts that together are the whole.

import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cut, lengthBefore } from '../../src/files/cut';
import { formatOf } from '../../src/files/format-of';
import type { Part } from '../../src/files/part';
import { readAhead } from '../../src/files/read-ahead';
import { readRecords } from '../../src/files/read-records';
import type { Row } from '../../src/files/record-sink';
import { fixture } from '../helpers/fixtures';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-files-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function read(part: Part, options: Parameters<typeof readRecords>[2] = {}): Promise<{ rows: Row[]; ats: number[] }> {
  const rows: Row[] = [];
  const ats: number[] = [];
  await readRecords(
    part,
    (row, at) => {
      rows.push(row);
      ats.push(at);
    },
    options
  );
  return { rows, ats };
}

const whole = (path: string): Part => ({ file: path, ...formatOf(path), bytes: 0 });
const readFile = (name: string, content: string | Uint8Array) => read(whole(file(name, content)));

describe('JSON lines', () => {
  it.each<[string, string]>([
    ['plain', '{"a":1}\n{"a":2}\n'],
    ['no newline at the end', '{"a":1}\n{"a":2}'],
    ['CRLF', '{"a":1}\r\n{"a":2}\r\n'],
    ['a byte order mark', '\ufeff{"a":1}\n{"a":2}\n'],
  ])('%s', async (_, text) => {
    expect(await readFile('a.jsonl', text)).toEqual({ rows: [{ a: 1 }, { a: 2 }], ats: [1, 2] });
    expect(await readFile('a.jsonl.gz', gzipSync(text))).toEqual({ rows: [{ a: 1 }, { a: 2 }], ats: [1, 2] });
  });

  it('blank lines count as lines and hold nothing', async () => {
    expect(await readFile('a.jsonl', '\n{"a":1}\n  \n\n{"a":2}\n\n')).toEqual({ rows: [{ a: 1 }, { a: 2 }], ats: [2, 5] });
  });

  it('an empty file holds nothing', async () => {
    expect((await readFile('a.jsonl', '')).rows).toEqual([]);
  });

  it('text in any script, and characters that span the chunks that are read', async () => {
    const words = Array.from({ length: 70_000 }, (_, i) => `${'é漢🎲'.repeat(i % 9)}${i}`);
    const { rows } = await readFile('a.jsonl', words.map((a) => JSON.stringify({ a })).join('\n'));
    expect(rows.map(({ a }) => a)).toEqual(words);
  });

  it('a line longer than the chunks that are read', async () => {
    const long = 'x'.repeat(5 << 20);
    expect((await readFile('a.jsonl', `{"a":1}\n{"a":"${long}"}\n{"a":2}`)).rows.map(({ a }) => String(a).length)).toEqual([
      1,
      long.length,
      1,
    ]);
  });

  it.each<[string, string | Uint8Array, RegExp, number, number | undefined]>([
    [
      'two objects on one line',
      '{"a":1}\n{"a":2}{"a":3}\n',
      /not JSON: expected the end of the line after the record, got "{"/,
      2,
      8,
    ],
    ['a last line that is cut short', '{"a":1}\n{"a":', /the line ends too early/, 2, 6],
    ['an array', '{"a":1}\n[1]\n', /expected an object, got \[1\]/, 2, undefined],
    [
      'one JSON array over many lines',
      '[\n{"a":1}\n]\n',
      /a JSON array begins here, among lines that each hold a record/,
      1,
      undefined,
    ],
    ['a key that Python would not write', '{"b":0,NaN:1}\n', /not JSON: Expected/, 1, 8],
    ['what Python writes beside a fault', '{"b":NaN,,}\n', /not JSON: Expected/, 1, 10],
    ['bytes that are not UTF-8', Buffer.from('{"a":1}\n{"a":"\xff"}\n', 'latin1'), /not UTF-8: its byte 0xFF/, 2, 7],
  ])('%s is an error with its place', async (_, text, message, at, column) => {
    await expect(readFile('a.jsonl', text)).rejects.toMatchObject({ message: expect.stringMatching(message), at, column });
  });

  it('numbers that Python writes are read as such, and no texts that look like them', async () => {
    const path = file(
      'a.jsonl',
      '{"x":NaN,"y":[-Infinity, Infinity],"z":"NaN, \\"Infinity\\"","id":9007199254740993}\n{"x":"NaN","y":NaN }\n'
    );
    const { rows } = await read(whole(path), { exact: ['id'] });
    expect(rows).toEqual([
      { x: Number.NaN, y: [-Infinity, Infinity], z: 'NaN, "Infinity"', id: '9007199254740993' },
      { x: 'NaN', y: Number.NaN },
    ]);
  });

  it('faults can be collected instead', async () => {
    const faults: [number | undefined, string][] = [];
    const path = file('a.jsonl', '{"a":1}\n{"a":\nNaN\n{"a":4}\n');
    const { rows } = await read(whole(path), { onBad: ({ at, message }) => faults.push([at, message]) });
    expect(rows).toEqual([{ a: 1 }, { a: 4 }]);
    expect(faults.map(([at]) => at)).toEqual([2, 3]);
  });

  it('ids that are large integers keep their digits', async () => {
    const path = file(
      'a.jsonl',
      '{"id":9007199254740993,"x":9007199254740993}\n{"id":12,"x":1}\n{"id":-12345678901234567890,"x":0}\n'
    );
    const { rows } = await read(whole(path), { exact: ['id'] });
    expect(rows.map(({ id }) => id)).toEqual(['9007199254740993', 12, '-12345678901234567890']);
    expect(rows[0].x).toBe(2 ** 53);
  });

  it('parts hold each line once, wherever they are cut, and their numbers add up', async () => {
    const line = fc.oneof(
      fc.nat(99).map((a) => JSON.stringify({ a })),
      fc.constant(''),
      fc.string().map((a) => JSON.stringify({ a }))
    );
    const text = fc.tuple(fc.array(line, { maxLength: 12 }), fc.boolean(), fc.constantFrom('\n', '\r\n'));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 40 }), async ([lines, ended, newline], partBytes) => {
        const path = file('cut.jsonl', lines.join(newline) + (ended ? newline : ''));
        const expected = await read(whole(path));
        const rows: Row[] = [];
        const ats: number[] = [];
        for (const part of await cut(whole(path), partBytes)) {
          const before = await lengthBefore(part);
          const { rows: some, ats: places } = await read(part);
          rows.push(...some);
          // a part after the last line begins nowhere
          ats.push(...places.map((at) => at + before));
        }
        expect(rows).toEqual(expected.rows);
        expect(ats).toEqual(expected.ats);
      }),
      { numRuns: 300 }
    );
  });
});

describe('gzip', () => {
  const text = Array.from({ length: 5000 }, (_, i) => JSON.stringify({ a: i, b: Math.sin(i) })).join('\n');

  it('several members, as parallel compressors write', async () => {
    const path = file('a.jsonl.gz', gzipSync('{"a":1}\n'));
    appendFileSync(path, gzipSync('{"a":2}\n'));
    expect((await read(whole(path))).rows).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('cut short is an error', async () => {
    await expect(readFile('a.jsonl.gz', gzipSync(text).subarray(0, 30_000))).rejects.toThrow(
      /compressed data ends too early: the file is cut short/
    );
  });

  it('damaged is an error', async () => {
    const bytes = gzipSync(text);
    bytes.fill(7, 20_000, 20_100);
    await expect(readFile('a.jsonl.gz', bytes)).rejects.toThrow(/compressed data is damaged/);
  });
});

describe('CSV and TSV', () => {
  it('quotes, commas and newlines inside of cells, a byte order mark, CRLF', async () => {
    const { rows, ats } = await readFile('a.csv', '\ufeffname,x\r\n"a, ""b""\nc",1\r\nd,2\r\n');
    expect(rows).toEqual([
      { name: 'a, "b"\nc', x: '1' },
      { name: 'd', x: '2' },
    ]);
    expect(ats).toEqual([2, 4]);
    expect((await readFile('a.tsv', 'name\tx\na\t1\n')).rows).toEqual([{ name: 'a', x: '1' }]);
  });

  it('CRLF inside of cells counts as one line; blank lines count', async () => {
    expect(await readFile('a.csv', 'a,b\r\n"x\r\ny",1\r\n\r\nz,2')).toEqual({
      rows: [
        { a: 'x\r\ny', b: '1' },
        { a: 'z', b: '2' },
      ],
      ats: [2, 5],
    });
  });

  it('any chunks give the same as the whole', async () => {
    const cell = fc.constantFrom('', 'a', 'é🎲', '"x, ""y"""', '"two\nlines"', '1.5', '"漢\r\n字"');
    const row = fc.tuple(cell, cell, cell).map((cells) => cells.join(','));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 9 }), fc.integer({ min: 1, max: 7 }), async (rows, size) => {
        const text = Buffer.from(['a,b,c', ...rows].join('\n'));
        const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.subarray(i * size, (i + 1) * size));
        const part: Part = { file: '-', format: 'csv', bytes: 0 };
        const pieces = await read(part, { standardInput: Readable.from(chunks, { objectMode: false }) });
        expect(pieces).toEqual(await read(part, { standardInput: Readable.from([text], { objectMode: false }) }));
        expect(pieces.rows.length).toBe(rows.length);
      }),
      { numRuns: 200 }
    );
  });

  it.each<[string, RegExp, number]>([
    ['a,b\n1,2\n3\n', /not CSV: the row has 1 field and the header line has 2/, 3],
    ['a,b\n1,2\n"3,4\n', /not CSV: a quote is not closed, or text follows it/, 3],
    ['a,b\n1,2\n"3"x,4\n5,6\n', /not CSV: a quote is not closed, or text follows it/, 3],
    ['a,b\n\n1,"x\ny"\n\n3\n', /the row has 1 field/, 6],
    ['a,a\n1,2\n', /two columns are called "a"/, 1],
  ])('%j is an error with its line', async (text, message, at) => {
    await expect(readFile('a.csv', text)).rejects.toMatchObject({ message: expect.stringMatching(message), at });
  });

  it('faults can be collected instead', async () => {
    const ats: (number | undefined)[] = [];
    const { rows } = await read(whole(file('a.csv', 'a,b\n1,2\n3\n4,5\n')), { onBad: ({ at }) => ats.push(at) });
    expect([rows.length, ats]).toEqual([2, [3]]);
  });
});

describe('Parquet and Arrow files of other libraries', () => {
  const expected = Array.from({ length: 30 }, (_, i) => ({
    prompt: `prompt ${i % 6}`,
    response: `answer ${i}`,
    helpfulness: (i * 7) % 5,
    correctness: (i * 3) % 5,
    verbosity: 2,
  }));
  const plain = (row: Row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, typeof v === 'bigint' ? Number(v) : v]));

  it.each([
    'ratings.duckdb.parquet',
    'ratings.zstd.parquet',
    'ratings.polars.parquet',
    'ratings.arrow-rs.parquet',
    'ratings.polars.arrow',
    'ratings.arrow-js.arrows',
  ])('%s', async (name) => {
    const { rows, ats } = await read(whole(fixture(name)));
    expect(rows.map(plain)).toEqual(expected);
    expect(ats).toEqual(expected.map((_, i) => i + 1));
    const some = await read(whole(fixture(name)), { columns: ['helpfulness', 'prompt'] });
    expect(some.rows.map(plain)).toEqual(expected.map(({ prompt, helpfulness }) => ({ prompt, helpfulness })));
    const bytes = readFileSync(fixture(name));
    const standardInput = Readable.from([bytes.subarray(0, 700), bytes.subarray(700)], { objectMode: false });
    expect((await read({ ...whole(fixture(name)), file: '-' }, { standardInput })).rows.map(plain)).toEqual(expected);
  });

  it('row groups are parts', async () => {
    const path = fixture('big-ids.duckdb.parquet');
    const parts = await cut(whole(path), 1);
    expect(parts.map(({ range }) => range)).toEqual([0, 1, 2, 3, 4].map((from) => ({ from, to: from + 1 })));
    const rows = (await Promise.all(parts.map((part) => read(part)))).flatMap(({ rows }) => rows);
    expect(rows.map(({ task_id }) => task_id)).toEqual(
      Array.from({ length: 8200 }, (_, i) => 9007199254740992n + BigInt(Math.floor(i / 4)))
    );
  });

  it('lists come as arrays', async () => {
    const { rows } = await read(whole(fixture('wide.duckdb.parquet')));
    expect(rows.map(({ scores }) => scores)).toEqual([0, 1, 2, 3].map((i) => [i * 0.5, 1 - i * 0.25, 0.125]));
  });

  it.each(['ratings.duckdb.parquet', 'ratings.polars.arrow'])('%s cut short is an error', async (name) => {
    const bytes = readFileSync(fixture(name));
    const part = whole(file(name, bytes.subarray(0, bytes.length - 200)));
    await expect(read(part)).rejects.toThrow(/not a whole (Parquet|Arrow) file/);
  });
});

describe('formats', () => {
  it('are told by the name', () => {
    expect(formatOf('a.b/runs.JSONL.gz')).toEqual({ format: 'jsonl', compression: 'gzip' });
    expect(formatOf('runs.csv.zst')).toEqual({ format: 'csv', compression: 'zstd' });
    expect(formatOf('x.feather')).toEqual({ format: 'arrow' });
    expect(formatOf('x', 'tsv')).toEqual({ format: 'tsv' });
    expect(() => formatOf('x')).toThrow(
      /the name x does not tell its format: give --input jsonl\|json\|csv\|tsv\|parquet\|arrow/
    );
  });

  it('reading ahead loses nothing, and gives up at the end', async () => {
    const chunks = ['ab', 'cd', 'ef'].map((text) => Buffer.from(text));
    const { answer, stream } = await readAhead(Readable.from(chunks, { objectMode: false }), async (head) =>
      head.length >= 4 ? 'yes' : undefined
    );
    expect([answer, Buffer.concat(await stream.toArray()).toString()]).toEqual(['yes', 'abcdef']);
    const none = readAhead(Readable.from([]), async (_, ended) => {
      if (ended) throw new Error('nothing came');
      return undefined;
    });
    await expect(none).rejects.toThrow('nothing came');
  });

  it('a file that is not there is an error', async () => {
    await expect(read(whole(join(folder, 'absent.jsonl')))).rejects.toThrow(/ENOENT/);
  });
});
