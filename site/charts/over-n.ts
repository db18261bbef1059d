// A chart of some fields against n.

import * as Plot from '@observablehq/plot';
import { N_AXIS } from '../../src/charts/n-axis';
import { type Field, LABELS, type Values } from '../fields';
import { lastStep, type Overview } from '../worker/view';
import { band, type Drawn, draw, onPoint, onResize, series } from './frame';
import { Mark } from './mark';
import type { Style } from './style';

interface OverNOptions {
  title: string;
  /** From the one drawn first to the one on top. */
  fields: readonly (readonly [Field, Style])[];
  y: Plot.ScaleOptions;
}

export interface Rows {
  n: ArrayLike<number>;
  klEstimate: ArrayLike<number>;
}

/** A pointer a little beside the axis still points at its end. */
const MARGIN = 1.03;
/** Below, a gap on the logarithmic axis is nothing. */
const LOG_LEAST = 1e-6;

export class OverN {
  readonly #mark: Mark;
  #plot: Drawn | undefined;
  #overview: Overview | undefined;
  #estimates: Rows | undefined;
  #focus: [n: number, values: Values] | undefined;

  constructor(
    readonly host: HTMLElement,
    readonly options: OverNOptions,
    onHover: (n: number | undefined) => void,
    onPick: (n: number) => void
  ) {
    this.#mark = new Mark(host);
    onResize(host, () => this.#draw());
    onPoint(
      host,
      () => this.#plot,
      (x) => this.#nAt(x),
      onHover,
      onPick
    );
  }

  show(overview: Overview): void {
    this.#overview = overview;
    this.#estimates = undefined;
    this.#draw();
  }

  /** Values of the estimator, which come later. */
  addEstimates(rows: Rows): void {
    if (!this.options.fields.some(([field]) => field === 'klEstimate')) return;
    this.#estimates = rows;
    this.#draw();
  }

  mark(n: number, values: Values): void {
    this.#focus = [n, values];
    const dots = this.options.fields.map(([field, style]) => ({ x: n, y: this.#visible(values[field]), style }));
    this.#mark.show(n, dots);
  }

  #nAt(x: number): number | undefined {
    const most = this.#overview ? lastStep(this.#overview) : 1;
    return x >= 1 / MARGIN && x <= most * MARGIN ? Math.min(Math.max(1, Math.round(x)), most) : undefined;
  }

  /** What the chart says, for those who do not see it. */
  #summary(most: number): string {
    const fields = this.options.fields.map(([field]) => LABELS[field]).join(', ');
    return `${this.options.title} against n from 1 to ${most.toLocaleString('en-US')}: ${fields}. The table has the numbers.`;
  }

  #visible(value: number | null): number | null {
    return this.options.y.type === 'log' && value !== null && value < LOG_LEAST ? null : value;
  }

  #draw(): void {
    if (this.#overview === undefined) return;
    const { curves, bands } = this.#overview;
    if (this.options.fields.every(([field]) => curves[field] === undefined)) {
      this.host.replaceChildren();
      return;
    }
    const marks: Plot.Markish[] = [Plot.frame({ stroke: 'var(--line)' })];
    for (const [field, style] of this.options.fields) {
      const ends = bands[field];
      if (ends) marks.push(band(curves.n, ends.low, ends.high, style));
    }
    for (const [field, style] of this.options.fields) {
      const values = curves[field];
      const late = field === 'klEstimate' && this.#estimates ? this.#estimates : undefined;
      if (late) marks.push(series(late.n, late.klEstimate, style));
      else if (values)
        marks.push(
          series(
            curves.n,
            values.map((y) => this.#visible(y) ?? Number.NaN),
            style
          )
        );
    }
    const most = lastStep(this.#overview);
    this.#plot = draw(this.host, this.#summary(most), {
      x: { ...N_AXIS, domain: [1, Math.max(2, most)], ticks: ticksUpTo(most) },
      y: this.options.y,
      marks,
    });
    this.#mark.on(this.#plot);
    if (this.#focus) this.mark(...this.#focus);
  }
}

/** Powers of ten; of two where ten does not come. */
function ticksUpTo(most: number): number[] {
  const base = most < 100 ? 2 : 10;
  const ticks: number[] = [];
  for (let n = 1; n <= most * 1.0001; n *= base) ticks.push(n);
  return ticks;
}
