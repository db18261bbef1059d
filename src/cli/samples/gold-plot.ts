// Proxy and gold in one picture, over the square root of the KL divergence: the usual picture of over-optimisation (Gao et al., arXiv:2210.10760).

import { chart, type Point, type Series } from '../../charts/chart';
import { type SeriesStyle, STYLE } from '../../charts/series-style';
import { percent } from '../../format/number';
import type { GroupResult } from '../../sample-files/estimate-groups';
import { groupNames } from '../../sample-files/group-names';
import type { SampleColumns } from '../../sample-files/sample-columns';

const PROXY: SeriesStyle = { stroke: '#7F4F24', strokeWidth: 2, strokeDasharray: '5 3', marker: 'dot' };

/** How finely the fitted curve is drawn. */
const FIT_POINTS = 60;

/**
 * A chart for each group of which the gold score is known. Both gains over n = 1 are in standard deviations of one sample, so that they share a scale
 * whatever their units are.
 */
export function goldCharts(groups: readonly GroupResult[], { reward }: Pick<SampleColumns, 'reward'>): string[] {
  const names = groupNames(groups);
  return groups.map((group, g) => goldChart(group, names[g], group.labels.reward ?? reward)).filter((svg) => svg !== '');
}

function goldChart({ findings, result }: GroupResult, name: string, reward: string): string {
  const gold = findings?.gold;
  if (!gold || gold.points.length < 2) return '';
  const { score, points, peak, fit, deviations } = gold;
  const first = points.reduce((least, point) => (point.n < least.n ? point : least));
  const inDeviations = (x: number, deviation: number) => x / (deviation || 1);
  const proxies = points.map(
    ({ distance, reward }): Point => ({ x: distance, y: inDeviations(reward - first.reward, deviations.reward) })
  );
  const golds = points.map(
    ({ distance, gain, band }): Point => ({
      x: distance,
      y: inDeviations(gain, deviations.gold),
      ...(band ? { low: inDeviations(band[0], deviations.gold), high: inDeviations(band[1], deviations.gold) } : {}),
    })
  );
  const most = points.reduce((d, { distance }) => Math.max(d, distance), 0);
  const fitted = Array.from({ length: fit ? FIT_POINTS + 1 : 0 }, (_, i): Point => {
    const d = (most * i) / FIT_POINTS;
    return { x: d, y: inDeviations(d * ((fit?.alpha ?? 0) - (fit?.beta ?? 0) * d), deviations.gold) };
  });
  const best = points
    .filter(({ n }) => n === peak.n)
    .map(({ distance, gain }): Point => ({ x: distance, y: inDeviations(gain, deviations.gold) }));
  const series: Series[] = [
    { label: `${reward}, which chooses`, style: PROXY, points: proxies },
    ...(fit ? [{ label: 'fit of Gao et al.', style: STYLE.bound, points: fitted }] : []),
    { label: score, style: STYLE.mean, points: golds },
    { label: `highest at n = ${peak.n}`, style: STYLE.dots, points: best },
  ];
  const whose = name === '' ? '' : `${name}: `;
  return chart({
    title: `${whose}${score} where ${reward} chooses`,
    panels: [''],
    x: { label: `square root of the KL divergence (${gold.divergence}), in nats`, domain: [0, most] },
    y: { label: 'gain over n = 1, in standard deviations', nice: true },
    series,
    bands: `${percent(result.confidence)} % band over all n`,
    panelHeight: 320,
  });
}
