// The values of a column in a batch, as JavaScript has them.

import { RecordError } from '../record-error';
import { checkDistinct } from '../wanted-columns';
import { ArrowDamage, ArrowRefusal, type Budget, check } from './damage';
import { type ArrayData, type Dictionary, layoutOf, offsetBytes, VIEW_BYTES } from './layout';
import { type Field, typeName } from './schema';
import type { ArrowType, Getter, NumberView } from './types';

// What values take as objects, in bytes, about: an entry of a dictionary besides its text, and a value inside another, with what it is as text.
const [ENTRY_HEAP_BYTES, NESTED_HEAP_BYTES] = [40, 64];

/**
 * Reads values: numbers, bigints, texts, true and false, arrays of lists, objects of structs, and null.
 *
 * @param exact - whether decimals are texts with all their digits instead of numbers.
 * @param budget - is charged for texts, the entries of dictionaries, and the values inside others, before they are made.
 * @throws ArrowRefusal if the type is not read.
 */
export function valuesOf(data: ArrayData, exact: boolean, budget?: Budget): Getter {
  const get = data.field.dictionary ? lookUp(data, exact, budget) : plainValuesOf(data, exact, budget);
  const isValid = validityOf(data);
  return isValid ? (i) => (isValid(i) ? get(i) : null) : get;
}

/** Whether the value at an index is not null; undefined if none is, besides those of a dictionary. */
export function validityOf({ field, length, nulls, validity }: ArrayData): ((i: number) => boolean) | undefined {
  if (nulls === 0 || !validity) return undefined;
  const bits = validity.read(Math.ceil(length / 8));
  let valid = 0;
  for (let i = 0; i < length; i++) valid += (bits[i >> 3] >> (i & 7)) & 1;
  check(valid === length - nulls, () => `${field.name} declares ${nulls} nulls and has ${length - valid}`);
  return (i) => ((bits[i >> 3] >> (i & 7)) & 1) === 1;
}

function plainValuesOf(data: ArrayData, exact: boolean, budget?: Budget): Getter {
  const { field, children } = data;
  const { layout } = field.type;
  switch (layout.kind) {
    case 'none':
      return () => null;
    case 'values': {
      const view = viewOf(data, field.type);
      return view ? (i) => view[i] : (field.type.getter as NonNullable<ArrowType['getter']>)(valueBytes(data), exact);
    }
    case 'bytes': {
      const offsets = offsetsOf(data, data.buffers[1].size);
      const bytes = data.buffers[1].read(offsets[data.length], Infinity);
      return textsOf(field, (i) => bytes.subarray(offsets[i], offsets[i + 1]), budget);
    }
    case 'views': {
      return textsOf(field, viewsOf(data), budget);
    }
    case 'list':
    case 'fixed list': {
      const offsets = offsetsOf(data, children[0].length);
      const get = valuesOf(children[0], exact, budget);
      return (i) => {
        const length = offsets[i + 1] - offsets[i];
        budget?.spendHeap(NESTED_HEAP_BYTES * length);
        return Array.from({ length }, (_, j) => get(offsets[i] + j));
      };
    }
    case 'struct': {
      checkDistinct(children.map((child) => child.field.name));
      const parts = children.map((child) => [child.field.name, valuesOf(child, exact, budget)] as const);
      const size = parts.reduce((sum, [name]) => sum + NESTED_HEAP_BYTES + 2 * name.length, 0);
      return (i) => {
        budget?.spendHeap(size);
        return Object.fromEntries(parts.map(([name, get]) => [name, get(i)]));
      };
    }
    case 'unread':
      throw new ArrowRefusal(`${field.name} is a column of ${typeName(field)}, which is not read`);
  }
}

/** The values as a typed array, if they are numbers of one. */
export function viewOf(data: ArrayData, type: ArrowType): NumberView | undefined {
  return type.view?.(valueBytes(data)).subarray(0, data.length);
}

