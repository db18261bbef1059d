// What the best of n by noisy judges is worth, by judgements that did not choose it: means over the prompts of each group.

import { judgedBestOf } from '../numerics/holdout';
import { intervalMaker } from '../numerics/mean-interval';
import { spreadOf } from '../numerics/spread';
import { defaultGrid } from './estimate';
import type { Group } from './grouping';

/** A mean over prompts, in the unit of the judgements; see PromptMean. */
export interface JudgedMean {
  mean: number | null;
  standardError: number | null;
  interval: [number, number] | null;
}

/** The means at one n. */
export interface JudgedRow {
  n: number;
  /** How many prompts have n samples. */
  prompts: number;
  /** The winner by the judgements that did not choose it. */
  heldOut: JudgedMean;
  /** The winner by those that chose it. */
  naive: JudgedMean;
  /** By how much the second is above the first, prompt by prompt. */
  optimism: JudgedMean;
}

export interface JudgedGroup {
  labels: Record<string, string>;
  rows: JudgedRow[];
}

/**
 * @param rewards - the columns of judgements, in their cyclic order; a group has them as scores.
 * @param ns - by default the powers of two, and the most samples that all prompts have.
 */
export function holdoutGroups(
  groups: readonly Group[],
  rewards: readonly string[],
  { judges, ns = defaultGrid(groups), confidence }: { judges: number; ns?: number[]; confidence: number }
): JudgedGroup[] {
  const makeInterval = intervalMaker('auto', confidence);
  const meanOf = (column: Float64Array): JudgedMean => {
    const spread = spreadOf(column);
    const { mean, standardError } = spread;
    return { mean, standardError, interval: makeInterval(spread).interval };
  };
  // a group stands there once for each reward
  return groups
    .filter(({ labels }) => labels.reward === rewards[0])
    .map((group) => {
      const { heldOut, naive } = columnsOf(group, rewards, ns, judges);
      const { reward, ...labels } = group.labels;
      const rows = ns.map((n, k): JudgedRow => {
        const optimism = naive[k].map((value, prompt) => value - heldOut[k][prompt]);
        return {
          n,
          prompts: spreadOf(heldOut[k]).prompts,
          heldOut: meanOf(heldOut[k]),
          naive: meanOf(naive[k]),
          optimism: meanOf(optimism),
        };
      });
      return { labels, rows };
    });
}

/** For each n the values of every prompt, NaN where it has fewer samples. */
function columnsOf({ ids, offsets, scores }: Group, rewards: readonly string[], ns: readonly number[], judges: number) {
  const columns = rewards.map((name) => scores[name]);
  const [heldOut, naive] = [0, 1].map(() => ns.map(() => new Float64Array(ids.length).fill(Number.NaN)));
  for (let prompt = 0; prompt < ids.length; prompt++) {
    const [from, to] = [offsets[prompt], offsets[prompt + 1]];
    const samples = Array.from({ length: to - from }, (_, i) => Float64Array.from(columns, (column) => column[from + i]));
    const asked = [...ns.keys()].filter((k) => ns[k] <= to - from);
    const found = judgedBestOf(
      samples,
      asked.map((k) => ns[k]),
      judges
    );
    asked.forEach((k, i) => {
      heldOut[k][prompt] = found.heldOut[i];
      naive[k][prompt] = found.naive[i];
    });
  }
  return { heldOut, naive };
}
