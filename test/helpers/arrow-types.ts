// Columns of each type of Arrow's, and what they are to be read as, from files and from requests alike.

import {
  Binary,
  Bool,
  type Data,
  DateDay,
  DateMillisecond,
  Decimal,
  Dictionary,
  DurationMillisecond,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float16,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  IntervalYearMonth,
  LargeBinary,
  LargeUtf8,
  List,
  Map_,
  makeData,
  Null,
  SparseUnion,
  Struct,
  Table,
  TimeMicrosecond,
  TimestampMicrosecond,
  TimestampSecond,
  tableToIPC,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow';

export interface TypeCase {
  column: Vector;
  /** What numbers are read; absent where the column is refused as one of numbers. */
  numbers?: number[];
  /** Where a file reads them although a request does not: texts that are numbers. */
  fileNumbers?: number[];
  /** The texts of the ids; absent where the column is refused as one of ids. */
  ids?: string[];
  /** What lists are read; absent where the column is refused as one of lists. */
  lists?: number[][];
  /** The type as messages name it. */
  name: string;
}

const of = (data: Data) => new Vector([data]);

/** Decimals from their unscaled values. */
function decimals(values: readonly bigint[], scale: number, bits: 128 | 256): Vector {
  const words = new BigUint64Array((values.length * bits) / 64);
  values.forEach((value, i) => {
    for (let word = 0; word < bits / 64; word++) words[(i * bits) / 64 + word] = BigInt.asUintN(64, value >> BigInt(64 * word));
  });
  const type = new Decimal(scale, bits === 128 ? 38 : 76, bits);
  return of(makeData({ type, length: values.length, data: new Uint32Array(words.buffer) }));
}

const list = new List(new Field('item', new Float64(), true));
const fixedList = new FixedSizeList(2, new Field('item', new Float32(), true));
const bytes = [Uint8Array.of(0, 255), Uint8Array.of(97, 98), Uint8Array.of(0, 255)];
const texts = ['a', '2.5', 'é'];
const halves = Uint16Array.of(0x3c00, 0xc100, 0x0001, 0x7bff, 0x3555, 0x7c00, 0x8000);
const long = 12345678901234567890123456789n;

/** By type, in the order of Arrow's list of types. */
export const TYPE_CASES: TypeCase[] = [
  { name: 'Int8', column: vectorFromArray([-128, 0, 127], new Int8()), numbers: [-128, 0, 127], ids: ['-128', '0', '127'] },
  { name: 'Int16', column: vectorFromArray([-32768, 7], new Int16()), numbers: [-32768, 7], ids: ['-32768', '7'] },
  { name: 'Int32', column: vectorFromArray([-(2 ** 31), 7], new Int32()), numbers: [-(2 ** 31), 7], ids: ['-2147483648', '7'] },
  {
    name: 'Int64',
    column: vectorFromArray([-9007199254740993n, 9223372036854775807n], new Int64()),
    numbers: [-9007199254740992, 2 ** 63],
    ids: ['-9007199254740993', '9223372036854775807'],
  },
  { name: 'Uint8', column: vectorFromArray([0, 255], new Uint8()), numbers: [0, 255], ids: ['0', '255'] },
  { name: 'Uint16', column: vectorFromArray([0, 65535], new Uint16()), numbers: [0, 65535], ids: ['0', '65535'] },
  {
    name: 'Uint32',
    column: vectorFromArray([0, 2 ** 32 - 1], new Uint32()),
    numbers: [0, 2 ** 32 - 1],
    ids: ['0', '4294967295'],
  },
  {
    name: 'Uint64',
    column: vectorFromArray([1n, 18446744073709551615n], new Uint64()),
    numbers: [1, 2 ** 64],
    ids: ['1', '18446744073709551615'],
  },
  {
    name: 'Float16',
    column: of(makeData({ type: new Float16(), length: 7, data: halves })),
    // 1/3 to ten bits, the smallest, the largest
    numbers: [1, -2.5, 2 ** -24, 65504, 0.333251953125, Infinity, -0],
  },
  {
    name: 'Float16',
    column: of(makeData({ type: new Float16(), length: 2, data: halves.subarray(0, 2) })),
    numbers: [1, -2.5],
    ids: ['1', '-2.5'],
  },
  { name: 'Float32', column: vectorFromArray([0.5, 0.25], new Float32()), numbers: [0.5, 0.25], ids: ['0.5', '0.25'] },
  { name: 'Float64', column: vectorFromArray([0.1, 1e300], new Float64()), numbers: [0.1, 1e300], ids: ['0.1', '1e+300'] },
  { name: 'Bool', column: vectorFromArray([true, false, true], new Bool()), numbers: [1, 0, 1], ids: ['true', 'false', 'true'] },
  {
    name: 'Decimal128(38, 2)',
    column: decimals([0n, 125n, -5n, -12345n], 2, 128),
    numbers: [0, 1.25, -0.05, -123.45],
    ids: ['0.00', '1.25', '-0.05', '-123.45'],
  },
  {
    name: 'Decimal128(38, 0)',
    column: decimals([long, -long], 0, 128),
    numbers: [1.2345678901234568e28, -1.2345678901234568e28],
    ids: [String(long), String(-long)],
  },
  {
    name: 'Decimal128(38, -3)',
    column: decimals([7n, -7n], -3, 128),
    numbers: [7000, -7000],
    ids: ['7000', '-7000'],
  },
  {
    name: 'Decimal256(76, 30)',
    column: decimals([10n ** 60n + 1n, -(10n ** 29n)], 30, 256),
    numbers: [1e30, -0.1],
    ids: [`1${'0'.repeat(30)}.${'0'.repeat(29)}1`, `-0.1${'0'.repeat(29)}`],
  },
  { name: 'Utf8', column: vectorFromArray(texts, new Utf8()), ids: texts },
  { name: 'Utf8', column: vectorFromArray(['2.5', '-1'], new Utf8()), fileNumbers: [2.5, -1], ids: ['2.5', '-1'] },
  { name: 'LargeUtf8', column: vectorFromArray(texts, new LargeUtf8()), ids: texts },
  { name: 'Binary', column: vectorFromArray(bytes, new Binary()), ids: ['00ff', '6162', '00ff'] },
  { name: 'LargeBinary', column: vectorFromArray(bytes, new LargeBinary()), ids: ['00ff', '6162', '00ff'] },
  { name: 'FixedSizeBinary(2)', column: vectorFromArray(bytes, new FixedSizeBinary(2)), ids: ['00ff', '6162', '00ff'] },
  {
    name: 'Date(day)',
    column: of(makeData({ type: new DateDay(), length: 2, data: Int32Array.of(-1, 20000) })),
    ids: ['1969-12-31', '2024-10-04'],
  },
  {
    name: 'Date(ms)',
    column: of(makeData({ type: new DateMillisecond(), length: 2, data: BigInt64Array.of(-86_400_000n, 1_728_000_000_000n) })),
    ids: ['1969-12-31', '2024-10-04'],
  },
  {
    name: 'Timestamp(us)',
    column: of(makeData({ type: new TimestampMicrosecond(), length: 2, data: BigInt64Array.of(-1n, 1_700_000_000_000_001n) })),
    ids: ['1969-12-31T23:59:59.999999', '2023-11-14T22:13:20.000001'],
  },
  {
    name: 'Timestamp(s, Europe/Berlin)',
    column: of(makeData({ type: new TimestampSecond('Europe/Berlin'), length: 1, data: BigInt64Array.of(1_700_000_000n) })),
    ids: ['2023-11-14T22:13:20Z'],
  },
  {
    name: 'Time(us)',
    column: of(makeData({ type: new TimeMicrosecond(), length: 2, data: BigInt64Array.of(0n, 86_399_999_999n) })),
    ids: ['0', '86399999999'],
  },
  {
    name: 'Duration(ms)',
    column: of(makeData({ type: new DurationMillisecond(), length: 2, data: BigInt64Array.of(-5n, 5n) })),
    ids: ['-5', '5'],
  },
  {
    name: 'Interval',
    column: of(makeData({ type: new IntervalYearMonth(), length: 1, data: Int32Array.of(5) })),
  },
  {
    name: 'List<Float64>',
    column: vectorFromArray([[1, 2], [], [3.5]], list),
    lists: [[1, 2], [], [3.5]],
    ids: ['[1,2]', '[]', '[3.5]'],
  },
  {
    name: 'List<Float64>',
    // the same list without its first row: its places do not begin at 0
    column: vectorFromArray([[9, 9], [1, 2], [], [3.5]], list).slice(1),
    lists: [[1, 2], [], [3.5]],
    ids: ['[1,2]', '[]', '[3.5]'],
  },
  {
    name: 'FixedSizeList<Float32>',
    column: vectorFromArray(
      [
        [1, 2],
        [0.5, 4],
      ],
      fixedList
    ),
    lists: [
      [1, 2],
      [0.5, 4],
    ],
    ids: ['[1,2]', '[0.5,4]'],
  },
  {
    name: 'List<Utf8>',
    column: vectorFromArray([['a'], ['b', 'c']], new List(new Field('item', new Utf8(), true))),
    ids: ['["a"]', '["b","c"]'],
  },
  {
    name: 'List<Int64>',
    column: vectorFromArray([[9007199254740993n], []], new List(new Field('item', new Int64(), true))),
    lists: [[9007199254740992], []],
    ids: ['["9007199254740993"]', '[]'],
  },
  {
    name: 'Struct<Utf8, Int32>',
    column: vectorFromArray(
      [
        { a: 'x', b: 1 },
        { a: 'y', b: 2 },
      ],
      new Struct([new Field('a', new Utf8()), new Field('b', new Int32())])
    ),
    ids: ['{"a":"x","b":1}', '{"a":"y","b":2}'],
  },
  {
    name: 'Dictionary<Utf8>',
    column: vectorFromArray(['a', 'b', 'a'], new Dictionary(new Utf8(), new Int8())),
    ids: ['a', 'b', 'a'],
  },
  {
    name: 'Dictionary<Float64>',
    column: vectorFromArray([0.5, 0.25, 0.5], new Dictionary(new Float64(), new Int32())),
    numbers: [0.5, 0.25, 0.5],
    ids: ['0.5', '0.25', '0.5'],
  },
  {
    name: 'Dictionary<Int64>',
    column: vectorFromArray([9007199254740993n, 1n], new Dictionary(new Int64(), new Int32())),
    numbers: [9007199254740992, 1],
    ids: ['9007199254740993', '1'],
  },
  { name: 'Null', column: of(makeData({ type: new Null(), length: 2 })) },
  {
    name: 'Map<Struct<Utf8, Float64>>',
    column: vectorFromArray(
      [new Map([['a', 1]])],
      new Map_(
        new Field(
          'entries',
          new Struct<{ key: Utf8; value: Float64 }>([new Field('key', new Utf8()), new Field('value', new Float64())])
        )
      )
    ),
  },
  {
    name: 'Union<Float64, Utf8>',
    column: of(
      makeData({
        type: new SparseUnion([0, 1], [new Field('a', new Float64()), new Field('b', new Utf8())]),
        length: 1,
        typeIds: Int8Array.of(0),
        children: [vectorFromArray([1], new Float64()).data[0], vectorFromArray(['x'], new Utf8()).data[0]],
      })
    ),
  },
];

/** A table of the column and of one with the number of each row. */
export function bytesOf({ column }: Pick<TypeCase, 'column'>, format: 'file' | 'stream' = 'stream'): Uint8Array {
  const row = vectorFromArray(Int32Array.from({ length: column.length }, (_, i) => i));
  return tableToIPC(new Table({ value: column, row }), format);
}
