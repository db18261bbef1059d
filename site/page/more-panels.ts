// The cards with the further charts of samples, which come from the background worker after everything else.

import { lookOf, MoreChartDrawing, valueOfSeries } from '../charts/more';
import { numberOrDash } from '../format';
import type { MoreChart } from '../worker/more-types';
import { maxNIn, type Overview } from '../worker/view-types';
import { Card } from './card';

export class MorePanels {
  #panels: { card: Card; drawing: MoreChartDrawing; chart: MoreChart }[] = [];
  #n = 1;
  #pins: readonly number[] = [];

  constructor(
    readonly parent: HTMLElement,
    readonly onHover: (n: number | undefined) => void,
    readonly onPick: (n: number) => void
  ) {}

  /** Shows these charts in place of those of before. */
  show(charts: readonly MoreChart[], overview: Overview): void {
    for (const { card } of this.#panels) card.remove();
    this.#panels = charts.map((chart) => {
      const legend = chart.series.map((line) => [line.label, lookOf(line)] as const);
      const card = new Card(this.parent, { id: chart.id, title: chart.title, legend });
      card.subtitle = overview.title;
      card.showText(chart.text);
      const drawing = new MoreChartDrawing(card.plot, chart, this.onHover, this.onPick);
      card.points = () => drawing.points();
      drawing.draw(maxNIn(overview));
      drawing.pin(this.#pins);
      return { card, drawing, chart };
    });
    this.mark(this.#n);
  }

  /** Marks the n that are pinned. */
  pin(ns: readonly number[]): void {
    this.#pins = ns;
    for (const { drawing } of this.#panels) drawing.pin(ns);
  }

  mark(n: number): void {
    this.#n = n;
    for (const { card, drawing, chart } of this.#panels) {
      card.n = n;
      drawing.mark(n);
      card.showValues(chart.series.map((line) => numberOrDash(valueOfSeries(line, n) ?? null)));
      const known = chart.series.some((line) => valueOfSeries(line, n) !== undefined);
      card.showNote(known || chart.series.length === 0 ? '' : `Computed at n = ${[...chart.series[0].n].join(', ')}.`);
    }
  }
}
