// The curves of a run as pictures.

import { type ChartOptions, chart, type Point, STYLE } from '../../charts/chart';
import { N_AXIS } from '../../charts/n-axis';
import { percent } from '../../format/number';
import { type EstimateColumn, estimateColumns } from '../../sample-files/estimate-columns';
import { textsOf } from '../../sample-files/estimate-texts';
import type { GroupResult } from '../../sample-files/run-files';
import { rewardName, type SampleColumns } from '../../sample-files/sample-columns';

/** One chart for each estimate, a panel for each group; those that no prompt has are left out. */
export function curveCharts(groups: readonly GroupResult[], columns: SampleColumns): string[] {
  const reward = rewardName(columns);
  const estimates = estimateColumns(groups.flatMap(({ result }) => result.rows));
  return estimates.map((column) => curveChart(groups, column, reward)).filter((svg) => svg !== '');
}

/** All charts below one another in one picture. */
export function curvesPlot(groups: readonly GroupResult[], columns: SampleColumns): string {
  const charts = curveCharts(groups, columns);
  if (charts.length === 0) return noCurves(groups);
  let y = 0;
  let width = 0;
  const inner = charts.map((svg) => {
    const placed = svg.replace('<svg ', `<svg y="${y}" `);
    width = Math.max(width, Number(/ width="(\d+)"/.exec(svg)?.[1]));
    y += Number(/ height="(\d+)"/.exec(svg)?.[1]);
    return placed;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}">\n${inner.join('')}</svg>\n`;
}

/** A picture without a curve says why. */
function noCurves([{ result }]: readonly GroupResult[]): string {
  const ns = result.rows.map(({ n }) => n).join(', ');
  const text = `No prompt has enough samples for n = ${ns.length > 40 ? `${ns.slice(0, 40)}…` : ns}.`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="560" height="60" viewBox="0 0 560 60">
<rect width="560" height="60" fill="#fff"/><text x="20" y="36" font-family="Helvetica, Arial, sans-serif" font-size="14">${text}</text></svg>\n`;
}

function curveChart(groups: readonly GroupResult[], { field, member, meanIn }: EstimateColumn, reward: string): string {
  const { head, title, axis, formula } = textsOf(field);
  const means = groups.flatMap(({ group, result }) =>
    result.rows.flatMap((row): Point[] => {
      const { mean, interval } = meanIn(row);
      if (mean === null) return [];
      return [{ panel: group, x: row.n, y: mean, ...(interval ? { low: interval[0], high: interval[1] } : {}) }];
    })
  );
  if (means.length === 0) return '';
  const most = means.reduce((n, { x }) => Math.max(n, x), 1);
  const grid = Array.from({ length: 61 }, (_, i) => most ** (i / 60));
  const line = formula && groups.flatMap(({ group }) => grid.map((x): Point => ({ panel: group, x, y: formula.at(x) })));
  const options: ChartOptions = {
    title: title(reward, member),
    panels: groups.map(({ group }) => group),
    x: {
      ...N_AXIS,
      ticks: ticksAt(
        means.map(({ x }) => x),
        groups.length > 1 ? 8 : 14
      ),
      ...(most === 1 ? { domain: [1, 2] } : {}),
    },
    y: { label: axis ?? head(reward, member), nice: true },
    series: [
      ...(line ? [{ label: formula.label, style: STYLE.bound, points: line }] : []),
      { label: `mean, ${percent(groups[0].result.confidence)} % interval`, style: STYLE.mean, points: means },
    ],
  };
  return chart(options);
}

/** The ticks: every n that has a mean, as long as at most `room` of them would fit beside one another; else those that are far enough apart. */
function ticksAt(ns: readonly number[], room: number): number[] {
  const all = [...new Set(ns)].sort((a, b) => a - b);
  const apart = Math.log(all[all.length - 1] / all[0]) / room;
  const ticks: number[] = [];
  for (const n of all) if (ticks.length === 0 || Math.log(n / ticks[ticks.length - 1]) >= apart * 0.999) ticks.push(n);
  return ticks;
}
