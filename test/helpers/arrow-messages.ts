// Arrow streams put together message by message, so that they can declare what is not there.

import { type DataType, Dictionary, Field, FixedSizeList, Float64, Int32, List, Null, Schema, Struct, Utf8 } from 'apache-arrow';
import { BufferRegion, DictionaryBatch, FieldNode, Message, RecordBatch } from 'apache-arrow/ipc/metadata/message';

/** Lengths of columns: how many values, and how many of them null. */
type Node = [length: number, nulls: number];

interface BatchParts {
  length: number;
  nodes: Node[];
  /** The buffers; they are laid one after another, unless `places` says where they are to be. */
  buffers: Uint8Array[];
  places?: [offset: number, length: number][];
  /** 0 for LZ4, 1 for Zstandard. */
  codec?: number;
  /** The length of the body, if another than it has is to be declared. */
  declared?: number;
}

const END = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);

export function join(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(parts));
}

function framed(message: Message, body: Uint8Array = new Uint8Array(0)): Uint8Array {
  const metadata = Message.encode(message);
  const padded = new Uint8Array(Math.ceil(metadata.length / 8) * 8);
  padded.set(metadata);
  return join(new Uint8Array(Int32Array.of(-1, padded.length).buffer), padded, body);
}

function recordBatch({ length, nodes, buffers, places, codec }: BatchParts): { batch: RecordBatch; body: Uint8Array } {
  const body = join(...buffers.map((buffer) => join(buffer, new Uint8Array((8 - (buffer.length % 8)) % 8))));
  let at = 0;
  const inOrder = buffers.map(({ length }): [number, number] => {
    const place: [number, number] = [at, length];
    at += Math.ceil(length / 8) * 8;
    return place;
  });
  const batch = new RecordBatch(
    length,
    nodes.map(([length, nulls]) => new FieldNode(length, nulls)),
    (places ?? inOrder).map(([offset, length]) => new BufferRegion(offset, length)),
    codec === undefined ? null : ({ type: codec, method: 0 } as RecordBatch['compression'])
  );
  return { batch, body };
}

export function batch(parts: BatchParts): Uint8Array {
  const { batch, body } = recordBatch(parts);
  return framed(Message.from(batch, parts.declared ?? body.length), body);
}

export function dictionaryBatch(id: number, isDelta: boolean, parts: BatchParts): Uint8Array {
  const { batch, body } = recordBatch(parts);
  return framed(Message.from(new DictionaryBatch(batch, id, isDelta), body.length), body);
}

export function stream(types: Record<string, DataType>, ...messages: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const schema = new Schema(Object.entries(types).map(([name, type]) => new Field(name, type, true)));
  return join(framed(Message.from(schema)), ...messages, END);
}

export const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

export const doubles = (...values: number[]) => bytesOf(Float64Array.from(values));
export const ints = (...values: number[]) => bytesOf(Int32Array.from(values));
const none = new Uint8Array(0);

/** A compressed buffer with the size that it declares. */
export function compressed(size: bigint, frame: Uint8Array): Uint8Array {
  return join(bytesOf(BigInt64Array.of(size)), frame);
}

/** A Zstandard frame of zeros: blocks that repeat a byte. */
export function zstdZeros(size: number, declared = size): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let left = size; left > 0; left -= 2 ** 17) {
    const header = (Math.min(left, 2 ** 17) << 3) | (1 << 1) | Number(left <= 2 ** 17);
    blocks.push(Uint8Array.of(header & 255, (header >> 8) & 255, header >> 16, 0));
  }
  return join(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xe0), bytesOf(BigInt64Array.of(BigInt(declared))), ...blocks);
}

/** An LZ4 frame of zeros: one block, whose only match is as long as the size needs. */
export function lz4Zeros(size: number): Uint8Array {
  // a literal zero, a match of at least 19 with more bytes of 255, and five literals
  const more = size - 1 - 19 - 5;
  const lengths = join(new Uint8Array(Math.floor(more / 255)).fill(255), Uint8Array.of(more % 255));
  const block = join(Uint8Array.of(0x1f, 0, 1, 0), lengths, Uint8Array.of(0x50, 0, 0, 0, 0, 0));
  return join(Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x60, 0x70, 0x73), ints(block.length), block, ints(0));
}

