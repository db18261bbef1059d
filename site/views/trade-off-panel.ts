// The card that sets win rate or reward against KL divergence. The other policies come from the second worker, when they are ready.

import { messageOf } from '../../src/errors';
import { short } from '../../src/format/number';
import { SETTLED } from '../background';
import { TRADE_OFF } from '../cards';
import { AXIS, TradeOffChart } from '../charts/trade-off';
import { type Hand, latestOf } from '../client';
import { element } from '../dom';
import type { Value, Values } from '../fields';
import type { Overview } from '../worker/view';
import { Card } from './card';

interface Best {
  n: number;
  value: Value;
  /** What the tilted policy of the same KL divergence reaches; null where it is not known. */
  reached: number | null;
}

export class TradeOffPanel {
  readonly #card: Card;
  readonly #chart: TradeOffChart;
  #value: Value = 'winRate';
  #overview: Overview | undefined;
  #hand: Hand | undefined;
  #shown: { n: number; values: Values } | undefined;
  #best: Best | undefined;
  /** A new one for every worker: what a stopped worker was asked is never answered. */
  #findBest: ((asked: { n: number; value: Value }) => void) | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(
    parent: HTMLElement,
    onHover: (n: number | undefined) => void,
    onPick: (n: number) => void,
    onValue: (value: Value) => void
  ) {
    this.#card = new Card(parent, TRADE_OFF);
    this.#chart = new TradeOffChart(this.#card.plot, onHover, onPick);
    const { choices } = this.#card;
    choices.setAttribute('role', 'radiogroup');
    choices.setAttribute('aria-label', 'What is set against KL divergence');
    for (const [value, label] of Object.entries(AXIS) as [Value, string][]) {
      const input = element('input', { type: 'radio', name: 'trade-off-value', value });
      input.addEventListener('change', () => {
        this.value = value;
        onValue(value);
      });
      choices.append(element('label', {}, input, label));
    }
  }

  /** What is set against KL divergence. */
  set value(value: Value) {
    for (const input of this.#card.choices.querySelectorAll('input')) input.checked = input.value === value;
    if (this.#value === value) return;
    this.#value = value;
    if (this.#overview) this.#chart.show(this.#overview, value, undefined);
    this.#read();
    this.#askBest();
    this.#addOthers();
  }

  /** A new reference, of which only best-of-n is known yet. */
  show(overview: Overview): void {
    this.#overview = overview;
    this.#card.subtitle = overview.title;
    this.#hand = undefined;
    this.#best = undefined;
    this.#findBest = undefined;
    this.#chart.show(overview, this.#value, undefined);
    this.#card.note('computing the other policies …');
  }

  /** The worker that has the reference open. */
  async complete(hand: Hand): Promise<void> {
    this.#hand = hand;
    await this.#addOthers();
    this.#findBest = latestOf(
      ({ n, value }: { n: number; value: Value }) => hand.explorer.bestAt(n, value),
      (reached, { n, value }) => {
        if (this.#hand !== hand) return;
        this.#best = { n, value, reached };
        this.#read();
      },
      // as where infinite rewards have no tilt, which is said below the chart
      () => {}
    );
    this.#askBest();
  }

  mark(n: number, values: Values): void {
    this.#shown = { n, values };
    this.#chart.mark(values);
    this.#read();
    this.#askBest();
  }

  async #addOthers(): Promise<void> {
    const [hand, overview, value] = [this.#hand, this.#overview, this.#value];
    if (hand === undefined || overview === undefined) return;
    if (overview.bins !== null) this.#card.note('computing the other policies …');
    try {
      const others = await hand.explorer.tradeOff(value);
      if (this.#hand !== hand || this.#value !== value) return;
      this.#chart.show(overview, value, others ?? undefined);
      this.#card.note(others ? '' : 'Samples of many prompts have no one KL divergence: pick a prompt above to see its own.');
    } catch (error) {
      // infinite rewards, say, have no tilt
      this.#card.note(messageOf(error));
    }
  }

  #askBest(): void {
    clearTimeout(this.#settling);
    if (this.#shown === undefined || this.#isKnown) return;
    const asked = { n: this.#shown.n, value: this.#value };
    this.#settling = setTimeout(() => this.#findBest?.(asked), SETTLED);
  }

  get #isKnown(): boolean {
    return this.#best !== undefined && this.#best.n === this.#shown?.n && this.#best.value === this.#value;
  }

  #read(): void {
    const { values } = this.#shown ?? {};
    const [value, kl] = [values?.[this.#value] ?? null, values?.kl ?? null];
    const best = this.#isKnown ? (this.#best?.reached ?? null) : null;
    this.#card.read([
      value === null || kl === null ? '–' : `${short(value)} at ${short(kl)} nats`,
      best === null ? '' : `${short(best)} at the same`,
      '',
    ]);
  }
}
