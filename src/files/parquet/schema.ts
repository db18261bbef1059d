// The schema of a Parquet file as a tree, checked: hyparquet takes it as it is, and so recurses without end or into nothing.

import type { FileMetaData, SchemaElement, SchemaTree } from 'hyparquet';
import { RecordError } from '../record-error';

/** No schema of samples is nested so deeply. */
const MAX_DEPTH = 64;

/** A column as it is stored: the way to it in the tree, and its levels. */
export interface Leaf {
  path: SchemaTree[];
  element: SchemaElement;
  /** The definition level of a value that is there. */
  maxDefinition: number;
  /** 0 unless the column holds lists. */
  maxRepetition: number;
}

export interface Schema {
  root: SchemaTree;
  /** In the order in which row groups list their columns. */
  leaves: Leaf[];
}

/** @throws Error if the elements are no tree whose leaves have types. */
export function schemaOf({ schema }: Pick<FileMetaData, 'schema'>): Schema {
  const leaves: Leaf[] = [];
  let next = 0;
  const node = (above: SchemaTree[]): SchemaTree => {
    const element = schema[next++];
    if (element === undefined) throw new RecordError('the schema has fewer columns than it declares');
    if (above.length > MAX_DEPTH) throw new RecordError('the schema is nested too deeply');
    const children = element.num_children ?? 0;
    const path = above.length === 0 ? [] : [...above[above.length - 1].path, element.name];
    const tree: SchemaTree = { element, path, count: 1, children: [] };
    const way = [...above, tree];
    checkElement(element, above.length === 0);
    if (children === 0) leaves.push(leafOf(way));
    const names = new Set<string>();
    for (let i = 0; i < children; i++) {
      const child = node(way);
      // of whole columns only those that are used must differ
      if (above.length > 0 && names.has(child.element.name))
        throw new RecordError(`two columns are called ${JSON.stringify(child.element.name)}`);
      names.add(child.element.name);
      tree.children.push(child);
      tree.count += child.count;
    }
    return tree;
  };
  const root = node([]);
  if (next !== schema.length) throw new RecordError('the schema has more columns than it declares');
  return { root, leaves };
}

function checkElement(
  { name, type, type_length, num_children: children, repetition_type }: SchemaElement,
  isRoot: boolean
): void {
  const shown = JSON.stringify(name);
  if (children !== undefined && !(Number.isInteger(children) && children >= 0))
    throw new RecordError(`the schema says that ${shown} has ${children} columns`);
  if (isRoot) {
    if (!children) throw new RecordError('the schema has no columns');
    return;
  }
  if (typeof name !== 'string') throw new RecordError('a column of the schema has no name');
  if (repetition_type === undefined) throw new RecordError(`the schema does not say whether ${shown} is required`);
  if (children ? type !== undefined : type === undefined) throw new RecordError(`the type of ${shown} is not known`);
  if (type === 'FIXED_LEN_BYTE_ARRAY' && !(Number.isInteger(type_length) && (type_length as number) > 0))
    throw new RecordError(`the schema says that values of ${shown} have ${type_length} bytes`);
}

function leafOf(path: SchemaTree[]): Leaf {
  const levels = path.slice(1).map(({ element }) => element.repetition_type);
  return {
    path,
    element: path[path.length - 1].element,
    maxDefinition: levels.filter((level) => level !== 'REQUIRED').length,
    maxRepetition: levels.filter((level) => level === 'REPEATED').length,
  };
}
