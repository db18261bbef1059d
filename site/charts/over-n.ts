// A chart of some fields against n.

import * as Plot from '@observablehq/plot';
import { type Field, LABELS, type Values } from '../fields';
import type { Overview } from '../worker/view';
import { band, compact, type Drawn, draw, onResize, pointIn, series } from './frame';
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
    const nOf = (event: PointerEvent) => {
      if (this.#plot === undefined) return undefined;
      const n = this.#plot.scale('x')?.invert?.(pointIn(this.#plot, event));
      const most = this.#overview?.steps.at(-1) ?? 1;
      return n >= 1 / MARGIN && n <= most * MARGIN ? Math.min(Math.max(1, Math.round(n)), most) : undefined;
    };
    host.addEventListener('pointermove', (event) => onHover(nOf(event)));
    host.addEventListener('pointerleave', () => onHover(undefined));
    host.addEventListener('click', (event) => {
      const n = nOf(event as PointerEvent);
      if (n !== undefined) onPick(n);
    });
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

  /** What the chart says, for those who do not see it. */
  get #summary(): string {
    const fields = this.options.fields.map(([field]) => LABELS[field]).join(', ');
    return `${this.options.title} against n from 1 to ${this.#overview?.steps.at(-1)?.toLocaleString('en-US')}: ${fields}. The table has the numbers.`;
  }

  #visible(value: number | null): number | null {
    return this.options.y.type === 'log' && value !== null && value < LOG_LEAST ? null : value;
  }

  #draw(): void {
    if (this.#overview === undefined) return;
    const { curves, bands, steps } = this.#overview;
    if (this.options.fields.every(([field]) => curves[field] === undefined)) {
      this.host.replaceChildren();
      return;
    }
    const log = this.options.y.type === 'log';
    const marks: Plot.Markish[] = [Plot.frame({ stroke: 'var(--line)' })];
    for (const [field, style] of this.options.fields) {
      const ends = bands[field];
      if (ends) marks.push(band(curves.n, ends.low, ends.high, style));
    }
    for (const [field, style] of this.options.fields) {
      const values = curves[field];
      const late = field === 'klEstimate' && this.#estimates ? this.#estimates : undefined;
      if (late) marks.push(series(late.n, late.klEstimate, style));
      else if (values) marks.push(series(curves.n, log ? values.map((y) => (y >= LOG_LEAST ? y : Number.NaN)) : values, style));
    }
    const most = steps.at(-1) ?? 1;
    this.#plot = draw(this.host, this.#summary, {
      x: { type: 'log', domain: [1, Math.max(2, most)], label: 'n', tickFormat: compact, ticks: ticksUpTo(most) },
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
