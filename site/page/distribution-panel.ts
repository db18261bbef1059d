// The card with the policies themselves.

import { grouped, NONE, short } from '../../src/format/number';
import { distributionCaption } from '../captions';
import { DISTRIBUTION } from '../chart-texts';
import { DistributionChart } from '../charts/distribution';
import type { Bins } from '../worker/rank-bins';
import type { Overview } from '../worker/view-types';
import { Card } from './card';

export class DistributionPanel {
  readonly #card: Card;
  readonly #chart: DistributionChart;
  #bins: Bins | null = null;
  #masses: Float64Array | null = null;
  /** The bin that the reader points at. */
  #hovered: number | undefined;

  constructor(parent: HTMLElement) {
    this.#card = new Card(parent, DISTRIBUTION);
    this.#chart = new DistributionChart(this.#card.plot, (bin) => {
      this.#hovered = bin;
      this.#showBin();
    });
    this.#card.points = () => this.#chart.points();
  }

  mark(n: number, overview: Overview, masses: Float64Array | null): void {
    const { title, bins } = overview;
    this.#card.showText(distributionCaption(overview));
    this.#bins = bins;
    this.#masses = masses;
    this.#card.subtitle = title;
    this.#card.n = n;
    this.#chart.show(bins, masses);
    this.#showBin();
  }

  #showBin(): void {
    const [bins, masses] = [this.#bins, this.#masses];
    if (bins === null || masses === null) {
      this.#card.showValues([NONE, NONE]);
      this.#card.showNote('Every prompt has a distribution of its own: pick a prompt above to see it.');
      return;
    }
    const bin = this.#hovered !== undefined && this.#hovered < masses.length ? this.#hovered : 0;
    const [first, last] = [bins.first[bin], bins.last[bin]].map(grouped);
    const ranks = first === last ? `rank ${first}` : `ranks ${first} to ${last}`;
    const label = bins.labels === undefined ? '' : `, such as “${bins.labels[bin]}”`;
    this.#card.showValues([short(masses[bin]), short(bins.reference[bin])]);
    this.#card.showNote(`At ${ranks}, reward ${first === last ? '' : 'at least '}${short(bins.reward[bin])}${label}.`);
  }
}
