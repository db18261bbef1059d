// The curves of every group of prompts: the estimates of each prompt, their means, and the answers to what is asked of them.

import { pMapIterable } from 'p-map';
import { Aggregate, type AggregateResult, type AggregateState, type EstimateName, type IntervalMethod } from '../index';
import { estimatesOfColumns } from '../run-estimates';
import { checkValues, defaultGrid, portionsOf } from './estimate';
import { allEstimates } from './estimate-names';
import type { Executor } from './executor';
import { type Findings, findingsOf } from './findings';
import type { Group, Grouped } from './grouping';
import { noticesOf } from './notices';
import type { Questions } from './questions';
import type { SampleColumns } from './sample-columns';

export interface EstimateOptions {
  /** Whole numbers of samples. @default the powers of two up to the most samples that a prompt has, and the largest number that all prompts have */
  ns?: number[];
  /** Confidence level of the intervals, strictly between 0 and 1. */
  confidence: number;
  /** Seed of the bootstrap. */
  seed: number;
  /** Resamples of the bootstrap. */
  resamples: number;
  /** How the intervals are made. @default 'auto' */
  interval?: IntervalMethod;
  /** Whether the estimates of every prompt are wanted too. */
  perPrompt?: boolean;
  /** What is asked of every curve. */
  questions?: Questions;
}

/**
 * The curves of one group of prompts.
 *
 * @example
 * const worker = await createWorker({ redis, threads: 1 });
 * const { groups } = await submitSamples([file], { redis, perPrompt: true });
 * groups[0].ids; // → [ 't1', 't2' ]
 * groups[0].estimates[0].estimates.expectedReward; // → [0.5, 1]
 * await worker.close();
 */
export interface GroupResult {
  /** What sets the group apart, in one text; '' if there is only one. */
  group: string;
  /**
   * The value of each column by which the group is kept apart: of the user's or the kind's columns, of those that tell runs apart, `file` for the file,
   * and `reward` for the reward that chooses.
   */
  labels: Record<string, string>;
  /** The id of each prompt; `submitSamples` leaves them out without `perPrompt`. */
  ids: string[];
  /** The cluster of each prompt, where a column names them; left out without `perPrompt`. */
  clusters?: string[];
  /** The number of samples of all prompts together. */
  samples: number;
  /** The means over prompts. */
  result: AggregateResult;
  /** The estimates of every prompt, in the order of `ids`; none without `perPrompt`. */
  estimates: AggregateState['prompts'];
  /** The answers to what was asked of the curve, where anything was. */
  findings?: Findings;
}

/** The curves of all groups, and what is to be said of them. */
export async function estimateAll(
  grouped: Grouped,
  columns: SampleColumns,
  executor: Executor,
  options: EstimateOptions
): Promise<{ groups: GroupResult[]; notices: string[] }> {
  const possible = possibleVotes(grouped.groups, columns);
  const groups = await estimateGroups(grouped.groups, possible, executor, options);
  const lacking = possible === columns ? [] : ['weighted votes are left out, since rewards below 0 are no weights'];
  return { groups, notices: [...noticesOf(grouped, columns), ...lacking] };
}

/** The columns without the weighted votes that nobody asked for, where a reward is no weight; the columns themselves otherwise. */
function possibleVotes(groups: readonly Group[], columns: SampleColumns): SampleColumns {
  const { estimates = [], unaskedVotes } = columns;
  const possible = estimates.filter((name) => !name.startsWith('weightedMajority.'));
  if (!unaskedVotes || possible.length === estimates.length) return columns;
  return groups.some(({ rewards }) => rewards.some((x) => x < 0)) ? { ...columns, estimates: possible } : columns;
}

/** The curves of every group, over the same n. */
async function estimateGroups(
  groups: readonly Group[],
  columns: SampleColumns,
  executor: Executor,
  { ns = defaultGrid(groups), confidence, seed, resamples, interval = 'auto', perPrompt = false, questions }: EstimateOptions
): Promise<GroupResult[]> {
  const results: GroupResult[] = [];
  const names = allEstimates(columns);
  for (const group of groups) {
    checkValues(group, columns);
    const intervals = { confidence, seed, resamples, interval, ...(group.clusters ? { clusters: group.clusters } : {}) };
    const aggregate = await aggregateOf(group, { ns, names }, executor);
    const estimates = perPrompt ? aggregate.toJSON().prompts : [];
    const result = aggregate.result(intervals);
    const findings =
      questions &&
      (await findingsOf(questions, {
        group,
        reward: group.labels.reward ?? columns.reward,
        ns,
        estimates: estimatesOfColumns(aggregate.toColumns()),
        confidence,
        seed,
        aggregateAt: (others) => aggregateOf(group, { ns: others }, executor),
        resultOf: (all) => all.result(intervals),
      }));
    results.push({
      group: group.group,
      labels: group.labels,
      ids: group.ids,
      ...(perPrompt && group.clusters ? { clusters: group.clusters } : {}),
      samples: group.rewards.length,
      result,
      estimates,
      ...(findings ? { findings } : {}),
    });
  }
  return results;
}

/** The estimates of all prompts of a group. */
async function aggregateOf(
  group: Group,
  { ns, names }: { ns: number[]; names?: EstimateName[] },
  executor: Executor
): Promise<Aggregate> {
  const aggregate = new Aggregate({ ns, ...(names && { estimates: names }) });
  const states = pMapIterable(portionsOf(group, ns, names), (portion) => executor.estimate(portion), {
    concurrency: executor.tasks,
    backpressure: executor.tasks * 2,
  });
  for await (const state of states) aggregate.mergeColumns(state);
  return aggregate;
}
