// The answers to what a user asks of a curve: proxy against gold, targets, more samples than there are, and what a gain costs.

import { coded } from '../errors';
import { scoreOf } from '../estimate-fields';
import { type Extrapolation, extrapolatePassAtK } from '../extrapolate';
import { type GoldCurve, goldCurveOf, withOne } from '../gold-curve';
import type { Aggregate, AggregateResult, AggregateRow } from '../index';
import { denseGrid, powersOfTwo } from '../numerics/grids';
import { spreadOf } from '../numerics/spread';
import { estimatesOfColumns, type RunEstimates } from '../run-estimates';
import { type Reached, reachedBy } from '../samples-to-reach';
import { type Doubling, doublingsOf } from './doublings';
import type { Group } from './grouping';
import type { Questions, Target } from './questions';

/**
 * What was found out about a group: the answer to each question that was asked.
 *
 * @example
 * const worker = await createWorker({ redis, threads: 1 });
 * const { groups } = await submitSamples([file], { redis, ns: [1, 2], questions: { cost: 0.01 } });
 * groups[0].findings.doublings[0].column; // → 'passed'
 * await worker.close();
 */
export interface Findings {
  /** The gold score where the reward chooses. */
  gold?: GoldCurve & {
    /** Standard deviations over all samples, by which the two are drawn on one scale. */
    deviations: {
      /** That of the reward. */
      reward: number;
      /** That of the gold score. */
      gold: number;
    };
  };
  /** How many samples reach each target. */
  targets?: (Reached & {
    /** The column of the reward, or of the score, that is to reach it. */
    column: string;
  })[];
  /** pass@n beyond the samples, and the model that it is of. */
  extrapolation?: Omit<Extrapolation, 'model'> & {
    /** The parameters of the fit, as those of `betaBinomial`. */
    model: {
      /** The first parameter; null where there is no maximum. */
      alpha: number | null;
      /** The second parameter; null where there is no maximum. */
      beta: number | null;
      /** Why there is no pair of numbers, if there is none. */
      limit?: string;
    };
  };
  /** What twice as many samples bring, for the reward and for each score. */
  doublings?: {
    /** The column of the reward or score. */
    column: string;
    /** A row for each n of which the double is in the grid too. */
    rows: Doubling[];
  }[];
}

/** What findings are made from. */
export interface FindingInput {
  group: Group;
  /** The columns of the reward that chooses, and of the scores. */
  reward: string;
  ns: readonly number[];
  estimates: RunEstimates;
  confidence: number;
  seed: number;
  /** The estimates that there are without being asked for, at other numbers of samples. */
  aggregateAt(ns: number[]): Promise<Aggregate>;
  /** Their means. */
  resultOf(aggregate: Aggregate): AggregateResult;
}

export async function findingsOf({ gold, targets, extrapolate, cost }: Questions, input: FindingInput): Promise<Findings> {
  return {
    ...(gold === undefined ? {} : { gold: await goldOf(gold, input) }),
    ...(targets === undefined ? {} : { targets: await reachedOf(targets, input) }),
    ...(extrapolate === undefined ? {} : { extrapolation: extrapolated(extrapolate, input) }),
    // how much more is worth it is part of how many there should be
    ...((targets ?? extrapolate ?? cost) === undefined ? {} : { doublings: doublingsOfAll(input) }),
  };
}

/** The smallest number of samples of any prompt. */
function fewestSamples({ offsets }: Group): number {
  let least = Infinity;
  for (let i = 1; i < offsets.length; i++) least = Math.min(least, offsets[i] - offsets[i - 1]);
  return least;
}

