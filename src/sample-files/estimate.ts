// The estimates of every prompt of a group, in portions that are shared among threads.

import { lengthsOf } from '../batch-input';
import { Aggregate } from '../index';
import { mapValues } from '../map-values';
import { powersOfTwo } from '../numerics/grids';
import type { ColumnState } from '../prompt-columns';
import type { Group } from './grouping';

/** Consecutive prompts of a group. */
export interface Portion extends Omit<Group, 'group' | 'labels' | 'ids' | 'clusters'> {
  ns: number[];
}

/** The samples of a portion: they keep a thread busy for some milliseconds. */
const PORTION_SAMPLES = 1 << 16;

/** The largest number of samples of any prompt. */
export function mostSamples(groups: readonly Group[]): number {
  let most = 1;
  for (const { offsets } of groups) {
    for (let i = 1; i < offsets.length; i++) most = Math.max(most, offsets[i] - offsets[i - 1]);
  }
  return most;
}

/** The default numbers of samples: the powers of two up to the largest number of samples of any prompt. */
export const defaultGrid = (groups: readonly Group[]) => powersOfTwo(mostSamples(groups));

/** A group in portions, each copied when it is asked for, so that its memory can be handed over. */
export function* portionsOf(group: Group, ns: number[]): Generator<Portion> {
  const { offsets } = group;
  let first = 0;
  for (let prompt = 1; prompt < offsets.length; prompt++) {
    if (offsets[prompt] - offsets[first] < PORTION_SAMPLES && prompt + 1 < offsets.length) continue;
    const cut = (values: Float64Array) => values.slice(offsets[first], offsets[prompt]);
    yield {
      ns,
      offsets: offsets.slice(first, prompt + 1).map((offset) => offset - offsets[first]),
      rewards: cut(group.rewards),
      ...(group.logProbs ? { logProbs: cut(group.logProbs) } : {}),
      scores: mapValues(group.scores, cut),
    };
    first = prompt;
  }
}

/** The estimates of each prompt, in order, as columns that an aggregate takes. */
export function estimate({ ns, offsets, ...columns }: Portion): ColumnState {
  return new Aggregate({ ns }).addBatch({ ...columns, rows: lengthsOf(offsets) }).toColumns();
}

/** The estimates of all prompts of a group, computed in this thread. */
export function aggregateOf(group: Group, ns: number[]): Aggregate {
  const all = new Aggregate({ ns });
  for (const portion of portionsOf(group, ns)) all.mergeColumns(estimate(portion));
  return all;
}
