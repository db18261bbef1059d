// The columns of an Arrow table, from the metadata of its schema.

import { ArrowDamage, check } from './damage';
import type { FlatTable } from './flatbuffer';
import { type ArrowType, intType, TYPES } from './types';

export interface Field {
  name: string;
  /** The type of the values; of a column with a dictionary, that of the dictionary's values. */
  type: ArrowType;
  children: Field[];
  dictionary?: { id: number; index: ArrowType };
}

/** Lists of lists of structs…: no writer of tables goes deeper, and a loop in the metadata is as deep as one likes. */
const MAX_DEPTH = 32;

/** What the fields of a schema may take, reckoned as below; 100,000 columns with names of 40 characters take half of it. */
const MAX_SCHEMA_BYTES = 2 ** 25;

/** What a field takes besides its texts, about. */
const FIELD_BYTES = 128;

/** @param bytes - of the metadata that the schema stands in. */
export function readSchema(schema: FlatTable, bytes: number): Field[] {
  check(schema.int16(0) === 0, () => 'its numbers are big-endian, which is not read');
  // tables of the metadata may share their parts, and a tree of shared parts can be far larger than the bytes
  let left = Math.min(32 * bytes, MAX_SCHEMA_BYTES);
  const spend = (bytes: number) => {
    left -= bytes;
    check(left >= 0, () => 'its schema is larger than its metadata');
  };
  const fieldsOf = (table: FlatTable, slot: number, depth: number): Field[] => {
    const items = table.vector(slot, 4);
    check(items.length === 0 || depth <= MAX_DEPTH, () => `its columns are nested more than ${MAX_DEPTH} deep`);
    return Array.from({ length: items.length }, (_, i) => {
      const field = items.table(i);
      const name = field.text(0);
      spend(FIELD_BYTES + name.length);
      const read = fieldOf(field, name, fieldsOf(field, 5, depth + 1));
      // some have a text of their own, such as a time zone
      spend(read.type.name.length);
      return read;
    });
  };
  return fieldsOf(schema, 1, 1);
}

function fieldOf(field: FlatTable, name: string, children: Field[]): Field {
  const number = field.uint8(2);
  const table = field.table(3);
  const type = table && TYPES[number]?.(table);
  if (!type) throw new ArrowDamage(`${name} has the unknown type ${number}`);
  const { kind } = type.layout;
  const expected = kind === 'list' || kind === 'fixed list' ? 1 : undefined;
  const fits = expected === undefined ? type.nested || children.length === 0 : children.length === expected;
  check(fits, () => `${name} is a column of ${type.name} with ${children.length} children`);
  const encoding = field.table(4);
  if (!encoding) return { name, type, children };
  const index = encoding.table(1);
  return {
    name,
    type,
    children,
    dictionary: {
      id: encoding.int64(0),
      index: index ? intType(index.int32(0), index.uint8(1) !== 0) : intType(32, true),
    },
  };
}

/** A type with those of its parts, as messages name it. */
export function typeName({ type, children, dictionary }: Field): string {
  const name = children.length > 0 ? `${type.name}<${children.map(typeName).join(', ')}>` : type.name;
  return dictionary ? `Dictionary<${name}>` : name;
}

/** Whether two schemas have the same columns. */
export function sameFields(a: readonly Field[], b: readonly Field[]): boolean {
  const describe = (fields: readonly Field[]): unknown =>
    fields.map((field) => [field.name, typeName(field), describe(field.children)]);
  return JSON.stringify(describe(a)) === JSON.stringify(describe(b));
}
