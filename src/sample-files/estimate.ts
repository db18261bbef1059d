// The estimates of every prompt of a group, in portions that are shared among threads.

import { lengthsOf } from '../batch-input';
import { checkEstimated, type EstimateName, estimateOf } from '../estimates';
import { Aggregate } from '../index';
import { mapValues } from '../map-values';
import { powersOfTwo } from '../numerics/grids';
import type { ColumnState } from '../prompt-columns';
import { commandName } from './estimate-words';
import type { Group } from './grouping';
import type { SampleColumns } from './sample-columns';

/** Consecutive prompts of a group. */
export interface Portion extends Omit<Group, 'group' | 'labels' | 'ids' | 'clusters'> {
  ns: number[];
  /** The estimates; absent for those that the columns allow. */
  estimates?: EstimateName[];
}

/** The samples of a portion: they keep a thread busy for some milliseconds. */
const PORTION_SAMPLES = 1 << 16;

/** The smallest and the largest number of samples of a prompt. */
export function samplesRange(groups: readonly Group[]): { least: number; most: number } {
  let [least, most] = [Infinity, 1];
  for (const { offsets } of groups) {
    for (let i = 1; i < offsets.length; i++) {
      const samples = offsets[i] - offsets[i - 1];
      least = Math.min(least, samples);
      most = Math.max(most, samples);
    }
  }
  return { least: Math.min(least, most), most };
}

/** The default numbers of samples: the powers of two that any prompt can answer, and the largest number that all prompts can answer. */
export function defaultGrid(groups: readonly Group[]): number[] {
  const { least, most } = samplesRange(groups);
  return [...new Set([...powersOfTwo(most), least])].sort((a, b) => a - b);
}

/** A group in portions, each copied when it is asked for, so that its memory can be handed over. */
export function* portionsOf(group: Group, ns: number[], estimates?: EstimateName[]): Generator<Portion> {
  const { offsets } = group;
  let first = 0;
  for (let prompt = 1; prompt < offsets.length; prompt++) {
    if (offsets[prompt] - offsets[first] < PORTION_SAMPLES && prompt + 1 < offsets.length) continue;
    const cut = <T extends Float64Array | Uint32Array>(values: T) => values.slice(offsets[first], offsets[prompt]) as T;
    yield {
      ns,
      ...(estimates ? { estimates } : {}),
      offsets: offsets.slice(first, prompt + 1).map((offset) => offset - offsets[first]),
      rewards: cut(group.rewards),
      ...(group.logProbs ? { logProbs: cut(group.logProbs) } : {}),
      scores: mapValues(group.scores, (values) => cut(values)),
      ...(group.answers ? { answers: cut(group.answers) } : {}),
    };
    first = prompt;
  }
}

/** The estimates of each prompt, in order, as columns that an aggregate takes. */
export function estimate({ ns, estimates, offsets, ...columns }: Portion): ColumnState {
  return new Aggregate({ ns, ...(estimates && { estimates }) }).addBatch({ ...columns, rows: lengthsOf(offsets) }).toColumns();
}

/** The estimates of all prompts of a group, computed in this thread. */
export function aggregateOf(group: Group, ns: number[]): Aggregate {
  const all = new Aggregate({ ns });
  for (const portion of portionsOf(group, ns)) all.mergeColumns(estimate(portion));
  return all;
}

/** @throws RangeError that names a prompt, if a value is none that an estimate can be of: a pass flag other than 0 and 1, a negative weight of a vote. */
export function checkValues(group: Group, { reward, estimates = [] }: SampleColumns): void {
  const { ids, offsets, rewards, scores, labels } = group;
  const placeOf = (column: string, i: number) => {
    const prompt = ids[offsets.findIndex((offset) => offset > i) - 1];
    return `${column === 'rewards' ? (labels.reward ?? reward) : column.slice('scores.'.length)} of prompt ${prompt}`;
  };
  for (const name of estimates) {
    const estimate = estimateOf(name, name);
    const values = estimate.score === undefined ? rewards : scores[estimate.score];
    checkEstimated({ ...estimate, name: commandName(name) as EstimateName }, rewards, values, placeOf);
  }
}
