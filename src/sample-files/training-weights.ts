// The training weights of every sample of a group.

import { lengthsOf } from '../batch-input';
import { coded } from '../errors';
import { type Baseline, maxAtKWeightsBatch, offPolicyBestOf } from '../index';
import { exp } from '../numerics/exp-log';
import { type Spread, spreadOf } from '../numerics/spread';
import type { Group } from './grouping';

/** How the weights are made. */
export interface WeightsWanted {
  /** The best of how many samples is trained for. */
  k: number;
  baseline: Baseline;
  /** The score that holds the ratios of the new policy's probabilities to the old one's, or their logarithms. */
  ratio?: { name: string; isLog: boolean };
}

export interface TrainingWeights {
  /** The weight of each sample, in the order of the group; NaN where its prompt has too few samples. */
  weights: Float64Array;
  /** The prompts that have too few samples. */
  lacking: number[];
  /** With ratios, the means of the best of k under the new policy over the prompts that have enough samples. */
  value?: Spread;
}

/** The number of samples that a prompt needs. */
export const samplesNeeded = ({ k, baseline }: WeightsWanted): number => (baseline === 'leave-one-out' ? k + 1 : k);

/** @throws RangeError that names the prompt if a ratio is negative, not finite or too large. */
export function trainingWeights(group: Group, wanted: WeightsWanted): TrainingWeights {
  const sizes = lengthsOf(group.offsets);
  const needed = samplesNeeded(wanted);
  const lacking = [...sizes.keys()].filter((prompt) => sizes[prompt] < needed);
  if (wanted.ratio) return { lacking, ...offPolicy(group, wanted.k, wanted.ratio) };
  return { lacking, weights: lacking.length === 0 ? batch(group.rewards, sizes, wanted) : weightsOfSome(group, needed, wanted) };
}

function batch(rewards: Float64Array, rows: Uint32Array, { k, baseline }: WeightsWanted): Float64Array {
  return maxAtKWeightsBatch({ rewards, rows, k, baseline });
}

/** The same where some prompts have too few samples: the others are packed together. */
function weightsOfSome({ offsets, rewards }: Group, needed: number, wanted: WeightsWanted): Float64Array {
  const weights = new Float64Array(rewards.length).fill(Number.NaN);
  const sizes = lengthsOf(offsets);
  const packed = new Float64Array(sizes.reduce((sum, size) => sum + (size < needed ? 0 : size), 0));
  let at = 0;
  for (let prompt = 0; prompt < sizes.length; prompt++) {
    if (sizes[prompt] < needed) continue;
    packed.set(rewards.subarray(offsets[prompt], offsets[prompt + 1]), at);
    at += sizes[prompt];
  }
  const found = batch(
    packed,
    sizes.filter((size) => size >= needed),
    wanted
  );
  at = 0;
  for (let prompt = 0; prompt < sizes.length; prompt++) {
    if (sizes[prompt] < needed) continue;
    weights.set(found.subarray(at, at + sizes[prompt]), offsets[prompt]);
    at += sizes[prompt];
  }
  return weights;
}

function offPolicy(group: Group, k: number, ratio: { name: string; isLog: boolean }) {
  const { ids, offsets, rewards } = group;
  const ratios = ratiosOf(group, ratio);
  const weights = new Float64Array(rewards.length).fill(Number.NaN);
  const values = new Float64Array(ids.length).fill(Number.NaN);
  for (let prompt = 0; prompt < ids.length; prompt++) {
    const [from, to] = [offsets[prompt], offsets[prompt + 1]];
    if (to - from < k) continue;
    const found = offPolicyBestOf(rewards.subarray(from, to), ratios.subarray(from, to), k);
    values[prompt] = found.value;
    weights.set(found.weights, from);
  }
  return { weights, value: spreadOf(values) };
}

function ratiosOf({ ids, offsets, scores }: Group, { name, isLog }: { name: string; isLog: boolean }): Float64Array {
  const given = scores[name];
  const ratios = isLog ? given.map(exp) : given;
  ratios.forEach((ratio, i) => {
    if (ratio >= 0 && ratio < Infinity) return;
    const prompt = ids[offsets.findIndex((offset) => offset > i) - 1];
    const what = isLog
      ? 'expected the logarithm of a ratio that a double can hold'
      : 'expected a ratio of probabilities, finite and not negative';
    throw coded(RangeError, 'OUT_OF_RANGE', `${name} of prompt ${prompt} is ${given[i]}, ${what}`);
  });
  return ratios;
}
