// The ways to choose one of n answers side by side, where answers are known.

import { percent } from '../../../src/format/number';
import type { GroupResult } from '../../../src/sample-files/estimate-groups';
import { votedScores } from '../../../src/sample-files/votes';
import type { MoreChart } from '../../worker/more-types';

/** A chart for each score that was voted on. */
export function votesCharts(result: GroupResult, reward: string): MoreChart[] {
  const { rows, confidence } = result.result;
  return votedScores(result, reward).map(({ score, choices }, i) => ({
    id: i === 0 ? 'votes' : `votes-${i}`,
    title: `${score}, by how one of n answers is chosen`,
    text: `The mean ${score} of the answer that is chosen: the best by ${reward}, the most frequent, or by an oracle that knows ${score}, as pass@n does; the mean is that of a single answer. The shaded bands are the ${percent(confidence)} % confidence intervals.`,
    y: score,
    series: choices.map(({ label, meanIn }, look) => {
      const known = rows.map((row) => ({ n: row.n, ...meanIn(row) })).filter(({ mean }) => mean !== null);
      const end = (side: 0 | 1) => Float64Array.from(known, ({ interval }) => interval?.[side] ?? Number.NaN);
      return {
        label,
        look,
        n: Float64Array.from(known, ({ n }) => n),
        values: Float64Array.from(known, ({ mean }) => mean as number),
        band: { low: end(0), high: end(1) },
      };
    }),
  }));
}
