// Parquet files that declare what is not so, and damage inside of pages: each is refused with its place, before much is allocated.

import { expect, it } from 'vitest';
import { HOST_CODECS } from '../../src/files/codecs/host';
import { decompressLz4Block, decompressLz4Hadoop } from '../../src/files/codecs/lz4';
import { checkSnappy } from '../../src/files/codecs/snappy';
import { decompressZstd } from '../../src/files/codecs/zstd';
import { crc32 } from '../../src/files/crc32';
import type { Codecs } from '../../src/files/file-bytes';
import { readRuns } from '../../src/files/parquet/runs';
import { endOfStruct } from '../../src/files/parquet/thrift';
import { readValues } from '../../src/files/parquet/values';
import { readRows } from '../../src/files/parquet-rows';
import { type Row, recordSink } from '../../src/files/record-sink';
import { framed, parquetFile } from '../helpers/parquet-file';

const COUNT = 12;
const prompt = {
  name: 'prompt',
  type: 'BYTE_ARRAY',
  values: Array.from({ length: COUNT }, (_, i) => `prompt ${i >> 2}`),
} as const;
const reward = { name: 'reward', type: 'DOUBLE', values: Array.from({ length: COUNT }, (_, i) => Math.sin(i)) } as const;
const columns = [prompt, reward];
const expected = prompt.values.map((name, i) => ({ prompt: name, reward: reward.values[i] }));

async function read(bytes: Uint8Array, names?: string[], codecs?: Codecs): Promise<Row[]> {
  const rows: Row[] = [];
  const slice = (start: number, end?: number) => Uint8Array.from(bytes.subarray(start, end)).buffer;
  const sink = recordSink((row) => rows.push(row), { columns: names, onBad: () => {} });
  const length = await readRows({ byteLength: bytes.length, slice }, sink, { codecs });
  expect(length).toBe(rows.length);
  return rows;
}

it.each(['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI'] as const)('%s, in several row groups, with checksums', async (codec) => {
  expect(await read(parquetFile(columns, { codec, groupRows: 5, crc: true }))).toEqual(expected);
  const some = await read(parquetFile(columns, { codec, groupRows: 5 }), ['reward'], HOST_CODECS);
  expect(some).toEqual(expected.map(({ reward }) => ({ reward })));
});

it.each<[string, Parameters<typeof parquetFile>[1], RegExp]>([
  ['more rows than there are', { rows: 30 }, /the file declares 30 rows, and its row groups declare 12/],
  ['fewer rows than there are', { rows: 3 }, /the file declares 3 rows, and its row groups declare 12/],
  ['a negative number of rows', { rows: -1, inGroup: -1 }, /row group 1: it declares -1 rows/],
  ['rows that no column has', { rows: 13, inGroup: 13 }, /row group 1: column prompt: it declares 12 values for 13 rows/],
  [
    'values that no page has',
    { rows: 13, inGroup: 13, inChunk: 13 },
    /row group 1, column prompt: page 2: the column declares 13 values, and has 12/,
  ],
  [
    'too many values of a page',
    { inPage: 13 },
    /row group 1, column prompt: page 1: it declares 13 values, and there is room for 12/,
  ],
  [
    'two thousand million rows',
    { rows: 2 ** 31 - 1, inGroup: 2 ** 31 - 1, inChunk: 2 ** 31 - 1, inPage: 2 ** 31 - 1 },
    /it declares 2147483647 rows/,
  ],
  ['more rows than so few bytes hold', { rows: 2 ** 25, inGroup: 2 ** 25, inChunk: 2 ** 25 }, /33554432 values in \d+ bytes/],
  [
    'a page of two gigabytes',
    { unfolded: 2 ** 31 - 1, allUnfolded: 5000, codec: 'GZIP' },
    /column prompt: page 1: it declares 2147483647 decompressed bytes/,
  ],
  ['a page that unfolds to more', { unfolded: 20, codec: 'GZIP' }, /column prompt: page 1: .*(larger|damaged)/],
  [
    'a page that unfolds to less',
    { unfolded: 5000, codec: 'GZIP' },
    /column prompt: page 1: .*(damaged|declares 5000 bytes and has \d+)/,
  ],
  ['more bytes of a column than its pages may have', { allUnfolded: 10 }, /declares 10 decompressed bytes, and has more/],
  ['data after the end', { shift: 1_000_000 }, /column prompt: it declares 1000004 bytes before it/],
  ['data in the footer', { shift: 60 }, /column reward: its data, bytes \d+ to \d+, are not in the file/],
  ['data before the beginning', { shift: -100 }, /declares -96 bytes before it/],
])('%s', async (_, options, message) => {
  // with the package's own decompression, as in the explorer, and with that of Node.js
  for (const codecs of [undefined, HOST_CODECS]) {
    await expect(read(parquetFile(columns, options), undefined, codecs)).rejects.toThrow(message);
  }
});

