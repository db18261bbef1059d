// A chart of some metrics against n.

import * as Plot from '@observablehq/plot';
import { overNSummary } from '../captions';
import { EXPLORER_METRICS, type ExplorerMetric, isEstimate, type MetricRow, type MetricValues } from '../explorer-metrics';
import { numberOrDash } from '../format';
import { nText } from '../n-range';
import { isOfSecond, type SecondCurves } from '../second-reference';
import { maxNIn, type OtherRun, type Overview } from '../worker/view-types';
import { nAxis, valueAxis } from './axes';
import { band, type Drawing, draw, onPoint, onResize, series } from './drawing';
import { type DrawnPoint, pointsOf } from './drawn-points';
import { Marker } from './marker';
import { ReadOut } from './read-out';
import { RUN_LOOKS, type SeriesStyle, secondLook } from './style';

interface OverNOptions {
  title: string;
  /** The metrics, from the one that is drawn first to the one on top. */
  metrics: readonly (readonly [ExplorerMetric, SeriesStyle])[];
  y: Plot.ScaleOptions;
}

/** A pointer that is beside an end of the axis by less than this factor still points at the end: it is off by a few pixels on the logarithmic axis. */
const POINTER_MARGIN = 1.03;
/** Smaller values are left out on a logarithmic axis, where they would take up most of the height: a gap of a millionth of a nat is no gap. */
const MIN_LOG_VALUE = 1e-6;

export class OverNChart {
  readonly #marker: Marker;
  readonly #readOut: ReadOut;
  /** Whether the reader points at this chart. */
  #isPointed = false;
  #plot: Drawing | undefined;
  #overview: Overview | undefined;
  #rows: readonly MetricRow[] = [];
  #second: SecondCurves | undefined;
  #secondMarked: [n: number, values: MetricValues] | undefined;
  /** The n that is marked, with its values and those of the other runs, in the order of the overview. */
  #marked: [n: number, values: MetricValues, others: readonly MetricValues[]] | undefined;

  constructor(
    readonly host: HTMLElement,
    readonly options: OverNOptions,
    onHover: (n: number | undefined) => void,
    onPick: (n: number) => void
  ) {
    this.#marker = new Marker(host);
    this.#readOut = new ReadOut(host);
    onResize(host, () => this.#draw());
    onPoint(
      host,
      () => this.#plot,
      (x) => this.#nAt(x),
      (n) => {
        this.#isPointed = n !== undefined;
        if (n === undefined) this.#readOut.hide();
        onHover(n);
      },
      onPick
    );
  }

  show(overview: Overview): void {
    this.#overview = overview;
    this.#rows = [];
    this.#draw();
  }

  /** Adds the rows of the table, which come later than the curves: metrics without a curve are drawn from them. */
  addRows(rows: readonly MetricRow[]): void {
    this.#rows = rows;
    if (this.options.metrics.some(([metric]) => this.#hasRowsOnly(metric))) this.#draw();
  }

  /** Draws the second reference beside the first, or no more. */
  showSecond(second: SecondCurves | undefined): void {
    this.#second = second;
    if (second === undefined) this.#secondMarked = undefined;
    this.#draw();
  }

  /** Marks the n that are pinned. */
  pin(ns: readonly number[]): void {
    this.#marker.pin(ns);
  }

  markSecond(n: number, values: MetricValues): void {
    this.#secondMarked = [n, values];
    if (this.#marked) this.mark(...this.#marked);
  }

  mark(n: number, values: MetricValues, others: readonly MetricValues[]): void {
    this.#marked = [n, values, others];
    const dots = this.options.metrics.map(([metric, style]) => ({ x: n, y: this.#visible(values[metric]), style }));
    const [secondN, secondValues] = this.#secondMarked ?? [];
    const second = this.#ofSecond().map(([metric, style]) => ({
      x: secondN ?? 1,
      y: secondValues ? this.#visible(secondValues[metric]) : null,
      style: secondLook(style),
    }));
    this.#marker.show(n, [...second, ...dots]);
    if (this.#isPointed) this.#tell(n, values);
  }

  /** The metrics that are drawn of the second reference. */
  #ofSecond(): OverNOptions['metrics'] {
    const second = this.#second;
    return second ? this.options.metrics.filter(([metric]) => isOfSecond(metric, second)) : [];
  }

  #tell(n: number, values: MetricValues): void {
    const place = this.#marker.placeOf(n);
    const known = this.options.metrics.filter(([metric]) => values[metric] !== null);
    const lines = known.map(([metric]) => [EXPLORER_METRICS[metric].label, numberOrDash(values[metric])] as const);
    if (place && this.#plot) this.#readOut.show(...place, [['n', nText(n)], ...lines, ...this.#secondLines(n)]);
    else this.#readOut.hide();
  }

  /** What is drawn: a row for each point of a series, with the ends of its interval where it has one, and for the marker. */
  points(): DrawnPoint[] {
    const overview = this.#overview;
    if (overview === undefined) return [];
    const [n, values, beside = []] = this.#marked ?? [];
    const at = (x: number | undefined, of: MetricValues | undefined, metric: ExplorerMetric) =>
      x === undefined || of === undefined ? undefined : { x, y: this.#visible(of[metric]) };
    const own = this.options.metrics.flatMap(([metric]) => {
      const drawn = this.#pointsOf(metric, overview);
      const { label } = EXPLORER_METRICS[metric];
      return drawn ? pointsOf(label, drawn.n, drawn.values, overview.bands[metric], at(n, values, metric)) : [];
    });
    const estimates = this.options.metrics.map(([metric]) => metric).filter(isEstimate);
    const others = (overview.others ?? []).flatMap(({ name, curves, bands }, i) =>
      estimates.flatMap((metric) => {
        const label = `${EXPLORER_METRICS[metric].label}, ${name}`;
        return pointsOf(label, curves.n, curves[metric] ?? [], bands[metric], at(n, beside[i], metric));
      })
    );
    const [secondN, secondValues] = this.#secondMarked ?? [];
    const second = this.#ofSecond().flatMap(([metric]) => {
      const { n, [metric]: values = [] } = (this.#second as SecondCurves).curves;
      return pointsOf(`${EXPLORER_METRICS[metric].label}, B`, n, values, undefined, at(secondN, secondValues, metric));
    });
    return [...own, ...others, ...second];
  }

  #secondLines(n: number): (readonly [string, string])[] {
    const [secondN, values] = this.#secondMarked ?? [];
    if (values === undefined || secondN !== n) return [];
    return this.#ofSecond().map(([metric]) => [`${EXPLORER_METRICS[metric].label}, B`, numberOrDash(values[metric])] as const);
  }

  #nAt(x: number): number | undefined {
    const maxN = this.#overview ? maxNIn(this.#overview) : 1;
    const points = x >= 1 / POINTER_MARGIN && x <= maxN * POINTER_MARGIN;
    return points ? Math.min(Math.max(1, Math.round(x)), maxN) : undefined;
  }

  #hasRowsOnly(metric: ExplorerMetric): boolean {
    return this.#overview?.curves[metric] === undefined && this.#rows.some((row) => row[metric] !== null);
  }

  #visible(value: number | null): number | null {
    return this.options.y.type === 'log' && value !== null && value < MIN_LOG_VALUE ? null : value;
  }

