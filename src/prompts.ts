// Samples of many prompts as a caller gives them: checked, and their estimates as columns.

import { Aggregate } from './aggregate';
import { coded } from './errors';
import type { EstimateName } from './estimates';
import { reading } from './input/numbers';
import { show } from './input/show';
import { estimatesOfColumns, type RunEstimates } from './run-estimates';
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

/** The estimates of each prompt: those with these names, or all that its columns allow. */
export function estimatesOfPrompts(
  prompts: readonly Samples[],
  ns: readonly number[],
  estimates?: readonly EstimateName[]
): RunEstimates {
  const all = new Aggregate({ ns, ...(estimates && { estimates }) });
  for (const samples of prompts) all.add(samples);
  return estimatesOfColumns(all.toColumns());
}