it('a checksum that is not that of the page', async () => {
  const bytes = parquetFile(columns, { crc: true });
  // the last byte of the last reward, which lies before the footer
  const place = Buffer.from(bytes).lastIndexOf(Buffer.from(new Float64Array([Math.sin(COUNT - 1)]).buffer)) + 7;
  bytes[place] ^= 1;
  await expect(read(bytes)).rejects.toThrow('row group 1, column reward: page 1: its checksum is not that of its bytes');
  // the value is another one where there is no checksum
  expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
});

it('columns that lie in the same place', async () => {
  const twice = parquetFile([reward, { ...reward, name: 'other' }], { shift: 0 });
  expect((await read(twice)).length).toBe(COUNT);
});

it('two columns of one name, where it is used', async () => {
  const twice = parquetFile([{ ...reward, name: 'other' }, reward, reward]);
  await expect(read(twice, ['reward'])).rejects.toThrow('two columns are called "reward"');
  expect((await read(twice, ['other'])).length).toBe(COUNT);
});

it('texts that are not UTF-8, where they are used', async () => {
  const bytes = parquetFile([prompt]);
  bytes[Buffer.from(bytes).indexOf('prompt 1')] = 0xff;
  await expect(read(bytes, ['prompt'])).rejects.toThrow('row group 1, column prompt: page 1: a text is not UTF-8');
});

it.each<[string, () => Uint8Array, RegExp]>([
  ['no fields', () => framed(new Uint8Array(), new Uint8Array(200_000).fill(0x80)), /the footer does not say what it must/],
  [
    'an endless number in a field',
    () => framed(new Uint8Array(), Uint8Array.of(0x16, ...new Uint8Array(5000).fill(0xff))),
    /a number is too long/,
  ],
  [
    'a list of 2^31 entries',
    () => framed(new Uint8Array(), Uint8Array.of(0x29, 0xfc, 255, 255, 255, 255, 7)),
    /a list declares 2147483647 entries/,
  ],
  ['structs in structs', () => framed(new Uint8Array(), new Uint8Array(5000).fill(0x1c)), /nested too deeply/],
  [
    'lists in lists',
    () => framed(new Uint8Array(), Uint8Array.of(0x19, ...new Uint8Array(5000).fill(0x19))),
    /nested too deeply/,
  ],
  ['nothing', () => framed(new Uint8Array(), new Uint8Array()), /the footer: it ends too early/],
])('a footer with %s', async (_, bytes, message) => {
  await expect(read(bytes())).rejects.toThrow(message);
});

it('runs are as long as the page, and hold what they may', () => {
  expect([...readRuns(Uint8Array.of(3, 0b10_01_00_11, 0b01_00_10_11), 2, 8, 3)]).toEqual([3, 0, 1, 2, 3, 2, 0, 1]);
  expect([...readRuns(Uint8Array.of(6, 5), 3, 3, 7)]).toEqual([5, 5, 5]);
  const wide = Uint8Array.of(3, ...new Uint8Array(new Uint32Array(8).fill(4_000_000_000).buffer));
  expect([...readRuns(wide, 32, 8, 2 ** 32 - 1)]).toEqual(Array(8).fill(4_000_000_000));
  expect(() => readRuns(Uint8Array.of(0xfe, 255, 255, 255, 15, 1), 1, 3, 1)).toThrow(
    /a run has 2147483647 numbers, and the page only 3 more/
  );
  expect(() => readRuns(Uint8Array.of(6, 5), 3, 3, 4)).toThrow(/there is a 5 among numbers of at most 4/);
  expect(() => readRuns(Uint8Array.of(3, 255), 3, 8, 7)).toThrow(/end too early/);
  expect(() => readRuns(Uint8Array.of(0xff, 255, 255, 255, 255, 255), 0, 3, 0)).toThrow(/end too early/);
});

