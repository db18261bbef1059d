// The reward that chooses against a score that counts in truth: how far it can be pushed.

import { foundParts } from '../../../src/cli/samples/findings-text';
import type { GroupResult } from '../../../src/sample-files/estimate-groups';
import type { MoreChart } from '../../worker/more-types';

/** Both gains over n = 1, in standard deviations of one sample, so that they share a scale whatever their units are. */
export function goldCharts({ findings, result: { confidence } }: GroupResult, reward: string): MoreChart[] {
  const gold = findings?.gold;
  if (!gold || gold.points.length < 2) return [];
  const { score, peak, deviations } = gold;
  const points = [...gold.points].sort((a, b) => a.n - b.n);
  const inDeviations = (x: number, deviation: number) => x / (deviation || 1);
  const n = Float64Array.from(points, (point) => point.n);
  const golds = Float64Array.from(points, ({ gain }) => inDeviations(gain, deviations.gold));
  const end = (side: 0 | 1) =>
    Float64Array.from(points, ({ band }) => (band ? inDeviations(band[side], deviations.gold) : Number.NaN));
  const at = points.findIndex((point) => point.n === peak.n);
  const [{ said }] = foundParts({ gold }, reward, { confidence });
  return [
    {
      id: 'gold',
      title: `${score} where ${reward} chooses`,
      text: `${said.slice(0, 2).join(' ')} Both lines are gains over n = 1 in standard deviations of one sample; the band holds for all n at once.`,
      y: 'gain, in standard deviations',
      zero: true,
      series: [
        {
          label: `${reward}, which chooses`,
          look: 'optimum',
          n,
          values: Float64Array.from(points, (point) => inDeviations(point.reward - points[0].reward, deviations.reward)),
        },
        { label: score, look: 'exact', n, values: golds, band: { low: end(0), high: end(1) } },
        { label: `highest at n = ${peak.n}`, look: 'estimator', n: n.slice(at, at + 1), values: golds.slice(at, at + 1) },
      ],
    },
  ];
}
