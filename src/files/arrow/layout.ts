// How the columns of a batch lie in its body: the lengths that its metadata declares, checked against one another and against the bytes.

import { BodyBuffer, CODECS } from './body';
import { ArrowRefusal, type Budget, check } from './damage';
import type { FlatTable } from './flatbuffer';
import type { Field } from './schema';
import type { Layout } from './types';

/** The values of a column in a batch; those of a column with a dictionary are indices. */
export interface ArrayData {
  field: Field;
  length: number;
  nulls: number;
  /** The bits of the values that are not null; absent if the layout has none. */
  validity?: BodyBuffer;
  /** The other buffers of the layout. */
  buffers: BodyBuffer[];
  children: ArrayData[];
  /** The dictionary, as it was when the batch came. */
  dictionary?: Dictionary;
}

/** The values that the indices of a column stand for, in the pieces that they came in. */
export interface Dictionary {
  field: Field;
  pieces: ArrayData[];
}

export interface Batch {
  /** Rows. */
  length: number;
  columns: ArrayData[];
}

export interface BatchContext {
  body: Uint8Array;
  budget: Budget;
  dictionaries: ReadonlyMap<number, Dictionary>;
}

/**
 * The columns of a batch, those that nobody reads included.
 *
 * @throws ArrowDamage if the lengths that it declares do not fit the schema or the body.
 */
export function layOut(batch: FlatTable, fields: readonly Field[], { body, budget, dictionaries }: BatchContext): Batch {
  const [length, nodes, places, compression] = [batch.int64(0), batch.vector(1, 16), batch.vector(2, 16), batch.table(3)];
  const views = batch.vector(4, 8);
  const decompress = compression && codecOf(compression);
  let [node, place, view, end] = [0, 0, 0, 0];

  const nextBuffer = () => {
    check(place < places.length, () => 'a batch has fewer buffers than its columns need');
    const [offset, size] = [places.int64(place), places.int64(place, 8)];
    place++;
    check(size >= 0 && offset >= 0 && offset + size <= body.length, () => 'a buffer lies outside of its batch');
    // parts that several columns share could unfold to far more than the body
    check(size === 0 || offset >= end, () => 'the buffers of a batch overlap');
    if (size > 0) end = offset + size;
    return new BodyBuffer(body.subarray(offset, offset + size), decompress, budget);
  };

  const nextViewBuffers = () => {
    check(view < views.length, () => 'a batch does not say how many buffers its views have');
    return views.int64(view++);
  };

  const next = (field: Field): ArrayData => {
    const layout = layoutOf(field);
    check(node < nodes.length, () => 'a batch has fewer columns than its schema');
    budget.spendHeap(COLUMN_HEAP_BYTES);
    const [length, nulls] = [nodes.int64(node), nodes.int64(node, 8)];
    node++;
    check(length >= 0 && nulls >= 0 && nulls <= length, () => `${field.name} has ${nulls} nulls among ${length} values`);
    const data: ArrayData = { field, length, nulls, buffers: [], children: [] };
    if (layout.kind !== 'none' && layout.kind !== 'unread') data.validity = nextBuffer();
    const more = layout.kind === 'views' ? nextViewBuffers() : 0;
    check(more >= 0 && more <= places.length, () => `${field.name} has ${more} buffers`);
    for (let i = 0; i < OWN_BUFFERS[layout.kind] + more; i++) data.buffers.push(nextBuffer());
    if (layout.kind === 'unread') for (let i = 0; i < layout.buffers; i++) nextBuffer();
    if (field.dictionary) data.dictionary = dictionaries.get(field.dictionary.id);
    else data.children = field.children.map(next);
    checkSizes(data, layout);
    return data;
  };

  check(length >= 0, () => `a batch has ${length} rows`);
  const columns = fields.map(next);
  check(node === nodes.length && place === places.length, () => 'a batch has more columns than its schema');
  for (const { field, length: own } of columns) {
    check(own === length, () => `${field.name} has ${own} values and its batch ${length} rows`);
  }
  // columns of nulls take no bytes, so that any number of rows could be declared
  check(length === 0 || columns.some(hasBytes), () => `a batch of ${length} rows has no bytes for them`);
  return { length, columns };
}

/** What the piece of a column in a batch takes as objects, with its buffers: thousands of empty batches fit into a megabyte. */
const COLUMN_HEAP_BYTES = 768;

/** The buffers besides that of the nulls. */
const OWN_BUFFERS: Record<Layout['kind'], number> = {
  none: 0,
  values: 1,
  bytes: 2,
  views: 1,
  list: 1,
  'fixed list': 0,
  struct: 0,
  unread: 0,
};

function codecOf(compression: FlatTable) {
  const codec = CODECS[compression.uint8(0)];
  if (!codec || compression.uint8(1) !== 0) throw new ArrowRefusal('its batches are compressed in a way that is not read');
  return codec;
}

/** The layout of the indices, where a column has a dictionary. */
export function layoutOf({ type, dictionary }: Field): Layout {
  return dictionary ? dictionary.index.layout : type.layout;
}

/** Checks that buffers and children are as long as the values need. */
function checkSizes({ field, length, nulls, validity, buffers, children }: ArrayData, layout: Layout): void {
  const fits = (size: number, needed: number) =>
    check(size >= needed, () => `${field.name} has ${size} bytes or values where its ${length} need ${needed}`);
  if (nulls > 0 && validity) fits(validity.size, Math.ceil(length / 8));
  if (layout.kind === 'values') fits(buffers[0].size, Math.ceil((length * layout.bits) / 8));
  if (layout.kind === 'views') fits(buffers[0].size, VIEW_BYTES * length);
  if (layout.kind === 'bytes' || layout.kind === 'list') fits(buffers[0].size, offsetBytes(length, layout.wide));
  if (layout.kind === 'fixed list') fits(children[0].length, length * layout.size);
  if (layout.kind === 'struct') for (const child of children) fits(child.length, length);
}

/** A view is the length of a value with its bytes, if they are few, or else with its place. */
export const VIEW_BYTES = 16;

/** The bytes of the places of so many lists or texts; none need none. */
export function offsetBytes(length: number, wide: boolean): number {
  return length === 0 ? 0 : (length + 1) * (wide ? 8 : 4);
}

/** Whether each value takes some bytes, so that the bytes bound how many there are. */
function hasBytes({ field, children }: ArrayData): boolean {
  const layout = layoutOf(field);
  if (layout.kind === 'values') return layout.bits > 0;
  if (layout.kind === 'fixed list') return layout.size > 0 && hasBytes(children[0]);
  if (layout.kind === 'struct') return children.some(hasBytes);
  return layout.kind === 'bytes' || layout.kind === 'views' || layout.kind === 'list';
}
