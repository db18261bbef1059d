// The types of Arrow's columns: how each is laid out, and how its values are read. Files and requests are both read by this table, and a
// type without a way to read it is refused by its name.

import { check } from './damage';
import type { FlatTable } from './flatbuffer';
import { decimalAt, halfToNumber, hexOf, momentOf } from './formats-of-values';

/** Reads the value at an index. */
export type Getter = (i: number) => unknown;

/** The buffers of a column; all but those of null and of unions and runs begin with one that has a bit for each value that is not null. */
export type Layout =
  | { kind: 'none' }
  /** Values of equal size. */
  | { kind: 'values'; bits: number }
  /** Places in a buffer of bytes; wide ones have 64 bits. */
  | { kind: 'bytes'; wide: boolean }
  /** Short values, or places in any number of buffers of bytes: the batch says how many. */
  | { kind: 'views' }
  /** Places in a child. */
  | { kind: 'list'; wide: boolean }
  | { kind: 'fixed list'; size: number }
  | { kind: 'struct' }
  | { kind: 'unread'; buffers: number };

/** What the values of a type may be used as, besides ids. */
export type Use = 'number' | 'text' | 'list' | 'id';

export interface ArrowType {
  /** As messages name it. */
  name: string;
  layout: Layout;
  /** Absent if the type is not read. */
  use?: Use;
  /** Whether its layout has children. */
  nested?: boolean;
  /** The values as a typed array, where they are one; the bytes are aligned. */
  view?: (bytes: Uint8Array<ArrayBuffer>) => NumberView;
  /** Values of equal size that are not numbers of a typed array; `exact` ones keep every digit. */
  getter?: (bytes: Uint8Array<ArrayBuffer>, exact: boolean) => Getter;
  /** The value of a run of bytes. */
  fromBytes?: (bytes: Uint8Array) => string;
}

export type NumberView =
  | Float64Array
  | Float32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

type NumberArray = new (buffer: ArrayBuffer, byteOffset: number, length: number) => NumberView;

