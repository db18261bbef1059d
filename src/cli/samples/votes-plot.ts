// The ways to choose an answer as curves in one picture.

import { chart, type Point } from '../../charts/chart';
import { N_AXIS } from '../../charts/n-axis';
import { RUN_STYLES } from '../../charts/series-style';
import { percent } from '../../format/number';
import type { GroupResult } from '../../sample-files/estimate-groups';
import { groupNames } from '../../sample-files/group-names';
import type { SampleColumns } from '../../sample-files/sample-columns';
import { votedScores } from '../../sample-files/votes';

/** A chart for each group and each score of which a vote is known. */
export function voteCharts(groups: readonly GroupResult[], { reward }: Pick<SampleColumns, 'reward'>): string[] {
  const names = groupNames(groups);
  return groups.flatMap((group, g) =>
    votedScores(group, group.labels.reward ?? reward).map(({ score, choices }) => {
      const { rows, confidence } = group.result;
      const series = choices.map(({ label, meanIn }, i) => ({
        label,
        style: RUN_STYLES[i],
        points: rows.flatMap((row): Point[] => {
          const { mean, interval } = meanIn(row);
          if (mean === null) return [];
          return [{ x: row.n, y: mean, ...(interval ? { low: interval[0], high: interval[1] } : {}) }];
        }),
      }));
      const ns = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
      const whose = names[g] === '' ? '' : `${names[g]}: `;
      return chart({
        title: `${whose}${score}, by how one of n answers is chosen`,
        panels: [''],
        x: { ...N_AXIS, ticks: ns, ...(ns.length === 1 ? { domain: [1, 2] } : {}) },
        y: { label: score, nice: true },
        series,
        bands: `${percent(confidence)} % interval`,
        panelHeight: 320,
      });
    })
  );
}
