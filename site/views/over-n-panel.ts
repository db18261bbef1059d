// A card with a chart against n.

import type { OverNCard } from '../cards';
import { OverN, type Rows } from '../charts/over-n';
import type { Values } from '../fields';
import { textOf } from '../format';
import type { Overview } from '../worker/view';
import { Card } from './card';

export class OverNPanel {
  readonly #card: Card;
  readonly #chart: OverN;
  readonly #fields: OverNCard['fields'];
  #overview: Overview | undefined;

  constructor(parent: HTMLElement, options: OverNCard, onHover: (n: number | undefined) => void, onPick: (n: number) => void) {
    this.#fields = options.fields;
    this.#card = new Card(parent, options);
    this.#chart = new OverN(this.#card.plot, options, onHover, onPick);
  }

  show(overview: Overview): void {
    this.#overview = overview;
    this.#card.subtitle = overview.title;
    this.#chart.show(overview);
  }

  /** Values of the estimator, where the curves have none. */
  addEstimates(rows: Rows): void {
    if (this.#overview?.curves.klEstimate === undefined) this.#chart.addEstimates(rows);
  }

  mark(n: number, values: Values): void {
    this.#chart.mark(n, values);
    this.#card.read(this.#fields.map(([field]) => textOf(values[field])));
    const missing = this.#fields.every(([field]) => this.#overview?.curves[field] === undefined && values[field] === null);
    this.#card.note(missing ? 'Not known from samples: pick a prompt above to take its samples as the whole reference.' : '');
  }
}
