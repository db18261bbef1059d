// Writes small Parquet files of required columns, plain or compressed, that may declare what is not so: no library writes those.

import { brotliCompressSync, gzipSync } from 'node:zlib';
import { crc32 } from '../../src/files/crc32';

const TYPE = { INT64: 2, DOUBLE: 5, BYTE_ARRAY: 6 };
const CODEC = { UNCOMPRESSED: 0, SNAPPY: 1, GZIP: 2, BROTLI: 4, ZSTD: 6, LZ4_RAW: 7 };
const ENCODING = { PLAIN: 0, RLE: 3, DELTA_BYTE_ARRAY: 7, RLE_DICTIONARY: 8 };

type Value = [type: number, bytes: Uint8Array];

const varint = (value: number | bigint) => {
  const bytes: number[] = [];
  let left = BigInt(value);
  do {
    bytes.push(Number(left & 127n) | (left > 127n ? 128 : 0));
    left >>= 7n;
  } while (left > 0n);
  return Buffer.from(bytes);
};
const zigzag = (value: number | bigint) => varint(BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n)));

// values of Thrift's compact protocol: the type, and the bytes
export const i32 = (value: number): Value => [5, zigzag(value)];
export const i64 = (value: number | bigint): Value => [6, zigzag(value)];
export const text = (value: string): Value => [8, Buffer.concat([varint(Buffer.byteLength(value)), Buffer.from(value)])];
export const list = (type: number, items: readonly Uint8Array[]): Value => [
  9,
  Buffer.concat([
    items.length < 15 ? Buffer.from([(items.length << 4) | type]) : Buffer.from([0xf0 | type, ...varint(items.length)]),
    ...items,
  ]),
];
/** A struct of values by their field numbers. */
export const struct = (fields: Record<number, Value | undefined>): Value => {
  const pieces: Uint8Array[] = [];
  let before = 0;
  for (const [id, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    pieces.push(Buffer.from([((Number(id) - before) << 4) | value[0]]), value[1]);
    before = Number(id);
  }
  return [12, Buffer.concat([...pieces, Buffer.from([0])])];
};

/** Values as they are stored without an encoding. */
export function plain(type: keyof typeof TYPE, values: readonly (number | bigint | string)[]): Buffer {
  return Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(8);
      if (type === 'DOUBLE') bytes.writeDoubleLE(Number(value));
      else if (type === 'INT64') bytes.writeBigInt64LE(BigInt(value));
      else {
        bytes.writeUInt32LE(Buffer.byteLength(String(value)));
        return Buffer.concat([bytes.subarray(0, 4), Buffer.from(String(value))]);
      }
      return bytes;
    })
  );
}

function compressed(bytes: Uint8Array, codec: keyof typeof CODEC): Uint8Array {
  if (codec === 'GZIP') return gzipSync(bytes);
  if (codec === 'BROTLI') return brotliCompressSync(bytes);
  // one literal of Snappy, whose length takes four bytes
  if (codec === 'SNAPPY') {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length - 1);
    return Buffer.concat([varint(bytes.length), Buffer.from([63 << 2]), length, bytes]);
  }
  return bytes;
}

export interface Column {
  name: string;
  type: keyof typeof TYPE;
  values: readonly (number | bigint | string)[];
  /** The bytes of each of its pages, instead of the values. */
  page?: Buffer;
  encoding?: keyof typeof ENCODING;
}

export interface FileOptions {
  /** The rows of a row group; by default all. */
  groupRows?: number;
  codec?: keyof typeof CODEC;
  /** Whether pages have checksums. */
  crc?: boolean;
  /** What is declared, where that is not so: rows of the file and of a row group, values of a column in it and of a page. */
  rows?: number;
  inGroup?: number;
  inChunk?: number;
  inPage?: number;
  /** The decompressed bytes of a page and of a column, and how far its offset is from where it lies. */
  unfolded?: number;
  allUnfolded?: number;
  shift?: number;
}

/** A file of one page for each column and row group. */
export function parquetFile(columns: readonly Column[], options: FileOptions = {}): Uint8Array {
  const all = columns[0].values.length;
  const { groupRows = all, codec = 'UNCOMPRESSED', crc = false, rows = all } = options;
  const pieces: Uint8Array[] = [Buffer.from('PAR1')];
  let at = 4;
  const groups: Uint8Array[] = [];
  for (let from = 0; from < all; from += groupRows) {
    const count = Math.min(groupRows, all - from);
    const chunks = columns.map(({ name, type, values, page, encoding = 'PLAIN' }) => {
      const raw = page ?? plain(type, values.slice(from, from + count));
      const data = compressed(raw, codec);
      const header = struct({
        1: i32(0),
        2: i32(options.unfolded ?? raw.length),
        3: i32(data.length),
        4: crc ? i32(crc32(data) | 0) : undefined,
        5: struct({ 1: i32(options.inPage ?? count), 2: i32(ENCODING[encoding]), 3: i32(3), 4: i32(3) }),
      })[1];
      const meta = struct({
        1: i32(TYPE[type]),
        2: list(5, [i32(0)[1]]),
        3: list(8, [text(name)[1]]),
        4: i32(CODEC[codec]),
        5: i64(options.inChunk ?? count),
        6: i64(options.allUnfolded ?? (options.unfolded ?? raw.length) + header.length),
        7: i64(header.length + data.length),
        9: i64(at + (options.shift ?? 0)),
      });
      pieces.push(header, data);
      at += header.length + data.length;
      return struct({ 2: i64(at), 3: meta })[1];
    });
    groups.push(struct({ 1: list(12, chunks), 2: i64(at), 3: i64(options.inGroup ?? count) })[1]);
  }
  const elements = columns.map(
    ({ name, type }) => struct({ 1: i32(TYPE[type]), 3: i32(0), 4: text(name), 6: type === 'BYTE_ARRAY' ? i32(0) : undefined })[1]
  );
  const root = struct({ 4: text('schema'), 5: i32(columns.length) })[1];
  const footer = struct({ 1: i32(1), 2: list(12, [root, ...elements]), 3: i64(rows), 4: list(12, groups) })[1];
  return framed(Buffer.concat(pieces.slice(1)), footer);
}

/** The data and the footer as a file. */
export function framed(data: Uint8Array, footer: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Uint8Array.from(Buffer.concat([Buffer.from('PAR1'), data, footer, length, Buffer.from('PAR1')]));
}
