// A chart of win rate or expected reward against KL divergence, for three kinds of policies.

import * as Plot from '@observablehq/plot';
import { tradeOffSummary } from '../captions';
import type { MetricValues } from '../explorer-metrics';
import { numberOrDash } from '../format';
import { GOALS, type Goal } from '../goals';
import { nText } from '../n-range';
import type { TradeOff } from '../worker/trade-off';
import type { Overview } from '../worker/view-types';
import { klDomain, valueAxis } from './axes';
import { type Drawing, draw, onPoint, onResize, series } from './drawing';
import { type DrawnPoint, withMarked } from './drawn-points';
import { Marker } from './marker';
import { ReadOut } from './read-out';
import { type SeriesStyle, STYLES } from './style';

/** What best-of-n is compared with, from the one that is drawn first to the one on top. */
export const OTHER_POLICIES: readonly { policy: keyof TradeOff; label: string; style: SeriesStyle }[] = [
  { policy: 'tilted', label: 'tilted: the best possible', style: STYLES.optimum },
  { policy: 'threshold', label: 'threshold', style: STYLES.estimator },
];

export class TradeOffChart {
  readonly #marker: Marker;
  readonly #readOut: ReadOut;
  /** Whether the reader points at this chart. */
  #isPointed = false;
  #plot: Drawing | undefined;
  #shown: { overview: Overview; goal: Goal; others: TradeOff | undefined } | undefined;
  /** The n that is marked, with its values. */
  #marked: [n: number, values: MetricValues] | undefined;

  constructor(
    readonly host: HTMLElement,
    onHover: (n: number | undefined) => void,
    onPick: (n: number) => void
  ) {
    this.#marker = new Marker(host);
    this.#readOut = new ReadOut(host);
    onResize(host, () => this.#draw());
    onPoint(
      host,
      () => this.#plot,
      (x) => this.#nearestN(x),
      (n) => {
        this.#isPointed = n !== undefined;
        if (n === undefined) this.#readOut.hide();
        onHover(n);
      },
      onPick
    );
  }

  /** @param others - the other policies, once they are known. */
  show(overview: Overview, goal: Goal, others: TradeOff | undefined): void {
    this.#shown = { overview, goal, others };
    this.#draw();
  }

  mark(n: number, values: MetricValues): void {
    this.#marked = [n, values];
    const { goal = 'winRate' } = this.#shown ?? {};
    const dots = values.kl === null ? [] : [{ x: values.kl, y: values[goal], style: STYLES.exact }];
    this.#marker.show(undefined, dots);
    const place = values.kl === null ? undefined : this.#marker.placeOf(values.kl);
    if (!this.#isPointed) return;
    const lines = [
      ['n', nText(n)],
      ['KL, nats', numberOrDash(values.kl)],
      [GOALS[goal].short, numberOrDash(values[goal])],
    ] as const;
    if (place && this.#plot) this.#readOut.show(...place, lines);
    else this.#readOut.hide();
  }

  /** What is drawn: a row for each point of a policy, and for the marker. */
  points(): DrawnPoint[] {
    const { overview, goal = 'winRate', others } = this.#shown ?? {};
    const { kl, [goal]: values } = overview?.curves ?? {};
    if (kl === undefined || values === undefined) return [];
    const rowsOf = (policy: string, x: ArrayLike<number>, y: ArrayLike<number>) =>
      Array.from(x, (at, i) => ({ policy, kl: at, [goal]: y[i] }));
    const [n = Number.NaN, marked] = this.#marked ?? [];
    // a point of the curve at the marked n is that of the marker, though its last digits may differ
    const isNew = marked && marked.kl !== null && !overview?.curves.n.includes(n);
    const own = withMarked({ x: kl, y: values }, isNew ? { x: marked.kl as number, y: marked[goal] } : undefined);
    const beside = others ? OTHER_POLICIES.flatMap(({ policy }) => rowsOf(policy, others[policy].kl, others[policy].value)) : [];
    return [...rowsOf('best-of-n', own.x, own.y), ...beside];
  }

  /** The n whose best-of-n policy comes nearest to a KL divergence. */
  #nearestN(at: number): number | undefined {
    const { kl, n } = this.#shown?.overview.curves ?? {};
    if (kl === undefined || n === undefined || !(at >= 0)) return undefined;
    let nearest = 0;
    kl.forEach((x, i) => {
      if (Math.abs(x - at) < Math.abs(kl[nearest] - at)) nearest = i;
    });
    return Math.max(1, Math.round(n[nearest]));
  }

  #draw(): void {
    if (this.#shown === undefined) return;
    const { overview, goal, others } = this.#shown;
    const { kl, [goal]: values } = overview.curves;
    if (kl === undefined || values === undefined) {
      this.#plot = undefined;
      this.host.replaceChildren();
      return;
    }
    const { axis, domain } = GOALS[goal];
    const maxKl = kl.at(-1) ?? 0;
    this.#plot = draw(this.host, tradeOffSummary(goal, maxKl, others), {
      x: { label: 'KL divergence from the reference, nats', domain: klDomain(maxKl) },
      y: { label: axis, ...(domain ? { domain } : valueAxis([...values, ...(others?.tilted.value ?? [])])) },
      marks: [
        Plot.frame({ stroke: 'var(--line)' }),
        ...series(kl, values, STYLES.exact),
        ...(others ? OTHER_POLICIES.flatMap(({ policy, style }) => series(others[policy].kl, others[policy].value, style)) : []),
      ],
    });
    this.#marker.moveTo(this.#plot);
    if (this.#marked) this.mark(...this.#marked);
  }
}
