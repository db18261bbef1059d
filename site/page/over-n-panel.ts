// A card with a chart against n.

import type { OverNCardOptions } from '../chart-texts';
import { OverNChart } from '../charts/over-n';
import { RUN_LOOKS, secondLook } from '../charts/style';
import { EXPLORER_METRICS, type ExplorerMetric, isEstimate, type MetricRow, type MetricValues } from '../explorer-metrics';
import { numberOrDash } from '../format';
import { isOfSecond, type SecondCurves } from '../second-reference';
import type { Overview } from '../worker/view-types';
import { Card } from './card';

export class OverNPanel {
  readonly #card: Card;
  readonly #chart: OverNChart;
  readonly #metrics: OverNCardOptions['metrics'];
  readonly #caption: OverNCardOptions['caption'];
  #overview: Overview | undefined;
  #second: SecondCurves | undefined;
  /** The values at the n that is marked: of the first reference and of the other runs, and of the second reference. */
  #values: [MetricValues, readonly MetricValues[]] | undefined;
  #secondValues: MetricValues | undefined;

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
    this.#card.showText(this.#caption(overview));
    this.#showKeys();
    this.#chart.show(overview);
  }

  /** Draws the second reference beside the first, or no more. */
  showSecond(second: SecondCurves | undefined): void {
    const isSame = second?.title === this.#second?.title;
    this.#second = second;
    if (!second) this.#secondValues = undefined;
    if (!isSame && this.#overview) this.#showKeys();
    this.#chart.showSecond(second);
    this.#showValues();
  }

  markSecond(n: number, values: MetricValues): void {
    this.#secondValues = values;
    this.#chart.markSecond(n, values);
    this.#showValues();
  }

  /** The keys of what is drawn beside the first reference or run. */
  #showKeys(): void {
    const overview = this.#overview as Overview;
    const second = this.#second;
    this.#card.subtitle = second === undefined ? overview.title : `${overview.title}; B: ${second.title}`;
    this.#card.showRuns([
      ...(overview.others ?? []).flatMap(({ name, place, curves }) =>
        this.#estimates().map((metric) => {
          const known = curves[metric] === undefined ? ' (no value)' : '';
          return [`${EXPLORER_METRICS[metric].label}, ${name}${known}`, RUN_LOOKS[place]] as const;
        })
      ),
      ...this.#ofSecond().map(([metric, style]) => [`${EXPLORER_METRICS[metric].label}, B`, secondLook(style)] as const),
    ]);
  }

  #ofSecond(): OverNCardOptions['metrics'] {
    const second = this.#second;
    return second ? this.#metrics.filter(([metric]) => isOfSecond(metric, second)) : [];
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
    this.#chart.mark(n, values, others);
    this.#values = [values, others];
    this.#showValues();
    this.#card.showNote(this.#noteAt(values));
  }

  /** Why there is no value. */
  #noteAt(values: MetricValues): string {
    const missing = this.#metrics.map(([metric]) => metric).filter((metric) => values[metric] === null);
    const isDrawn = (metric: ExplorerMetric) => this.#overview?.curves[metric] !== undefined;
    if (missing.length === this.#metrics.length && !missing.some(isDrawn))
      return 'Not known from samples: pick a prompt above to take its samples as the whole reference.';
    return missing.includes('winRate') && isDrawn('winRate')
      ? 'No win rate is known here: it takes a sample more than n, which no prompt has.'
      : '';
  }

  /** Marks the n that are pinned. */
  pin(ns: readonly number[]): void {
    this.#chart.pin(ns);
  }

  #showValues(): void {
    const [values, others] = this.#values ?? [];
    if (values === undefined || others === undefined) return;
    const own = this.#metrics.map(([metric]) => values[metric]);
    const beside = others.flatMap((run) => this.#estimates().map((metric) => run[metric]));
    const second = this.#ofSecond().map(([metric]) => this.#secondValues?.[metric] ?? null);
    this.#card.showValues([...own, ...beside, ...second].map(numberOrDash));
  }
}
