// Samples of many prompts as a caller gives them, checked.

import { coded } from './errors';
import { reading } from './input/numbers';
import { show } from './input/show';
import { Samples } from './samples';

/** @throws TypeError if this is no iterable of Samples; RangeError if it is empty. */
export function samplesOfPrompts(prompts: Iterable<Samples>): Samples[] {
  const isObject = typeof prompts === 'object' && prompts !== null;
  if (!isObject || !reading('prompts', () => Symbol.iterator in prompts))
    throw coded(TypeError, 'WRONG_TYPE', `prompts must be iterable, got ${show(prompts)}`);
  const all = Array.from(prompts, (samples, i) => {
    if (Samples.has(samples)) return samples;
    throw coded(TypeError, 'WRONG_TYPE', `prompt ${i} is ${show(samples)}, expected Samples`, i);
  });
  if (all.length === 0) throw coded(RangeError, 'EMPTY', 'there is no prompt');
  return all;
}
