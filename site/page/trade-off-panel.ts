// The card with win rate or reward against KL divergence. The policies that best-of-n is compared with come from the background worker when they
// are ready.

import { messageOf } from '../../src/errors';
import { NONE, short } from '../../src/format/number';
import { SETTLE_MILLISECONDS } from '../background-worker';
import { tradeOffCaption } from '../captions';
import { TRADE_OFF } from '../chart-texts';
import { SECOND, TradeOffChart } from '../charts/trade-off';
import { element } from '../dom';
import type { MetricValues } from '../explorer-metrics';
import { type ExplorerWorker, Stopped, WorkerFailed } from '../explorer-worker';
import { numberOrDash } from '../format';
import { GOAL_NAMES, GOALS, type Goal } from '../goals';
import { latestOnly } from '../latest-only';
import type { SecondCurves } from '../second-reference';
import type { TradeOff } from '../worker/trade-off';
import type { Overview } from '../worker/view-types';
import { Card } from './card';

/** What the tilted policy with the KL divergence of best-of-n reaches. */
interface Best {
  n: number;
  goal: Goal;
  /** The value that it reaches; null where it is not known. */
  value: number | null;
}

export class TradeOffPanel {
  readonly #card: Card;
  readonly #chart: TradeOffChart;
  #goal: Goal = 'winRate';
  #overview: Overview | undefined;
  /** The worker that has the reference open, once it has. */
  #worker: ExplorerWorker | undefined;
  #marked: { n: number; values: MetricValues } | undefined;
  #second: SecondCurves | undefined;
  #secondValues: MetricValues | undefined;
  #best: Best | undefined;
  /** Each worker gets a new one, because a worker that is ended never answers what it was asked. */
  #findBest: ((asked: { n: number; goal: Goal }) => void) | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  /** Whether policies that are not known yet will never be. */
  #isGivenUp = false;
  /** The other policies of the reference, for each goal that was chosen so far, and why there are none. */
  readonly #known = new Map<Goal, TradeOff | string>();

  constructor(
    parent: HTMLElement,
    onHover: (n: number | undefined) => void,
    onPick: (n: number) => void,
    onGoal: (goal: Goal) => void
  ) {
    this.#card = new Card(parent, TRADE_OFF);
    this.#chart = new TradeOffChart(this.#card.plot, onHover, onPick);
    this.#card.points = () => this.#chart.points();
    const { choices } = this.#card;
    choices.setAttribute('role', 'radiogroup');
    choices.setAttribute('aria-label', 'What is set against KL divergence');
    for (const goal of GOAL_NAMES) {
      const input = element('input', { type: 'radio', name: 'trade-off-goal', value: goal });
      input.addEventListener('change', () => {
        this.goal = goal;
        onGoal(goal);
      });
      choices.append(element('label', {}, input, GOALS[goal].axis));
    }
  }

  /** What is set against KL divergence. */
  set goal(goal: Goal) {
    for (const input of this.#card.choices.querySelectorAll('input')) input.checked = input.value === goal;
    if (this.#goal === goal) return;
    this.#goal = goal;
    if (this.#overview) this.#draw();
    this.#showValues();
    this.#askBest();
    // what goes wrong with the worker is said once, by whoever started it
    this.#addOthers().catch(() => {});
  }

  /** Shows a new reference, with best-of-n alone: the other policies are not known yet. */
  show(overview: Overview): void {
    this.#overview = overview;
    this.#worker = undefined;
    this.#best = undefined;
    this.#findBest = undefined;
    this.#known.clear();
    this.#isGivenUp = false;
    this.#draw();
    this.#showKeys();
  }

  /** Draws best-of-n from the second reference too, or no more. */
  showSecond(second: SecondCurves | undefined): void {
    this.#second = second;
    if (second === undefined) this.#secondValues = undefined;
    this.#chart.showSecond(second);
    this.#showText();
    this.#showKeys();
  }

  markSecond(n: number, values: MetricValues): void {
    this.#secondValues = values;
    this.#chart.markSecond(n, values);
    this.#showValues();
  }

  /** Whether the second reference is drawn: where the first has no curve, nothing is. */
  get #hasSecond(): boolean {
    return this.#second !== undefined && this.#overview?.curves.kl !== undefined;
  }

  #showKeys(): void {
    const title = this.#overview?.title ?? '';
    this.#card.subtitle = this.#hasSecond ? `${title}; B: ${this.#second?.title}` : title;
    this.#card.showRuns(this.#hasSecond ? [['best-of-n, B', SECOND]] : []);
    this.#showValues();
  }

  #showText(): void {
    if (this.#overview) this.#card.showText(tradeOffCaption(this.#overview, this.#others, this.#hasSecond));
  }

  /** The other policies at present, if they are known. */
  get #others(): TradeOff | undefined {
    const known = this.#known.get(this.#goal);
    return typeof known === 'object' ? known : undefined;
  }