  /** The points of a metric: its curve, or else the rows of the table, if they have it; undefined if neither has. */
  #pointsOf(metric: ExplorerMetric, { curves }: Overview): { n: ArrayLike<number>; values: number[] } | undefined {
    const { [metric]: curve } = curves;
    if (curve === undefined && !this.#hasRowsOnly(metric)) return undefined;
    const values = curve ? [...curve] : this.#rows.map((row) => row[metric]);
    return {
      n: curve ? curves.n : this.#rows.map((row) => row.n),
      values: values.map((value) => this.#visible(value) ?? Number.NaN),
    };
  }

  #draw(): void {
    if (this.#overview === undefined) return;
    const { metrics, y, title } = this.options;
    const { curves, bands, counts, others = [] } = this.#overview;
    if (metrics.every(([metric]) => curves[metric] === undefined)) {
      this.#plot = undefined;
      this.host.replaceChildren();
      return;
    }
    const maxN = maxNIn(this.#overview);
    const lastN = others.reduce((last, { curves: { n } }) => Math.max(last, n[n.length - 1]), maxN);
    const drawn = metrics.flatMap(([metric, style]) => {
      const points = this.#pointsOf(metric, this.#overview as Overview);
      return points?.values.some(Number.isFinite) ? [{ metric, style, ...points }] : [];
    });
    const estimates = metrics.map(([metric]) => metric).filter(isEstimate);
    const beside = others.flatMap((run) => estimates.flatMap((metric) => [...(run.curves[metric] ?? [])]));
    const second = this.#ofSecond().map(([metric, style]) => {
      const { n, [metric]: curve = [] } = (this.#second as SecondCurves).curves;
      return { n, values: Array.from(curve, (value) => this.#visible(value) ?? Number.NaN), style: secondLook(style) };
    });
    const values = [...drawn, ...second].flatMap(({ values }) => values).concat(beside);
    const summary = overNSummary(
      title,
      drawn.map(({ metric }) => metric),
      maxN
    );
    this.#plot = draw(this.host, summary, {
      x: nAxis(lastN),
      y: { ...(y.type === 'log' ? {} : valueAxis(values)), ...y },
      marks: [
        Plot.frame({ stroke: 'var(--line)' }),
        Plot.ruleX(dropOuts(estimates, this.#overview), { stroke: 'var(--soft)', strokeDasharray: '4 4' }),
        ...estimates.flatMap((metric) => besides(metric, others)),
        ...metrics.flatMap(([metric, style]) => {
          const ends = bands[metric];
          return ends ? band(curves.n, ends, style, counts[metric]) : [];
        }),
        ...second.flatMap(({ n, values, style }) => series(n, values, style)),
        ...drawn.flatMap(({ metric, style, n, values }) => series(n, values, style, curves[metric] && counts[metric])),
      ],
    });
    this.#marker.moveTo(this.#plot);
    if (this.#marked) this.mark(...this.#marked);
  }
}

/** The largest n at which a mean is over all prompts, where beyond it some drop out. The win rate compares the best of n with one sample more. */
function dropOuts(estimates: readonly ExplorerMetric[], { means, counts }: Overview): number[] {
  if (means === undefined || means.least === means.most) return [];
  const known = estimates.filter((metric) => counts[metric]?.some((prompts) => prompts > 0));
  const ends = known.map((metric) => (metric === 'winRate' ? means.least - 1 : means.least));
  return [...new Set(ends)].filter((n) => n >= 1);
}

/** The curves of other runs, under those of the run that is open. */
function besides(metric: ExplorerMetric, others: readonly OtherRun[]): Plot.Markish[] {
  const known = others.filter(({ curves }) => curves[metric] !== undefined);
  return [
    ...known.flatMap(({ curves, counts, bands: { [metric]: ends }, place }) =>
      ends ? band(curves.n, ends, RUN_LOOKS[place], counts[metric]) : []
    ),
    ...known.flatMap(({ curves, counts, place }) =>
      series(curves.n, curves[metric] as Float64Array, RUN_LOOKS[place], counts[metric])
    ),
  ];
}
