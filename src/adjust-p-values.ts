// p-values of several tests, adjusted so that no more than the stated share of families holds a false discovery.

import { checkEither, type Numbers, outOfRange, toDoubles } from './input/numbers';
import { expm1, log1p } from './numerics/exp-log';
import { orderOf } from './numerics/sort';

/**
 * Adjusts p-values for there being several of them: `holm` by steps (Holm 1979), for tests that depend on each other in any way, or `sidak` in one step
 * (Šidák 1967), for independent ones.
 *
 * @param p - probabilities.
 * @returns a probability for each, in the same order.
 * @throws TypeError if an argument has the wrong type; RangeError if an entry is no probability.
 *
 * @example
 * adjustPValues([0.01, 0.04, 0.03]); // → [0.03, 0.06, 0.06]
 */
export function adjustPValues(p: Numbers, method: 'holm' | 'sidak' = 'holm'): Float64Array {
  const given = Float64Array.from(toDoubles('p', p));
  checkEither('method', method, 'holm', 'sidak');
  given.forEach((x, i) => {
    if (!(x >= 0 && x <= 1)) throw outOfRange(`p[${i}]`, x, 'a probability from 0 to 1', i);
  });
  if (method === 'sidak') return given.map((x) => (x === 1 ? 1 : -expm1(given.length * log1p(-x))));
  const adjusted = new Float64Array(given.length);
  let most = 0;
  Array.from(orderOf(given)).forEach((at, i) => {
    most = Math.max(most, Math.min(1, (given.length - i) * given[at]));
    adjusted[at] = most;
  });
  return adjusted;
}