const float = { reward: new Float64() };
const two: Pick<BatchParts, 'length' | 'nodes'> = { length: 2, nodes: [[2, 0]] };
const one = (types: Record<string, DataType>, parts: BatchParts) => stream(types, batch(parts));
const nested = (depth: number): DataType => (depth === 0 ? new Float64() : new List(new Field('item', nested(depth - 1), true)));
const words = new Dictionary(new Utf8(), new Int32(), 7);
const wordsOf = (isDelta: boolean) =>
  dictionaryBatch(7, isDelta, { length: 1, nodes: [[1, 0]], buffers: [none, ints(0, 1), Uint8Array.of(97)] });
export const good = one(float, { ...two, buffers: [none, doubles(1, 2)] });

/** Streams that declare what is not there, and what is said about them. */
export const LIES: [name: string, bytes: Uint8Array<ArrayBuffer>, message: RegExp][] = [
  [
    'rows without bytes',
    one({ reward: new Null() }, { length: 2 ** 31 - 1, nodes: [[2 ** 31 - 1, 0]], buffers: [] }),
    /no bytes/,
  ],
  ['structs without parts', one({ s: new Struct([]) }, { length: 1e12, nodes: [[1e12, 0]], buffers: [none] }), /no bytes/],
  ['a negative number of rows', one(float, { length: -1, nodes: [[-1, 0]], buffers: [none, none] }), /a batch has -1 rows/],
  [
    'another length of a column',
    one(float, { length: 3, nodes: [[2, 0]], buffers: [none, doubles(1, 2)] }),
    /2 values and its batch 3/,
  ],
  [
    'more nulls than values',
    one(float, { length: 2, nodes: [[2, 3]], buffers: [none, doubles(1, 2)] }),
    /3 nulls among 2 values/,
  ],
  ['nulls without bits', one(float, { length: 2, nodes: [[2, 1]], buffers: [none, doubles(1, 2)] }), /has 0 bytes or values/],
  [
    'another number of nulls',
    one(float, { length: 2, nodes: [[2, 1]], buffers: [Uint8Array.of(0), doubles(1, 2)] }),
    /declares 1 nulls and has 2/,
  ],
  ['too few bytes', one(float, { ...two, buffers: [none, doubles(1)] }), /has 8 bytes or values where its 2 need 16/],
  ['too few buffers', one(float, { ...two, buffers: [none] }), /fewer buffers/],
  ['too many buffers', one(float, { ...two, buffers: [none, doubles(1, 2), none] }), /more columns than its schema/],
  ['too few columns', one(float, { length: 2, nodes: [], buffers: [] }), /fewer columns/],
  [
    'a buffer after the end',
    one(float, {
      ...two,
      buffers: [none, doubles(1, 2)],
      places: [
        [0, 0],
        [8, 16],
      ],
    }),
    /outside/,
  ],
  [
    'a buffer before the start',
    one(float, {
      ...two,
      buffers: [none, doubles(1, 2)],
      places: [
        [0, 0],
        [-8, 16],
      ],
    }),
    /outside/,
  ],
  [
    'one buffer for two columns',
    one(
      { a: new Float64(), b: new Float64() },
      {
        length: 1,
        nodes: [
          [1, 0],
          [1, 0],
        ],
        buffers: [doubles(1)],
        places: [
          [0, 0],
          [0, 8],
          [0, 0],
          [0, 8],
        ],
      }
    ),
    /overlap/,
  ],
  [
    'texts backwards',
    one({ t: new Utf8() }, { ...two, buffers: [none, ints(0, 3, 1), new Uint8Array(8)] }),
    /begin before the end/,
  ],
  [
    'texts before the start',
    one({ t: new Utf8() }, { ...two, buffers: [none, ints(-1, 0, 1), new Uint8Array(8)] }),
    /begin before the end/,
  ],
  [
    'texts after the end',
    one({ t: new Utf8() }, { ...two, buffers: [none, ints(0, 1, 99), new Uint8Array(8)] }),
    /values up to 99, of 8/,
  ],
  [
    'lists after the end',
    one(
      { l: nested(1) },
      {
        length: 1,
        nodes: [
          [1, 0],
          [1, 0],
        ],
        buffers: [none, ints(0, 2), none, doubles(1)],
      }
    ),
    /values up to 2, of 1/,
  ],
  [
    'lists of a size that is not there',
    one(
      { l: new FixedSizeList(1e9, new Field('item', new Float64())) },
      {
        length: 1,
        nodes: [
          [1, 0],
          [1, 0],
        ],
        buffers: [none, none, doubles(1)],
      }
    ),
    /where its 1 need 1000000000/,
  ],
  ['a body that is not there', one(float, { ...two, buffers: [none, doubles(1, 2)], declared: 2 ** 30 }), /cut short/],
  [
    'a body of petabytes',
    one(float, { ...two, buffers: [none, doubles(1, 2)], declared: 2 ** 50 }),
    /a message of 1125899906842624 bytes/,
  ],
  ['columns nested without end', one({ l: nested(40) }, { ...two, buffers: [] }), /nested more than 32 deep/],
  [
    'Zstandard that unfolds to more',
    one(float, { ...two, buffers: [none, compressed(16n, zstdZeros(2 ** 30, 16))], codec: 1 }),
    /hold more bytes than they declare/,
  ],
  [
    'Zstandard that unfolds to less',
    one(float, { ...two, buffers: [none, compressed(16n, zstdZeros(8, 16))], codec: 1 }),
    /do not hold the 16 bytes that they declare/,
  ],
  [
    'LZ4 that unfolds to more',
    one(float, { ...two, buffers: [none, compressed(16n, lz4Zeros(2 ** 24))], codec: 0 }),
    /hold more bytes than they declare/,
  ],
  [
    'LZ4 that unfolds to less',
    one(float, { ...two, buffers: [none, compressed(80n, lz4Zeros(50))], codec: 0 }),
    /hold 50 bytes and declare 80/,
  ],
  [
    'numbers that declare gigabytes',
    one(float, { ...two, buffers: [none, compressed(2n ** 32n, zstdZeros(2 ** 20, 2 ** 32))], codec: 1 }),
    /declares 4294967296 bytes and its rows need 16/,
  ],
  [
    'texts that declare terabytes',
    one(
      { t: new Utf8() },
      {
        ...two,
        buffers: [none, compressed(-1n, ints(0, 1, 2)), compressed(2n ** 40n, zstdZeros(2 ** 20, 2 ** 40))],
        codec: 1,
      }
    ),
    /unfolds to more than \d+ MiB/,
  ],
  ['a negative size', one(float, { ...two, buffers: [none, compressed(-2n, doubles(1, 2))], codec: 1 }), /declares -2 bytes/],
  [
    'an unknown compression',
    one(float, { ...two, buffers: [none, doubles(1, 2)], codec: 9 }),
    /compressed in a way that is not read/,
  ],
  [
    'an index outside of its dictionary',
    stream({ d: words }, wordsOf(false), batch({ ...two, buffers: [none, ints(0, 1)] })),
    /index 1 into a dictionary of 1/,
  ],
  [
    'a dictionary that is not there',
    one({ d: words }, { ...two, buffers: [none, ints(0, 0)] }),
    /a dictionary that is not there/,
  ],
  ['more of a dictionary that is not there', stream({ d: words }, wordsOf(true)), /adds to the dictionary 7/],
  ['a dictionary that no column uses', stream(float, wordsOf(false)), /a dictionary 7 that no column uses/],
  ['a stream cut inside a message', good.slice(0, good.length - 16), /cut short/],
  ['two streams', join(good, good), /goes on after its end/],
  ['nothing', new Uint8Array(0), /it is empty/],
  ['text', bytesOf(Buffer.from('nothing of the kind')) as Uint8Array<ArrayBuffer>, /a message with 1752461166 bytes of metadata/],
];
