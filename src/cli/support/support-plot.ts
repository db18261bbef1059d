// The curves of a support as pictures.

import { chart, type Point, type Series } from '../../charts/chart';
import { WIDTH } from '../../charts/measures';
import { N_AXIS, ticksOf } from '../../charts/n-axis';
import { RUN_STYLES, type SeriesStyle, STYLE } from '../../charts/series-style';
import { stacked } from '../../charts/stacked';
import { short } from '../../format/number';
import { winRateFrontier } from '../../frontier';
import type { Drawn, GoldPoint, RuleCurves } from './drawn';
import type { Row } from './support-table';

const LINES = 60;
const PROXY: SeriesStyle = { stroke: '#7F4F24', strokeWidth: 2, strokeDasharray: '5 3' };
const GOLD: SeriesStyle = { stroke: STYLE.mean.stroke, strokeWidth: STYLE.mean.strokeWidth };
const FRONTIER: SeriesStyle = { ...STYLE.optimum };

/** All charts below one another. */
export function supportPlot(tables: readonly Drawn[]): string {
  const whose = (reward: string) => (tables.length > 1 ? `${reward}: ` : '');
  const charts = tables.flatMap(({ reward, rows = [], rules, laws = [], gold }) => [
    ...metricCharts(rows, whose(reward)),
    ...(rules ? ruleCharts(rules, whose(reward)) : []),
    ...(laws.length > 0 ? [lawChart(laws, whose(reward))] : []),
    ...(gold ? [goldChart(gold, reward)] : []),
  ]);
  if (charts.length > 0) return stacked(charts);
  const text = 'There is no finite n to draw.';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="560" height="60" viewBox="0 0 560 60">
<rect width="560" height="60" fill="#fff"/><text x="20" y="36" font-family="Helvetica, Arial, sans-serif" font-size="14">${text}</text></svg>\n`;
}

/** The formulas that a metric is drawn with. */
const BOUNDS: Record<string, string> = { klBound: 'kl', winRateBound: 'winRate' };

/** A chart for each metric over n; a bound stands in the chart of what it bounds. */
function metricCharts(rows: readonly Row[], whose: string): string[] {
  const finite = rows.filter(({ n }) => n < Infinity).sort((a, b) => a.n - b.n);
  if (finite.length === 0) return [];
  const names = Object.keys(finite[0]).filter((name) => name !== 'n');
  const pointsOf = (name: string) =>
    finite.flatMap((row): Point[] => (Number.isFinite(row[name]) ? [{ x: row.n, y: row[name] }] : []));
  const ns = finite.map(({ n }) => n);
  return names
    .filter((name) => !names.includes(BOUNDS[name]) && pointsOf(name).length > 0)
    .map((name) => {
      const bound = names.find((other) => BOUNDS[other] === name);
      const label = name.replace(/^score\./, '');
      return chart({
        title: `${whose}${label}`,
        panels: [''],
        x: { ...N_AXIS, ticks: ticksOf(ns, WIDTH), ...(ns.length === 1 ? { domain: [ns[0] / 2, ns[0] * 2] } : {}) },
        y: { label, nice: true },
        series: [
          ...(bound ? [{ label: bound, style: STYLE.bound, points: pointsOf(bound) }] : []),
          { label, style: STYLE.mean, points: pointsOf(name) },
        ],
      });
    });
}

/** Of a rule that has some divergences only. */
const PLACES: SeriesStyle = { ...STYLE.dots, r: 2.4 };

const KL_AXIS = 'KL divergence from the reference, in nats';

/** The frontier, from which every policy of a rule begins at a divergence of 0. */
const frontierTo = (most: number): Point[] =>
  Array.from({ length: LINES + 1 }, (_, i) => {
    const x = most * (i / LINES) ** 2;
    return { x, y: winRateFrontier(x) };
  });

/** Win rate against divergence, and below it what each rule lacks to the frontier, where the curves lie apart. */
function ruleCharts({ n, kl, most, curves, found }: RuleCurves, whose: string): string[] {
  const styleOf = (i: number): SeriesStyle => ({ ...RUN_STYLES[i % RUN_STYLES.length], marker: undefined });
  const lines = curves.map(({ rule, isDiscrete, points }, i) => ({
    label: rule,
    style: isDiscrete ? { ...PLACES, stroke: styleOf(i).stroke } : styleOf(i),
    points: [{ x: 0, y: 0.5 }, ...points.map(({ kl, winRate }): Point => ({ x: kl, y: winRate }))],
  }));
  const frontier = { label: 'frontier', style: FRONTIER, points: frontierTo(most) };
  const dots = {
    label: `with the divergence of n = ${short(n)}`,
    style: STYLE.dots,
    points: found.map(({ kl, winRate }): Point => ({ x: kl, y: winRate })),
  };
  const below = ({ x, y }: Point): Point => ({ x, y: Math.max(winRateFrontier(x) - y, 0) });
  const x = { label: KL_AXIS, domain: [0, most] as [number, number] };
  const height = { panels: [''], panelHeight: 320 };
  return [
    chart({
      title: `${whose}win rate of every rule`,
      x,
      y: { label: 'win rate', nice: true },
      series: [frontier, ...lines, dots],
      ...height,
    }),
    chart({
      title: `${whose}what each rule lacks to the frontier, at ${short(kl)} nats and elsewhere`,
      x,
      y: { label: 'win rate below the frontier', nice: true },
      series: [...lines, dots].map((series): Series => ({ ...series, points: series.points.map(below) })),
      ...height,
    }),
  ];
}

/** Rules as places in the plane of divergence and win rate. */
function lawChart(laws: readonly { law: string; kl: number; winRate: number }[], whose: string): string {
  const most = laws.reduce((kl, law) => (law.kl < Infinity ? Math.max(kl, law.kl) : kl), 0) * 1.1 || 1;
  const places = laws.map(
    ({ law, kl, winRate }, i): Series => ({
      label: law,
      style: RUN_STYLES[i % RUN_STYLES.length],
      points: [{ x: kl, y: winRate }],
    })
  );
  return chart({
    title: `${whose}win rate of the rules`,
    panels: [''],
    x: { label: KL_AXIS, domain: [0, most] },
    y: { label: 'win rate', nice: true },
    series: [{ label: 'frontier', style: FRONTIER, points: frontierTo(most) }, ...places],
    panelHeight: 320,
  });
}

/** Proxy and gold over the square root of the divergence, both in standard deviations under the reference: the picture of Gao et al., arXiv:2210.10760. */
function goldChart({ score, points, peak }: NonNullable<Drawn['gold']>, reward: string): string {
  const line = (gainOf: (point: GoldPoint) => number) =>
    points.map((point): Point => ({ x: point.distance, y: gainOf(point) })).filter(({ y }) => Number.isFinite(y));
  return chart({
    title: `${score} where ${reward} chooses`,
    panels: [''],
    x: { label: 'square root of the KL divergence, in nats', domain: [0, points[points.length - 1].distance || 1] },
    y: { label: 'gain over n = 1, in standard deviations', nice: true },
    series: [
      { label: `${reward}, which chooses`, style: PROXY, points: line(({ reward }) => reward) },
      { label: score, style: GOLD, points: line(({ gold }) => gold) },
      ...(peak
        ? [{ label: `highest at n = ${short(peak.n)}`, style: STYLE.dots, points: [{ x: peak.distance, y: peak.gold }] }]
        : []),
    ],
    panelHeight: 320,
  });
}
