// The run that is open against each of the others, prompt by prompt.

import { headlineOf, verdictOf } from '../../../src/cli/compare/verdict';
import { messageOf } from '../../../src/errors';
import { count, percent } from '../../../src/format/number';
import { type ComparedGroups, compareGroups } from '../../../src/sample-files/compare-groups';
import type { GroupResult } from '../../../src/sample-files/estimate-groups';
import type { MoreChart } from '../../worker/more-types';

/** A run with its place, which tells its look. */
export interface PlacedResult {
  place: number;
  result: GroupResult;
}

/** @param runs - the run that is open first, with the estimates of every prompt. */
export function comparisonCharts(runs: readonly PlacedResult[], confidence: number): MoreChart[] {
  if (runs.length < 2) return [];
  const title = 'The runs compared, prompt by prompt';
  let compared: ComparedGroups;
  try {
    compared = compareGroups(
      runs.map(({ result }) => result),
      { scores: [] },
      { confidence }
    );
  } catch (error) {
    return [{ id: 'comparison', title, text: `The runs cannot be compared: ${messageOf(error)}.`, y: '', series: [] }];
  }
  const { by, pairs } = compared;
  // further labels tell pairs of other runs: only those of the open one are drawn
  const open = runs[0].result.labels;
  const isBeside = (labels: Record<string, string>) =>
    Object.entries(labels).every(([name, value]) => name === by || open[name] === value);
  const own = pairs.filter(({ first, labels }) => first === open[by] && isBeside(labels));
  if (own.length === 0) {
    const text = `No other run differs from the one that is open by its ${by} alone, so that there is nothing to compare it with.`;
    return [{ id: 'comparison', title, text, y: '', series: [] }];
  }
  const found = own.map((pair) => {
    const rows = pair.comparison.rows.map(({ n, expectedReward }) => ({ n, compared: expectedReward }));
    const known = rows.filter(({ compared: { difference } }) => difference !== null);
    const end = (side: 0 | 1) => Float64Array.from(known, ({ compared: { interval } }) => interval?.[side] ?? Number.NaN);
    return {
      verdict: `${verdictOf(pair, headlineOf(rows), 'expectedReward', by)}.`,
      only: pair.comparison.onlyFirst.length + pair.comparison.onlySecond.length,
      series: {
        label: `${pair.first} less ${pair.second}`,
        look: runs.find(({ result: { labels } }) => isBeside(labels) && labels[by] === pair.second)?.place ?? 0,
        n: Float64Array.from(known, ({ n }) => n),
        values: Float64Array.from(known, ({ compared: { difference } }) => difference as number),
        band: { low: end(0), high: end(1) },
      },
    };
  });
  const left = found.reduce((most, { only }) => Math.max(most, only), 0);
  const common = left > 0 ? ` ${count(left, 'prompt')} that only one run has ${left === 1 ? 'is' : 'are'} left out.` : '';
  const drawn = `Drawn is the mean difference of the reward over the same prompts at each n, with its ${percent(confidence)} % interval.`;
  return [
    {
      id: 'comparison',
      title,
      text: `${found.map(({ verdict }) => verdict).join(' ')} ${drawn}${common}`,
      y: 'difference of the reward',
      zero: true,
      series: found.map(({ series }) => series),
    },
  ];
}