  /** Says that the other policies will not come. */
  giveUp(): void {
    this.#isGivenUp = true;
    this.#showNote();
  }

  #draw(): void {
    const overview = this.#overview;
    if (overview === undefined) return;
    this.#chart.show(overview, this.#goal, this.#others);
    this.#showText();
    this.#showNote();
  }

  #showNote(): void {
    const known = this.#known.get(this.#goal);
    if (this.#overview?.bins === null)
      this.#card.showNote('Samples of many prompts have no single KL divergence: pick a prompt above to see its own.');
    else if (known !== undefined) this.#card.showNote(typeof known === 'string' ? known : '');
    else this.#card.showNote(this.#isGivenUp ? 'The other policies were not computed.' : 'computing the other policies …');
  }

  /**
   * Adds the other policies.
   *
   * @param worker - has the reference open.
   */
  async complete(worker: ExplorerWorker): Promise<void> {
    this.#worker = worker;
    await this.#addOthers();
    this.#findBest = latestOnly(
      ({ n, goal }: { n: number; goal: Goal }) => worker.call((explorer) => explorer.bestAt(n, goal)),
      (value, { n, goal }) => {
        if (this.#worker !== worker) return;
        this.#best = { n, goal, value };
        this.#showValues();
      },
      // the note below the chart already says why: rewards that are infinite cannot be tilted by, for example
      () => {}
    );
    this.#askBest();
  }

  mark(n: number, values: MetricValues): void {
    this.#marked = { n, values };
    this.#card.n = n;
    this.#chart.mark(n, values);
    this.#showValues();
    this.#askBest();
  }

  async #addOthers(): Promise<void> {
    const [worker, overview, goal] = [this.#worker, this.#overview, this.#goal];
    if (worker === undefined || !overview?.bins || this.#known.has(goal)) return;
    let known: TradeOff | string | null;
    try {
      known = await worker.call((explorer) => explorer.tradeOff(goal));
    } catch (error) {
      if (error instanceof Stopped || error instanceof WorkerFailed) throw error;
      // rewards that are infinite cannot be tilted by, for example
      known = messageOf(error);
    }
    if (this.#worker !== worker || known === null) return;
    this.#known.set(goal, known);
    if (this.#goal === goal) this.#draw();
  }

  #askBest(): void {
    clearTimeout(this.#settling);
    if (this.#marked === undefined || this.#isKnown) return;
    const asked = { n: this.#marked.n, goal: this.#goal };
    this.#settling = setTimeout(() => this.#findBest?.(asked), SETTLE_MILLISECONDS);
  }

  get #isKnown(): boolean {
    return this.#best !== undefined && this.#best.n === this.#marked?.n && this.#best.goal === this.#goal;
  }

  #showValues(): void {
    const best = this.#isKnown ? (this.#best?.value ?? null) : null;
    this.#card.showValues([
      this.#textOf(this.#marked?.values),
      best === null ? '' : `${short(best)} at the same`,
      '',
      ...(this.#hasSecond ? [this.#textOf(this.#secondValues)] : []),
    ]);
  }

  /** What best-of-n reaches, and how far from its reference. */
  #textOf(values: MetricValues | undefined): string {
    const [value, kl] = [values?.[this.#goal] ?? null, values?.kl ?? null];
    return value === null || kl === null ? NONE : `${numberOrDash(value)} at ${short(kl)} nats`;
  }
}
