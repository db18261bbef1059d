// The values of a column as an array of numbers.

import { ArrowRefusal, type Budget } from './damage';
import type { ArrayData } from './layout';
import { typeName } from './schema';
import { valuesOf, viewOf } from './values';

/**
 * The numbers of a column in a batch, nearest where they have more digits than a number; at nulls they mean nothing. Floats of 32 and of 64
 * bits are not copied.
 *
 * @param budget - is charged for copies: a column of true and false has a bit for each number.
 * @throws ArrowRefusal if they are no numbers.
 */
export function numbersOf(data: ArrayData, budget: Budget): Float64Array | Float32Array {
  const { field, length } = data;
  if (field.type.use !== 'number') throw new ArrowRefusal(`${field.name} is a column of ${typeName(field)}, expected numbers`);
  const view = field.dictionary ? undefined : viewOf(data, field.type);
  if (view instanceof Float64Array || view instanceof Float32Array) return view;
  budget.spend(8 * length);
  const numbers = new Float64Array(length);
  if (view && !(view instanceof BigInt64Array || view instanceof BigUint64Array)) numbers.set(view);
  else {
    const get = view ? (i: number) => view[i] : valuesOf(data, false, budget);
    for (let i = 0; i < length; i++) numbers[i] = Number(get(i));
  }
  return numbers;
}
