// A card with a chart against n.

import type { OverNCardOptions } from '../chart-texts';
import { OverNChart } from '../charts/over-n';
import type { MetricRow, MetricValues } from '../explorer-metrics';
import { numberOrDash } from '../format';
import type { Overview } from '../worker/view-types';
import { Card } from './card';

export class OverNPanel {
  readonly #card: Card;
  readonly #chart: OverNChart;
  readonly #metrics: OverNCardOptions['metrics'];
  #overview: Overview | undefined;

  constructor(
    parent: HTMLElement,
    options: OverNCardOptions,
    onHover: (n: number | undefined) => void,
    onPick: (n: number) => void
  ) {
    this.#metrics = options.metrics;
    this.#card = new Card(parent, options);
    this.#chart = new OverNChart(this.#card.plot, options, onHover, onPick);
  }

  show(overview: Overview): void {
    this.#overview = overview;
    this.#card.subtitle = overview.title;
    this.#chart.show(overview);
  }

  /** Adds the rows of the table, from which metrics without a curve are drawn. */
  addRows(rows: readonly MetricRow[]): void {
    this.#chart.addRows(rows);
  }

  mark(n: number, values: MetricValues): void {
    this.#chart.mark(n, values);
    this.#card.showValues(this.#metrics.map(([metric]) => numberOrDash(values[metric])));
    const missing = this.#metrics.every(([metric]) => this.#overview?.curves[metric] === undefined && values[metric] === null);
    this.#card.showNote(missing ? 'Not known from samples: pick a prompt above to take its samples as the whole reference.' : '');
  }
}
