// The large vectors of a JSON request, cut out of its text: the scanner reads them several times as fast as JSON.parse does, and the short text that is
// left has all else.

import { type ScannedArray, scanArrays } from '../files/scanner/array-scanner';
import { MAX_NUMBERS } from './limits';
import type { Route, Schema } from './routes/route';
import { numbers } from './routes/schemas';

/** A shorter body is parsed as quickly as the scanner is prepared. */
export const MIN_SCANNED_BYTES = 2 ** 14;

/** Stands for a vector, and fits the schema of any. */
const PLACEHOLDER = Buffer.from('[0]');

export interface CutText {
  /** The text with placeholders in the places of the vectors. */
  rest: Buffer;
  vectors: Map<string, Float64Array>;
}

/** @returns undefined where no vector can be cut out, so that the whole text is to be parsed. */
export function cutVectors(route: Route, text: Buffer): CutText | undefined {
  // the vectors of other routes are lists of lists or objects
  if (!Object.values(route.vectors).some(isNumbers)) return undefined;
  const found = scanArrays(text, MAX_NUMBERS)?.filter(({ name, values }) => fits(schemaOf(route, name), values));
  if (!found || found.length === 0) return undefined;
  return { rest: cut(text, found), vectors: new Map(found.map(({ name, values }) => [name, values])) };
}

function schemaOf({ vectors, options }: Route, name: string): Schema | undefined {
  return [vectors, options].find((schemas) => Object.hasOwn(schemas, name))?.[name];
}

/** Whether a property takes these numbers, whatever they are. */
function fits(schema: Schema | undefined, { length }: Float64Array): boolean {
  return schema !== undefined && isNumbers(schema) && length <= Number(schema.maxItems ?? Infinity);
}

function isNumbers({ items }: Schema): boolean {
  return items === numbers.items;
}

function cut(text: Buffer, found: readonly ScannedArray[]): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (const array of found) {
    parts.push(text.subarray(from, array.from), PLACEHOLDER);
    from = array.to;
  }
  return Buffer.concat([...parts, text.subarray(from)]);
}