const viewAs =
  (array: NumberArray, size: number) =>
  ({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>) =>
    new array(buffer, byteOffset, Math.floor(byteLength / size));

const SIGNED: Record<number, NumberArray> = { 8: Int8Array, 16: Int16Array, 32: Int32Array, 64: BigInt64Array };
const UNSIGNED: Record<number, NumberArray> = { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array, 64: BigUint64Array };

export function intType(bits: number, signed: boolean): ArrowType {
  const array = (signed ? SIGNED : UNSIGNED)[bits];
  check(array !== undefined, () => `it has integers of ${bits} bits`);
  const layout: Layout = { kind: 'values', bits };
  return { name: `${signed ? 'Int' : 'Uint'}${bits}`, layout, use: 'number', view: viewAs(array, bits / 8) };
}

function floatType(precision: number): ArrowType {
  const number = (name: string, bits: number, read: Pick<ArrowType, 'view' | 'getter'>): ArrowType => ({
    name,
    layout: { kind: 'values', bits },
    use: 'number',
    ...read,
  });
  const halves = viewAs(Uint16Array, 2);
  const types = [
    number('Float16', 16, {
      getter: (bytes) => {
        const values = halves(bytes);
        return (i) => halfToNumber(values[i] as number);
      },
    }),
    number('Float32', 32, { view: viewAs(Float32Array, 4) }),
    number('Float64', 64, { view: viewAs(Float64Array, 8) }),
  ];
  check(types[precision] !== undefined, () => `it has floats of precision ${precision}`);
  return types[precision];
}

function decimalType(table: FlatTable): ArrowType {
  const [precision, scale, bits] = [table.int32(0), table.int32(1), table.int32(2, 128)];
  check([32, 64, 128, 256].includes(bits), () => `it has decimals of ${bits} bits`);
  // the widest has 76 digits; a scale has no bound in the format, but a larger one would only be zeros
  check(precision >= 1 && precision <= 76 && Math.abs(scale) <= 76, () => `it has decimals with ${scale} of ${precision} digits`);
  return {
    name: `Decimal${bits}(${precision}, ${scale})`,
    layout: { kind: 'values', bits },
    use: 'number',
    getter: (bytes, exact) => {
      const text = decimalAt(bytes, bits, scale);
      return exact ? text : (i) => Number(text(i));
    },
  };
}

const UNITS = ['s', 'ms', 'us', 'ns'];

function unitOf(unit: number): string {
  check(UNITS[unit] !== undefined, () => `it has the unit of time ${unit}`);
  return UNITS[unit];
}

/** Times without a day, and durations: whole numbers of their unit. */
function timeType(name: string, unit: number, bits: number): ArrowType {
  return { ...intType(bits, true), name: `${name}(${unitOf(unit)})`, use: 'id' };
}

function momentType(name: string, bits: number, perSecond: number, zone: string, isDay = false): ArrowType {
  const integers = viewAs(SIGNED[bits], bits / 8);
  return {
    name,
    layout: { kind: 'values', bits },
    use: 'id',
    getter: (bytes) => {
      const values = integers(bytes);
      return (i) => momentOf(BigInt(values[i]), perSecond, zone, isDay);
    },
  };
}

const dateType = (unit: number): ArrowType =>
  // days have 32 bits and are the only unit longer than a second
  unit === 0 ? momentType('Date(day)', 32, 1 / 86_400, '', true) : momentType('Date(ms)', 64, 1000, '', true);

function timestampType(unit: number, zone: string): ArrowType {
  return momentType(`Timestamp(${unitOf(unit)}${zone && `, ${zone}`})`, 64, 1000 ** unit, zone && 'Z');
}

const bitAt: ArrowType['getter'] = (bytes) => (i) => ((bytes[i >> 3] >> (i & 7)) & 1) === 1;

function bytesType(name: string, layout: Layout): ArrowType {
  return { name, layout, use: 'id', fromBytes: hexOf };
}

function textType(name: string, layout: Layout): ArrowType {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return { name, layout, use: 'text', fromBytes: (bytes) => decoder.decode(bytes) };
}

function fixedBytesType(width: number): ArrowType {
  check(width >= 0, () => `it has values of ${width} bytes`);
  const getter: ArrowType['getter'] = (bytes) => (i) => hexOf(bytes.subarray(i * width, (i + 1) * width));
  return { name: `FixedSizeBinary(${width})`, layout: { kind: 'values', bits: 8 * width }, use: 'id', getter };
}

const listType = (name: string, wide: boolean): ArrowType => ({
  name,
  layout: { kind: 'list', wide },
  use: 'list',
  nested: true,
});

function fixedListType(size: number): ArrowType {
  check(size >= 0, () => `it has lists of ${size} values`);
  return { name: 'FixedSizeList', layout: { kind: 'fixed list', size }, use: 'list', nested: true };
}

const unread = (name: string, buffers: number, nested = false): ArrowType => ({
  name,
  layout: { kind: 'unread', buffers },
  nested,
});

/** By the number that the schema has for each type: makes the type from its table. */
export const TYPES: Record<number, (table: FlatTable) => ArrowType> = {
  1: () => ({ name: 'Null', layout: { kind: 'none' } }),
  2: (table) => intType(table.int32(0), table.uint8(1) !== 0),
  3: (table) => floatType(table.int16(0)),
  4: () => bytesType('Binary', { kind: 'bytes', wide: false }),
  5: () => textType('Utf8', { kind: 'bytes', wide: false }),
  6: () => ({ name: 'Bool', layout: { kind: 'values', bits: 1 }, use: 'number', getter: bitAt }),
  7: decimalType,
  8: (table) => dateType(table.int16(0, 1)),
  9: (table) => timeType('Time', table.int16(0, 1), table.int32(1, 32)),
  10: (table) => timestampType(table.int16(0), table.text(1)),
  11: () => unread('Interval', 2),
  12: () => listType('List', false),
  13: () => ({ name: 'Struct', layout: { kind: 'struct' }, use: 'id', nested: true }),
  14: (table) => unread('Union', table.int16(0) === 0 ? 1 : 2, true),
  15: (table) => fixedBytesType(table.int32(0)),
  16: (table) => fixedListType(table.int32(0)),
  17: () => unread('Map', 2, true),
  18: (table) => timeType('Duration', table.int16(0, 1), 64),
  19: () => bytesType('LargeBinary', { kind: 'bytes', wide: true }),
  20: () => textType('LargeUtf8', { kind: 'bytes', wide: true }),
  21: () => listType('LargeList', true),
  22: () => unread('RunEndEncoded', 0, true),
  23: () => bytesType('BinaryView', { kind: 'views' }),
  24: () => textType('Utf8View', { kind: 'views' }),
  25: () => unread('ListView', 3, true),
  26: () => unread('LargeListView', 3, true),
};
