// The pinned n: a row of chips with the numbers at each, which stay in sight while n moves.

import { byId, element } from '../dom';
import type { MetricRow } from '../explorer-metrics';
import { numberOrDash } from '../format';
import { nText } from '../n-range';
import { MAX_PINS } from '../state';

export class Pins {
  readonly #list = byId('pins');
  readonly #button = byId<HTMLButtonElement>('pin');
  #pins: readonly number[] = [];
  /** The n of the slider. */
  #n = 1;
  #rows: readonly MetricRow[] = [];

  /**
   * @param onChange - is called with the pinned n when the reader has pinned one or taken one away.
   * @param onPick - is called with an n that the slider is to go to.
   */
  constructor(
    readonly onChange: (pins: readonly number[]) => void,
    readonly onPick: (n: number) => void
  ) {
    this.#button.addEventListener('click', () => {
      const others = this.#pins.filter((n) => n !== this.#n);
      const isPinned = others.length < this.#pins.length;
      this.#change(isPinned ? others : [...others, this.#n].sort((a, b) => a - b));
    });
  }

  /** Shows other pinned n, as from a link. */
  set(pins: readonly number[]): void {
    this.#pins = pins;
    this.#draw();
  }

  /** Says where the slider stands. */
  at(n: number): void {
    this.#n = n;
    const isPinned = this.#pins.includes(n);
    this.#button.setAttribute('aria-pressed', String(isPinned));
    this.#button.disabled = !isPinned && this.#pins.length >= MAX_PINS;
  }

  /** Takes the numbers at the pinned n; one that is not among them has none. */
  show(rows: readonly MetricRow[]): void {
    this.#rows = rows;
    this.#draw();
  }

  #change(pins: readonly number[]): void {
    this.set(pins);
    this.onChange(pins);
  }

  #draw(): void {
    this.at(this.#n);
    this.#list.hidden = this.#pins.length === 0;
    // the room that was kept for them
    if (this.#list.hidden || this.#rows.length > 0) delete document.documentElement.dataset.pins;
    this.#list.replaceChildren(...this.#pins.map((n) => this.#chip(n)));
  }

  #chip(n: number): HTMLElement {
    const go = element('button', { type: 'button', className: 'go', textContent: `n = ${nText(n)}` });
    go.addEventListener('click', () => this.onPick(n));
    const off = element('button', { type: 'button', className: 'off', textContent: '×' });
    off.setAttribute('aria-label', `Unpin n = ${nText(n)}`);
    off.addEventListener('click', () => {
      this.#change(this.#pins.filter((pin) => pin !== n));
      this.#button.focus();
    });
    return element('li', {}, go, element('span', { textContent: this.#textAt(n) }), off);
  }

  #textAt(n: number): string {
    const row = this.#rows.find((row) => row.n === n);
    if (row === undefined) return 'not known here';
    const { kl, klEstimate, winRate, expectedReward } = row;
    const divergence = kl === null ? `estimated KL ${numberOrDash(klEstimate)}` : `KL ${numberOrDash(kl)}`;
    return `${divergence} · win rate ${numberOrDash(winRate)} · reward ${numberOrDash(expectedReward)}`;
  }
}