async function goldOf(score: string, { group, ns, estimates, confidence, aggregateAt }: FindingInput): Promise<Findings['gold']> {
  checkScore(score, group);
  const least = fewestSamples(group);
  const within = ns.filter((n) => n <= least);
  if (within.length === 0)
    throw coded(
      RangeError,
      'NO_ESTIMATE',
      `the curve of ${score} needs an n that every prompt has samples for: one of them has ${least}`
    );
  const grid = withOne(within);
  const known = ns.includes(1)
    ? { keys: estimates.keys, column: (key: string, i: number) => estimates.column(key, ns.indexOf(grid[i])) }
    : estimatesOfColumns((await aggregateAt([...grid])).toColumns());
  const curve = goldCurveOf(known, { ns: grid, score, confidence, clusters: group.clusters });
  return { ...curve, deviations: { reward: deviationOf(group.rewards), gold: deviationOf(group.scores[score]) } };
}

/** The standard deviation of values; 0 where it cannot be told. */
function deviationOf(values: Float64Array): number {
  const { standardError } = spreadOf(values);
  return standardError === null || Number.isNaN(standardError) ? 0 : standardError * Math.sqrt(values.length);
}

function checkScore(score: string, { scores }: Group): void {
  if (Object.hasOwn(scores, score)) return;
  const known = Object.keys(scores).join(', ') || 'none';
  const message = `there is no score ${JSON.stringify(score)}; the scores are: ${known}; --score names further ones`;
  throw coded(RangeError, 'UNKNOWN_NAME', message);
}

/** A target is of the reward that chooses, or of one of the scores. */
function checkColumn(column: string, { group: { scores }, reward }: FindingInput): void {
  if (column === reward || Object.hasOwn(scores, column)) return;
  const known = [`the reward ${reward}`, ...Object.keys(scores).map((name) => `the score ${name}`)].join(', ');
  throw coded(
    RangeError,
    'UNKNOWN_NAME',
    `there is no reward or score ${JSON.stringify(column)} to reach a target; there is ${known}`
  );
}

async function reachedOf(targets: readonly Target[], input: FindingInput): Promise<Findings['targets']> {
  for (const { column } of targets) checkColumn(column, input);
  const { rows } = input.resultOf(await input.aggregateAt(denseGrid(fewestSamples(input.group))));
  return targets.map(({ column, value }) => {
    const meanIn = (row: AggregateRow) => (column === input.reward ? row.expectedReward : row.scores[column]);
    return {
      column,
      ...reachedBy(
        rows.map((row) => ({ n: row.n, mean: meanIn(row) })),
        value
      ),
    };
  });
}

function extrapolated(most: number, { group, reward, confidence, seed }: FindingInput): Findings['extrapolation'] {
  const { offsets, rewards, ids, clusters } = group;
  const bad = rewards.findIndex((x) => x !== 0 && x !== 1);
  if (bad >= 0) {
    const prompt = ids[offsets.findIndex((offset) => offset > bad) - 1];
    const what = `${reward} of prompt ${JSON.stringify(prompt)} is ${rewards[bad]}`;
    throw coded(RangeError, 'OUT_OF_RANGE', `${what}, and only rewards of 0 and 1 can be extrapolated (--pass makes them so)`);
  }
  const samples = ids.map((_, i) => offsets[i + 1] - offsets[i]);
  const correct = ids.map((_, i) => rewards.subarray(offsets[i], offsets[i + 1]).reduce((sum, x) => sum + x, 0));
  const least = fewestSamples(group);
  const ns = [...powersOfTwo(most), most].filter((n, i, all) => n > least && all.indexOf(n) === i);
  const { model, rows, check } = extrapolatePassAtK(correct, samples, { ns, confidence, clusters, seed });
  const { alpha, beta, limit } = model;
  return { model: { alpha, beta, ...(limit ? { limit } : {}) }, rows, check };
}

function doublingsOfAll({ group, reward, ns, estimates }: FindingInput): Findings['doublings'] {
  const keys = estimates.keys.filter((key) => key === 'expectedReward' || scoreOf(key) !== undefined);
  return keys.map((key) => ({ column: scoreOf(key) ?? reward, rows: doublingsOf(estimates, key, ns, group.clusters) }));
}
