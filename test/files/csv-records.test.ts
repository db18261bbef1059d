// CSV of any shape: line ends, quotes in the wrong place, and records that are wide or long. What cannot be told apart is never left out in silence.

import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { CsvRecords } from '../../src/files/csv-records';
import type { FileBytes } from '../../src/files/file-bytes';
import { csvReader } from '../../src/files/formats/csv';
import { jsonlReader } from '../../src/files/formats/jsonl';
import { MAX_RECORD_BYTES } from '../../src/files/limits';
import type { RecordError } from '../../src/files/record-error';
import { type Row, recordSink } from '../../src/files/record-sink';
import { SampleTable } from '../../src/sample-files/table';

const bytesOf = (chunks: Iterable<Uint8Array>): FileBytes => ({
  stream: () => Readable.from(chunks),
  open: () => Promise.reject(new Error('not used')),
});

/** The rows that can be read, and the places of the others. */
async function read(chunks: Iterable<Uint8Array> | string, reader = csvReader) {
  const rows: Row[] = [];
  const bad: (number | undefined)[] = [];
  const sink = recordSink((row) => rows.push(row), { onBad: ({ at }: RecordError) => bad.push(at) });
  const length = await reader.read(bytesOf(typeof chunks === 'string' ? [Buffer.from(chunks)] : chunks), sink);
  return { rows, bad, length };
}

const ab = { a: '1', b: '2' };

it.each<[string, string, Row[]]>([
  ['LF and CRLF in one file', 'a,b\r\n1,2\n1,2\r\n1,2', [ab, ab, ab]],
  ['CR alone', 'a,b\r1,2\r1,2\r', [ab, ab]],
  ['blanks behind a quote', 'a,b\n"1" ,"2" \n', [ab]],
  ['a quote inside of a cell that is not quoted', 'a,b\n5" pipe,2\n', [{ a: '5" pipe', b: '2' }]],
  [
    'empty cells',
    'a,b\n,\n"",""\n1,',
    [
      { a: '', b: '' },
      { a: '', b: '' },
      { a: '1', b: '' },
    ],
  ],
])('%s', async (_, text, rows) => {
  expect(await read(text)).toMatchObject({ rows, bad: [] });
});

describe('a quote in the wrong place ends the reading, although bad records are left out', () => {
  const rest = 'p,1\n'.repeat(1000);
  it.each<[string, string, RegExp, number]>([
    ['that is never closed', `a,b\n1,2\n3,"4\n${rest}`, /a quote is not closed/, 3],
    ['that another one closes', `a,b\n1,2\n3,"4\n${rest}5,"6"\n`, /or text follows it/, 3],
    ['that a cell with the wrong number of fields closes', `a,b\n3,"4\n${rest}5,6",7\n`, /has 3 fields .* it has 1002 lines/, 2],
    ['in the header', `a,"b\n${rest}`, /a quote is not closed/, 1],
  ])('%s', async (_, text, message, at) => {
    await expect(read(text)).rejects.toMatchObject({ message: expect.stringMatching(message), at });
  });
});

it('the time is linear in the number of columns and in the length of a cell', () => {
  const cells = 60_000;
  const rows: string[][] = [];
  const records = new CsvRecords(',', (row) => rows.push(row));
  const began = performance.now();
  records.add(`${Array.from({ length: cells }, (_, i) => `column ${i}`).join(',')}\n`);
  // half of the cells quoted, so that none of them is split off in one go
  records.add(`${Array.from({ length: cells }, (_, i) => (i % 2 ? `"${i}"` : i)).join(',')}\n`);
  records.add('"');
  for (let i = 0; i < 200_000; i++) records.add('a line of a long cell\n');
  records.add('"\n');
  records.end();
  expect(rows.map((row) => row.length)).toEqual([cells, cells, 1]);
  expect(performance.now() - began).toBeLessThan(3000);
});

describe('records that are too long', () => {
  /** More than a record may have, in pieces. */
  function* long(head: string, piece: string, tail: string): Generator<Uint8Array> {
    yield Buffer.from(head);
    const block = Buffer.from(piece.repeat((1 << 20) / piece.length));
    for (let size = 0; size <= MAX_RECORD_BYTES; size += block.length) yield block;
    yield Buffer.from(tail);
  }

  it('a line of JSON is left out, and the next one is found', async () => {
    const { rows, bad, length } = await read(long('{"a":1}\n{"a":"', 'x', '"}\n{"a":3}\n'), jsonlReader);
    expect({ rows, bad, length }).toEqual({ rows: [{ a: 1 }, { a: 3 }], bad: [2], length: 3 });
  });

  it.each([
    ['a line', long('a,b\n1,2\n', 'x', '\n'), 3],
    ['a quoted cell', long('a,b\n1,2\n3,"', 'a line of text.\n', '"\n'), 3],
  ])('%s of CSV ends the reading', async (_, chunks, at) => {
    await expect(read(chunks)).rejects.toMatchObject({ code: 'RECORD_TOO_LONG', at });
  });
});

it('a record nested too deeply to be compared is left out with its place', async () => {
  const deep = `${'['.repeat(20_000)}1${']'.repeat(20_000)}`;
  const table = new SampleTable();
  const columns = { kind: '', prompt: ['id'], reward: 'r', scores: [], wide: false };
  const bad: [number | undefined, string][] = [];
  const sink = recordSink((row) => table.add(row, columns), { onBad: ({ at, message }) => bad.push([at, message]) });
  const text = `{"id":1,"r":1}\n{"id":${deep},"r":1}\n{"id":2,"r":${deep}}\n{"id":2,"r":2}\n`;
  await jsonlReader.read(bytesOf([Buffer.from(text)]), sink);
  expect(bad).toEqual([2, 3].map((at) => [at, 'the record is nested too deeply']));
  expect(table.samples).toBe(2);
});

it('what is wrong before bytes that are not UTF-8 comes first, however the file is cut', async () => {
  const text = Buffer.from('a,b\n1\n1,2\n"1"x,2\n1,\xff\n', 'latin1');
  const whole = read([text]);
  await expect(whole).rejects.toMatchObject({ at: 4, message: expect.stringContaining('text follows it') });
  for (let cut = 1; cut < text.length; cut++)
    await expect(read([text.subarray(0, cut), text.subarray(cut)])).rejects.toMatchObject({ at: 4 });
});
