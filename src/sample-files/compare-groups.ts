// The groups of a run over sample files, compared pair by pair: files, runs inside of them, or rewards that choose.

import { compareRuns } from '../compared-estimates';
import { matched, type RunPrompts } from '../compared-runs';
import type { Comparison } from '../comparison';
import { coded } from '../errors';
import { nameOfKey } from '../estimate-fields';
import { estimateOf } from '../estimates';
import type { RunEstimates } from '../run-estimates';
import type { GroupResult } from './estimate-groups';
import { groupNames } from './group-names';
import type { SampleColumns } from './sample-columns';

/** Two groups side by side. */
export interface ComparedPair {
  /** What both have in common: the labels by which further groups are told apart. */
  labels: Record<string, string>;
  /** The value of the label that tells the two apart. */
  first: string;
  second: string;
  comparison: Comparison;
  /** The keys of the estimates that were compared. */
  keys: string[];
  /** Those of them whose values all lie between 0 and 1, so that a hundredth is a point. */
  shares: string[];
}

export interface ComparedGroups {
  /** The label that tells the runs apart: `file`, `reward`, or a column. */
  by: string;
  /** The first run beside each of the others, within every group of further labels. */
  pairs: ComparedPair[];
  /** The groups that have no other to be compared with. */
  alone: string[];
}

/**
 * Compares the first run with each of the others.
 *
 * @param columns - what was read: the scores are what two rewards are judged by.
 * @param options - `run` is the column that tells runs apart, where the user names it.
 * @throws Error (`NO_COMMON_PROMPT`) if there is one run only; RangeError as `compare`.
 */
export function compareGroups(
  groups: readonly GroupResult[],
  { scores }: Pick<SampleColumns, 'scores'>,
  { confidence, run }: { confidence: number; run?: string }
): ComparedGroups {
  const by = labelOfRuns(groups, run);
  const sets = new Map<string, GroupResult[]>();
  for (const group of groups) {
    const key = JSON.stringify(othersOf(group, by));
    sets.set(key, [...(sets.get(key) ?? []), group]);
  }
  const pairs: ComparedPair[] = [];
  const alone: GroupResult[] = [];
  for (const [first, ...others] of sets.values()) {
    if (others.length === 0) alone.push(first);
    for (const second of others) pairs.push(pairOf(first, second, { by, scores, confidence }));
  }
  if (pairs.length === 0)
    throw coded(
      Error,
      'NO_COMMON_PROMPT',
      `no two runs can be compared: ${groupNames(groups).join('; ')} have nothing in common`
    );
  return { by, pairs, alone: groupNames(alone) };
}

function labelOfRuns(groups: readonly GroupResult[], run: string | undefined): string {
  const names = [...new Set(groups.flatMap(({ labels }) => Object.keys(labels)))];
  const varying = names.filter((name) => new Set(groups.map(({ labels }) => labels[name])).size > 1);
  const [found = varying[0]] = [run, 'reward', 'file'].filter((name) => name !== undefined && varying.includes(name));
  if (found !== undefined) return found;
  const advice = 'give two files, --run COLUMN for runs inside of a file, or -r twice for two rewards';
  throw coded(Error, 'NO_COMMON_PROMPT', `there is one run only, so nothing can be compared: ${advice}`);
}

const othersOf = ({ labels }: GroupResult, by: string) => Object.entries(labels).filter(([name]) => name !== by);

interface PairOptions {
  by: string;
  scores: readonly string[];
  confidence: number;
}

function pairOf(first: GroupResult, second: GroupResult, { by, scores, confidence }: PairOptions): ComparedPair {
  const names = [first, second].map(({ labels }) => labels[by]);
  const common = matched(promptsOf(first, names[0]), promptsOf(second, names[1]));
  const ns = first.result.rows.map(({ n }) => n);
  const both = keysOf(first).filter((key) => keysOf(second).includes(key));
  const keys = by === 'reward' ? comparableOf(both, scores) : both;
  return {
    labels: Object.fromEntries(othersOf(first, by)),
    first: names[0],
    second: names[1],
    comparison: compareRuns(estimatesOf(first, keys), estimatesOf(second, keys), common, { ns, confidence }),
    keys,
    shares: keys.filter((key) => [first, second].every((group) => isShare(group, key))),
  };
}

const promptsOf = ({ ids, clusters }: GroupResult, name: string): RunPrompts => ({
  name,
  ids,
  ...(clusters ? { clusters } : {}),
});

/** What two rewards say of their own choices is in two units, so that others must judge: the scores that the user names or, without any, both rewards. */
function comparableOf(keys: readonly string[], scores: readonly string[]): string[] {
  const ofScore = (key: string) => estimateOf(nameOfKey(key), key).score;
  const judges = keys.filter((key) => scores.includes(ofScore(key) ?? ''));
  return judges.length > 0 ? judges : keys.filter((key) => ofScore(key) !== undefined);
}

const keysOf = ({ estimates }: GroupResult) => [...new Set(estimates.flatMap(({ estimates }) => Object.keys(estimates)))];

/** An infinity is written as its name, and null says that there is no estimate. */
const numberOf = (value: number | string | null | undefined) =>
  value === null || value === undefined ? Number.NaN : Number(value);

function estimatesOf({ estimates }: GroupResult, keys: readonly string[]): RunEstimates {
  return {
    keys,
    column: (key, index) => Float64Array.from(estimates, (prompt) => numberOf(prompt.estimates[key]?.[index])),
  };
}

function isShare({ estimates }: GroupResult, key: string): boolean {
  const all = estimates.flatMap((prompt) => (prompt.estimates[key] ?? []).map(numberOf)).filter((x) => !Number.isNaN(x));
  return all.every((x) => x >= 0 && x <= 1);
}
