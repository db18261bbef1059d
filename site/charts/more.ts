// A chart of lines against n with their bands, whatever they are of.

import * as Plot from '@observablehq/plot';
import type { MoreChart, MoreSeries } from '../worker/more-types';
import { nAxis, valueAxis } from './axes';
import { band, type Drawing, draw, onPoint, onResize, series } from './drawing';
import { type DrawnPoint, pointsOf } from './drawn-points';
import { Marker } from './marker';
import { colourOf, RUN_LOOKS, type SeriesStyle, STYLES } from './style';

export const lookOf = ({ look, steps }: MoreSeries): SeriesStyle => {
  const style = typeof look === 'number' ? RUN_LOOKS[look % RUN_LOOKS.length] : STYLES[look];
  return steps ? { ...style, width: 2 } : style;
};

/** The value at n, of a line with steps that of the next n that it has; undefined if there is none. */
export function valueOfSeries({ n, values, steps }: MoreSeries, at: number): number | undefined {
  const i = steps ? n.findIndex((x) => x >= at) : n.indexOf(at);
  return i < 0 ? undefined : values[i];
}

export class MoreChartDrawing {
  readonly #marker: Marker;
  #plot: Drawing | undefined;
  #maxN = 1;
  #marked = 1;

  constructor(
    readonly host: HTMLElement,
    readonly chart: MoreChart,
    onHover: (n: number | undefined) => void,
    onPick: (n: number) => void
  ) {
    this.#marker = new Marker(host);
    onResize(host, () => this.draw());
    onPoint(
      host,
      () => this.#plot,
      (x) => (x < 0.97 || x > this.#maxN * 1.03 ? undefined : Math.min(Math.max(1, Math.round(x)), this.#maxN)),
      onHover,
      onPick
    );
  }

  /** @param maxN - where the axis ends. */
  draw(maxN = this.#maxN): void {
    this.#maxN = maxN;
    const { title, y, zero, series: lines } = this.chart;
    if (lines.length === 0) return;
    const all = lines.flatMap(({ values, band }) => [...values, ...(band ? [...band.low, ...band.high] : [])]);
    this.#plot = draw(this.host, `${title}, against n from 1 to ${maxN}: ${lines.map(({ label }) => label).join(', ')}.`, {
      x: nAxis(maxN),
      y: { label: y, ...valueAxis(zero ? [0, ...all] : all), ...(lines[0].steps ? { zero: true } : {}) },
      marks: [
        Plot.frame({ stroke: 'var(--line)' }),
        ...(zero ? [Plot.ruleY([0], { stroke: 'var(--soft)', strokeDasharray: '2 3' })] : []),
        ...lines.flatMap((line) => (line.band ? band(line.n, line.band, lookOf(line)) : [])),
        ...lines.flatMap(marksOf),
      ],
    });
    this.#marker.moveTo(this.#plot);
    this.mark(this.#marked);
  }

  /** What is drawn: a row for each point of a line, and for the marker. */
  points(): DrawnPoint[] {
    return this.chart.series.flatMap((line) => {
      const marked = { x: this.#marked, y: valueOfSeries(line, this.#marked) ?? null };
      return pointsOf(line.label, line.n, line.values, line.band, marked);
    });
  }

  /** Marks the n that are pinned. */
  pin(ns: readonly number[]): void {
    this.#marker.pin(ns);
  }

  mark(n: number): void {
    this.#marked = n;
    const dots = this.chart.series.map((line) => ({ x: n, y: valueOfSeries(line, n) ?? null, style: lookOf(line) }));
    this.#marker.show(n, dots);
  }
}

function marksOf(line: MoreSeries): Plot.Markish[] {
  const style = lookOf(line);
  if (!line.steps) return series(line.n, line.values, style);
  const points = Array.from(line.n, (n, i) => ({ n, y: line.values[i] }));
  const look = { stroke: colourOf(style), strokeWidth: style.width, strokeDasharray: style.dashes } as const;
  return [Plot.lineY(points, { x: 'n', y: 'y', curve: 'step-before', ...look })];
}
