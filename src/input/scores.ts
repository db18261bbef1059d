// Further scores of samples and of outcomes, which come by name.

import { coded } from '../errors';
import { checkObject, type Numbers, reading } from './numbers';
import { show } from './show';

/** The scores by name, none of them checked. */
export function scoresOf(scores: Record<string, Numbers> | undefined): [string, Numbers][] {
  if (scores === undefined) return [];
  checkObject('scores', scores);
  return reading('scores', () => {
    // a Map or an array has no names that `Object.entries` sees
    if (Symbol.iterator in scores)
      throw coded(TypeError, 'WRONG_TYPE', `scores must be an object with an array for each name, got ${show(scores)}`);
    return Object.entries(scores);
  });
}

/** The error of a score that is not there; `before` may say where it was named. */
export function noScore(name: string, names: Iterable<string>, before = '', index?: number): RangeError {
  const known = [...names].join(', ') || 'none';
  return coded(RangeError, 'UNKNOWN_NAME', `${before}there is no score ${show(name)}; the scores are: ${known}`, index);
}
