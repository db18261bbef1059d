// The curves of a run as pictures.

import { type ChartOptions, chart, type Point, STYLE } from '../../charts/chart';
import { N_AXIS } from '../../charts/n-axis';
import { percent } from '../../format/number';
import { type AggregateRow, klBound, type PromptMean, winRateBound } from '../../index';
import type { GroupResult } from '../../sample-files/run-files';
import type { SampleColumns } from '../../sample-files/sample-columns';

/** One chart for each quantity, a panel for each group; those that no prompt has an estimate of are left out. */
export function curveCharts(groups: readonly GroupResult[], columns: SampleColumns): string[] {
  const level = percent(groups[0].result.confidence);
  const draw = (title: string, label: string, of: (row: AggregateRow) => PromptMean | undefined, formula?: Formula) =>
    curveChart(groups, title, label, `mean, ${level} % interval`, of, formula);
  const scores = [...new Set(groups.flatMap(({ result }) => Object.keys(result.rows[0]?.scores ?? {})))];
  return [
    draw(`${columns.reward} of the best of n`, columns.reward, ({ expectedReward }) => expectedReward),
    draw('Win rate of the best of n against one more sample', 'win rate', ({ winRate }) => winRate, {
      label: 'bound n/(n+1)',
      at: winRateBound,
    }),
    draw('KL divergence from the reference', 'nats', ({ klEstimate }) => klEstimate, {
      label: 'formula log n − (n−1)/n',
      at: klBound,
    }),
    ...scores.map((name) => draw(`${name} of the best of n by ${columns.reward}`, name, ({ scores }) => scores[name])),
  ].filter((svg) => svg !== '');
}

/** All charts below one another in one picture. */
export function curvesPlot(groups: readonly GroupResult[], columns: SampleColumns): string {
  let y = 0;
  let width = 0;
  const inner = curveCharts(groups, columns).map((svg) => {
    const placed = svg.replace('<svg ', `<svg y="${y}" `);
    width = Math.max(width, Number(/ width="(\d+)"/.exec(svg)?.[1]));
    y += Number(/ height="(\d+)"/.exec(svg)?.[1]);
    return placed;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}">\n${inner.join('')}</svg>\n`;
}

interface Formula {
  label: string;
  at(n: number): number;
}

/** The most groups of which a chart shows a panel: with more of them none can be read. */
const MAX_PANELS = 12;

function curveChart(
  groups: readonly GroupResult[],
  title: string,
  label: string,
  key: string,
  of: (row: AggregateRow) => PromptMean | undefined,
  formula?: Formula
): string {
  const shown = groups.slice(0, MAX_PANELS);
  const means = shown.flatMap(({ group, result }) =>
    result.rows.flatMap((row): Point[] => {
      const { mean, interval } = of(row) ?? { mean: null, interval: null };
      if (mean === null) return [];
      return [{ panel: group, x: row.n, y: mean, ...(interval ? { low: interval[0], high: interval[1] } : {}) }];
    })
  );
  if (means.length === 0) return '';
  const most = means.reduce((n, { x }) => Math.max(n, x), 1);
  const grid = Array.from({ length: 61 }, (_, i) => most ** (i / 60));
  const line = formula && shown.flatMap(({ group }) => grid.map((x): Point => ({ panel: group, x, y: formula.at(x) })));
  const options: ChartOptions = {
    title,
    panels: shown.map(({ group }) => group),
    x: { ...N_AXIS, ticks: ticksTo(most), ...(most === 1 ? { domain: [1, 2] } : {}) },
    y: { label, nice: true },
    series: [
      ...(line ? [{ label: formula.label, style: STYLE.bound, points: line }] : []),
      { label: key, style: STYLE.mean, points: means },
    ],
  };
  return chart(options);
}

/** Powers of two while they have room, then of four, of eight, … */
function ticksTo(most: number): number[] {
  const step = 2 ** Math.max(1, Math.ceil(Math.log2(Math.max(most, 2)) / 8));
  const ticks: number[] = [];
  for (let n = 1; n <= most; n *= step) ticks.push(n);
  return ticks;
}
