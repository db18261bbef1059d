// The curves of a run as pictures.

import { chart, type Point, type Series } from '../../charts/chart';
import { panelWidth } from '../../charts/measures';
import { N_AXIS, ticksOf } from '../../charts/n-axis';
import { RUN_STYLES, STYLE } from '../../charts/series-style';
import { stacked } from '../../charts/stacked';
import { percent } from '../../format/number';
import { type EstimateColumn, estimateColumns } from '../../sample-files/estimate-columns';
import type { GroupResult } from '../../sample-files/estimate-groups';
import { textsOf } from '../../sample-files/estimate-texts';
import { groupNames } from '../../sample-files/group-names';
import { rewardName, type SampleColumns } from '../../sample-files/sample-columns';
import { isBesideVotes } from '../../sample-files/votes';
import { goldCharts } from './gold-plot';
import { voteCharts } from './votes-plot';

/**
 * One chart for each estimate, with a curve for each group in one panel, or with a panel for each group where there are more than can be told apart.
 * Estimates that no prompt has are left out.
 */
export function curveCharts(groups: readonly GroupResult[], columns: SampleColumns): string[] {
  const reward = rewardName(columns);
  const names = groupNames(groups);
  const rows = groups.flatMap(({ result }) => result.rows);
  const isElsewhere = isBesideVotes(rows);
  const estimates = estimateColumns(rows).filter(({ name }) => !isElsewhere(name));
  return estimates.map((column) => curveChart(groups, names, column, reward)).filter((svg) => svg !== '');
}

/** All charts below one another in one picture. */
export function curvesPlot(groups: readonly GroupResult[], columns: SampleColumns): string {
  const charts = [...curveCharts(groups, columns), ...voteCharts(groups, columns), ...goldCharts(groups, columns)];
  if (charts.length === 0) return noCurves(groups);
  return stacked(charts);
}

/** A picture without a curve says why. */
function noCurves([{ result }]: readonly GroupResult[]): string {
  const ns = result.rows.map(({ n }) => n).join(', ');
  const text = `No prompt has enough samples for n = ${ns.length > 40 ? `${ns.slice(0, 40)}…` : ns}.`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="560" height="60" viewBox="0 0 560 60">
<rect width="560" height="60" fill="#fff"/><text x="20" y="36" font-family="Helvetica, Arial, sans-serif" font-size="14">${text}</text></svg>\n`;
}

function curveChart(
  groups: readonly GroupResult[],
  names: readonly string[],
  { field, member, meanIn }: EstimateColumn,
  reward: string
): string {
  const { head, title, axis, formula } = textsOf(field);
  const inOne = groups.length > 1 && groups.length <= RUN_STYLES.length;
  const means = groups.map(({ result }, g) =>
    result.rows.flatMap((row): Point[] => {
      const { mean, interval } = meanIn(row);
      if (mean === null) return [];
      const ends = interval ? { low: interval[0], high: interval[1] } : {};
      return [{ panel: inOne ? 0 : g, x: row.n, y: mean, ...ends }];
    })
  );
  const ns = means.flat().map(({ x }) => x);
  if (ns.length === 0) return '';
  const panels = inOne ? [''] : names;
  const most = ns.reduce((n, x) => Math.max(n, x), 1);
  const grid = Array.from({ length: 61 }, (_, i) => most ** (i / 60));
  const line = formula && panels.flatMap((_, panel) => grid.map((x): Point => ({ panel, x, y: formula.at(x) })));
  const interval = `${percent(groups[0].result.confidence)} % interval`;
  const curves: Series[] = inOne
    ? means.map((points, g) => ({ label: points.length > 0 ? names[g] : `${names[g]} (no value)`, style: RUN_STYLES[g], points }))
    : [{ label: `mean, ${interval}`, style: STYLE.mean, points: means.flat() }];
  return chart({
    title: title(reward, member),
    panels,
    x: { ...N_AXIS, ticks: ticksOf(ns, panelWidth(panels.length)), ...(most === 1 ? { domain: [1, 2] } : {}) },
    y: { label: axis ?? head(reward, member), nice: true },
    series: [...(line ? [{ label: formula.label, style: STYLE.bound, points: line }] : []), ...curves],
    ...(inOne ? { panelHeight: 320 } : {}),
    // a single prompt has no interval
    ...(inOne && means.flat().some(({ low }) => low !== undefined) ? { bands: interval } : {}),
  });
}
