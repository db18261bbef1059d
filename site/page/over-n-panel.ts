// A card with a chart against n.

import type { OverNCardOptions } from '../chart-texts';
import { OverNChart } from '../charts/over-n';
import { RUN_LOOKS } from '../charts/style';
import { EXPLORER_METRICS, type ExplorerMetric, isEstimate, type MetricRow, type MetricValues } from '../explorer-metrics';
import { numberOrDash } from '../format';
import type { Overview } from '../worker/view-types';
import { Card } from './card';

export class OverNPanel {
  readonly #card: Card;
  readonly #chart: OverNChart;
  readonly #metrics: OverNCardOptions['metrics'];
  readonly #caption: OverNCardOptions['caption'];
  #overview: Overview | undefined;

  constructor(
    parent: HTMLElement,
    options: OverNCardOptions,
    onHover: (n: number | undefined) => void,
    onPick: (n: number) => void
  ) {
    this.#metrics = options.metrics;
    this.#caption = options.caption;
    this.#card = new Card(parent, options);
    this.#chart = new OverNChart(this.#card.plot, options, onHover, onPick);
    this.#card.points = () => this.#chart.points();
  }

  show(overview: Overview): void {
    this.#overview = overview;
    this.#card.subtitle = overview.title;
    this.#card.showText(this.#caption(overview));
    this.#card.showRuns(
      (overview.others ?? []).flatMap(({ name, place, curves }) =>
        this.#estimates().map((metric) => {
          const known = curves[metric] === undefined ? ' (no value)' : '';
          return [`${EXPLORER_METRICS[metric].label}, ${name}${known}`, RUN_LOOKS[place]] as const;
        })
      )
    );
    this.#chart.show(overview);
  }

  /** Adds the rows of the table, from which metrics without a curve are drawn. */
  addRows(rows: readonly MetricRow[]): void {
    this.#chart.addRows(rows);
  }

  /** What samples give a mean of, of what the card shows, if any run of the file has it. */
  #estimates(): ExplorerMetric[] {
    const { curves, others = [] } = this.#overview ?? { curves: {} };
    const known: readonly { [name in ExplorerMetric]?: unknown }[] = [curves, ...others.map((run) => run.curves)];
    return this.#metrics
      .map(([metric]) => metric)
      .filter((metric) => isEstimate(metric) && known.some((run) => run[metric] !== undefined));
  }

  /** @param others - the values of the other runs, in the order of the overview. */
  mark(n: number, values: MetricValues, others: readonly MetricValues[] = []): void {
    this.#card.n = n;
    this.#chart.mark(n, values);
    const own = this.#metrics.map(([metric]) => values[metric]);
    const beside = others.flatMap((run) => this.#estimates().map((metric) => run[metric]));
    this.#card.showValues([...own, ...beside].map(numberOrDash));
    const missing = this.#metrics.every(([metric]) => this.#overview?.curves[metric] === undefined && values[metric] === null);
    this.#card.showNote(missing ? 'Not known from samples: pick a prompt above to take its samples as the whole reference.' : '');
  }
}
