// The card in which the reader drags the bars of a small reference.

import { type Bar, MAX_BARS } from '../bars';
import { BarsChart } from '../charts/bars';
import { byId } from '../dom';
import { MAX_SINGLE_BINS } from '../worker/rank-bins';
import type { Overview } from '../worker/view-types';

/** The references of the catalogue with few outcomes. */
const SMALL_REFERENCE = /^(uniform-10|rare-[123]|bars)$/;

export class BarsPanel {
  readonly #panel = byId('bars');
  readonly #chart: BarsChart;
  #waiting: Bar[] | undefined;

  /** @param onChange - is called with the bars, at most once a frame. */
  constructor(onChange: (bars: Bar[]) => void) {
    this.#chart = new BarsChart(byId('bars-plot'), (bars) => {
      if (this.#waiting === undefined)
        requestAnimationFrame(() => {
          const last = this.#waiting as Bar[];
          this.#waiting = undefined;
          onChange(last);
        });
      this.#waiting = bars;
    });
  }

  /** Whether a pointer holds a bar. */
  get isDragged(): boolean {
    return this.#chart.isDragged;
  }

  /** Makes room for the bars of a reference that surely has some, before they are there, so that the charts do not move down. */
  expect(reference: string): void {
    if (SMALL_REFERENCE.test(reference)) this.#panel.hidden = false;
  }

  /** Shows the bars of a reference of few rewards; outcomes of equal reward are one bar. Of any other reference there are none. */
  show({ bins: both, support }: Overview): void {
    const bins = both?.byRank;
    const size = bins?.reward.length ?? 0;
    // up to so many outcomes no bin holds different rewards, nor does any where there are as many bins as rewards
    const isExact = bins != null && (bins.last[size - 1] <= MAX_SINGLE_BINS || size === support?.blocks);
    this.#panel.hidden = !isExact || size < 2 || size > MAX_BARS;
    if (this.#panel.hidden || !bins) return;
    this.#chart.show(Array.from(bins.reward, (reward, i) => ({ reward, probability: bins.reference[i] })));
  }
}