function valueBytes(data: ArrayData): Uint8Array<ArrayBuffer> {
  const layout = layoutOf(data.field);
  return data.buffers[0].read(layout.kind === 'values' ? Math.ceil((data.length * layout.bits) / 8) : undefined);
}

/** Where each list or text begins and, after the last, ends; checked to lie among the values or bytes there are. */
export function offsetsOf({ field, length, buffers }: ArrayData, size: number): ArrayLike<number> {
  const layout = layoutOf(field);
  if (layout.kind === 'fixed list') return Float64Array.from({ length: length + 1 }, (_, i) => i * layout.size);
  const wide = 'wide' in layout && layout.wide;
  if (length === 0) return [0];
  const { buffer, byteOffset } = buffers[0].read(offsetBytes(length, wide));
  const offsets = wide
    ? Float64Array.from(new BigInt64Array(buffer, byteOffset, length + 1) as unknown as ArrayLike<bigint>, Number)
    : new Int32Array(buffer, byteOffset, length + 1);
  let last = 0;
  for (let i = 0; i <= length; i++) {
    if (!(offsets[i] >= last)) throw new ArrowDamage(`${field.name} has values that begin before the end of the one before`);
    last = offsets[i];
  }
  check(last <= size, () => `${field.name} has values up to ${last}, of ${size}`);
  return offsets;
}

/** Up to so many bytes stand in the view itself. */
const SHORT_BYTES = 12;

function viewsOf({ field, length, buffers }: ArrayData): (i: number) => Uint8Array {
  const [views, ...rest] = buffers;
  const bytes = views.read(VIEW_BYTES * length);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, 4 * length);
  const parts = rest.map((buffer) => buffer.read(buffer.size, Infinity));
  return (i) => {
    const [size, part, from] = [words[4 * i], words[4 * i + 2], words[4 * i + 3]];
    if (size >= 0 && size <= SHORT_BYTES) return bytes.subarray(VIEW_BYTES * i + 4, VIEW_BYTES * i + 4 + size);
    if (!(size > 0 && from >= 0 && from + size <= parts[part]?.length))
      throw new ArrowDamage(`${field.name} has a value outside of its buffers`);
    return parts[part].subarray(from, from + size);
  };
}

/** Decodes texts, and names the column of one that cannot be. */
function textsOf({ name, type }: Field, bytesAt: (i: number) => Uint8Array, budget?: Budget): Getter {
  return (i) => {
    const bytes = bytesAt(i);
    // the same bytes may be the text of many rows; a byte is at most two as a text
    budget?.spendHeap(2 * bytes.length);
    try {
      return type.fromBytes?.(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new RecordError(`${name} is not UTF-8`);
    }
  };
}

function lookUp(data: ArrayData, exact: boolean, budget?: Budget): Getter {
  const { field, dictionary } = data;
  if (!dictionary) throw new ArrowDamage(`${field.name} has a dictionary that is not there`);
  const values = dictionaryValues(dictionary, exact, budget);
  const indices = viewOf(data, field.dictionary?.index as ArrowType) as NumberView;
  return (i) => {
    const index = Number(indices[i]);
    if (!(index >= 0 && index < values.length))
      throw new ArrowDamage(`${field.name} has the index ${index} into a dictionary of ${values.length}`);
    return values[index];
  };
}

/** The values of dictionaries as far as they have been read, for numbers and for ids. */
const read = new WeakMap<Dictionary, Map<boolean, { values: unknown[]; pieces: number }>>();

function dictionaryValues(dictionary: Dictionary, exact: boolean, budget?: Budget): unknown[] {
  const known = read.get(dictionary) ?? new Map();
  read.set(dictionary, known);
  const state = known.get(exact) ?? { values: [], pieces: 0 };
  known.set(exact, state);
  for (; state.pieces < dictionary.pieces.length; state.pieces++) {
    const piece = dictionary.pieces[state.pieces];
    const get = valuesOf(piece, exact, budget);
    budget?.spendHeap(ENTRY_HEAP_BYTES * piece.length);
    for (let i = 0; i < piece.length; i++) state.values.push(get(i));
  }
  return state.values;
}