it('encodings make nothing that is not there', () => {
  const bytes = { type: 'BYTE_ARRAY' } as const;
  expect(() => readValues(new Uint8Array(8), 'PLAIN', { type: 'DOUBLE' }, 2)).toThrow(/2 values do not fit into 8 bytes/);
  expect(() => readValues(Uint8Array.of(9, 0, 0, 0, 1), 'PLAIN', bytes, 1)).toThrow();
  // blocks of 128 in 4 parts, two numbers: 1000000 and 0, as the first prefix
  const prefix = Uint8Array.of(128, 1, 4, 2, 0x80, 0x89, 0x7a, 0, 0, 0, 0, 0);
  expect(() => readValues(Uint8Array.of(...prefix, ...prefix), 'DELTA_BYTE_ARRAY', bytes, 2)).toThrow(/contradict each other/);
  expect(() => readValues(Uint8Array.of(128, 1, 0, 2, 0), 'DELTA_BINARY_PACKED', { type: 'INT64' }, 2)).toThrow(/in 0 parts/);
  expect(() => readValues(new Uint8Array(20), 'GROUP_VAR_INT', bytes, 2)).toThrow(/encoding GROUP_VAR_INT is not known/);
});

it('compressed data unfold to what they declare, or are damaged', () => {
  // the text abcabcabc: three literals and a copy
  expect(Buffer.from(decompressLz4Block(Uint8Array.of(0x32, 97, 98, 99, 3, 0), 9)).toString()).toBe('abcabcabc');
  expect(Buffer.from(decompressLz4Hadoop(Uint8Array.of(0, 0, 0, 9, 0, 0, 0, 6, 0x32, 97, 98, 99, 3, 0), 9)).toString()).toBe(
    'abcabcabc'
  );
  for (const size of [8, 10, 1000])
    expect(() => decompressLz4Block(Uint8Array.of(0x32, 97, 98, 99, 3, 0), size)).toThrow(/LZ4 hold (more|9) bytes/);
  expect(() => decompressLz4Block(Uint8Array.of(0x3f, 97, 98, 99, 9, 0, 255), 300)).toThrow(/damaged/);
  checkSnappy(Uint8Array.of(9, 2 << 2, 97, 98, 99, (2 << 2) | 1, 3), 9);
  expect(() => checkSnappy(Uint8Array.of(9, 2 << 2, 97, 98, 99, (2 << 2) | 1, 4), 9)).toThrow(/Snappy are damaged/);
  // a literal of -100 bytes, on which one decoder goes back for ever
  expect(() => checkSnappy(Uint8Array.of(9, 63 << 2, 0x9b, 255, 255, 255, 1, 2, 3), 9)).toThrow(/Snappy are damaged/);
  const frame = (...blocks: number[]) => Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x20, 9, ...blocks);
  expect(Buffer.from(decompressZstd(frame(75, 0, 0, 97), 9)).toString()).toBe('aaaaaaaaa');
  // two frames, and between them one that is skipped
  const two = [...frame(75, 0, 0, 97), 0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 7, ...frame(75, 0, 0, 98)];
  expect(Buffer.from(decompressZstd(Uint8Array.from(two), 18)).toString()).toBe('aaaaaaaaabbbbbbbbb');
  expect(() => decompressZstd(Uint8Array.from(two), 17)).toThrow(/hold more bytes/);
  expect(() => decompressZstd(Uint8Array.from(two), 19)).toThrow(/do not hold the 19 bytes/);
  expect(() => decompressZstd(frame(83, 0, 0, 97), 9)).toThrow(/hold more bytes/);
  expect(() => decompressZstd(frame(67, 0, 0, 97), 9)).toThrow(/Zstandard do not hold the 9 bytes/);
  expect(() => decompressZstd(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0xf8, 75, 0, 0, 97), 9)).toThrow(
    /need a window of more than/
  );
});

it('a struct is walked over to its end', () => {
  expect(endOfStruct(Uint8Array.of(0x15, 2, 0x16, 0x80, 1, 0x18, 2, 65, 66, 0, 99), 0)).toBe(10);
});
