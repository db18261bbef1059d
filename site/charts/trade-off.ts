// A chart of win rate or expected reward against KL divergence, for three kinds of policies.

import * as Plot from '@observablehq/plot';
import { tradeOffSummary } from '../captions';
import type { MetricValues } from '../explorer-metrics';
import { numberOrDash } from '../format';
import { GOALS, type Goal } from '../goals';
import { nText } from '../n-range';
import type { SecondCurves } from '../second-reference';
import type { TradeOff } from '../worker/trade-off';
import type { Overview } from '../worker/view-types';
import { klDomain, valueAxis } from './axes';
import { type Drawing, draw, onPoint, onResize, series } from './drawing';
import { type DrawnPoint, withMarked } from './drawn-points';
import { Marker } from './marker';
import { ReadOut } from './read-out';
import { type SeriesStyle, STYLES, secondLook } from './style';

/** What best-of-n is compared with, from the one that is drawn first to the one on top. */
export const OTHER_POLICIES: readonly { policy: keyof TradeOff; label: string; style: SeriesStyle }[] = [
  { policy: 'tilted', label: 'tilted: the best possible', style: STYLES.optimum },
  { policy: 'threshold', label: 'threshold', style: STYLES.estimator },
];

/** Best-of-n from the second reference. */
export const SECOND = secondLook(STYLES.exact);

export class TradeOffChart {
  readonly #marker: Marker;
  readonly #readOut: ReadOut;
  /** Whether the reader points at this chart. */
  #isPointed = false;
  #plot: Drawing | undefined;
  #shown: { overview: Overview; goal: Goal; others: TradeOff | undefined } | undefined;
  /** The n that is marked, with its values. */
  #marked: [n: number, values: MetricValues] | undefined;
  #second: SecondCurves | undefined;
  #secondMarked: [n: number, values: MetricValues] | undefined;

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

  /** Draws best-of-n from the second reference beside that from the first, or no more. */
  showSecond(second: SecondCurves | undefined): void {
    this.#second = second;
    if (second === undefined) this.#secondMarked = undefined;
    this.#draw();
  }

  markSecond(n: number, values: MetricValues): void {
    this.#secondMarked = [n, values];
    if (this.#marked) this.mark(...this.#marked);
  }

  mark(n: number, values: MetricValues): void {
    this.#marked = [n, values];
    const { goal = 'winRate' } = this.#shown ?? {};
    const [secondN, second] = this.#secondMarked ?? [];
    const dotOf = (at: MetricValues | undefined, style: SeriesStyle) =>
      at === undefined || at.kl === null ? [] : [{ x: at.kl, y: at[goal], style }];
    this.#marker.show(undefined, [...dotOf(second, SECOND), ...dotOf(values, STYLES.exact)]);
    const place = values.kl === null ? undefined : this.#marker.placeOf(values.kl);
    if (!this.#isPointed) return;
    const lines = [
      ['n', nText(n)],
      ['KL, nats', numberOrDash(values.kl)],
      [GOALS[goal].short, numberOrDash(values[goal])],
      ...(second !== undefined && secondN === n
        ? ([
            ['KL, nats, B', numberOrDash(second.kl)],
            [`${GOALS[goal].short}, B`, numberOrDash(second[goal])],
          ] as const)
        : []),
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
    const bestOfN = (policy: string, curves: Pick<Overview['curves'], 'n' | 'kl' | Goal>, marked = this.#marked) => {
      const { n, kl = [], [goal]: values = [] } = curves;
      const [markedN = Number.NaN, at] = marked ?? [];
      // a point of the curve at the marked n is that of the marker, though its last digits may differ
      const isNew = at !== undefined && at.kl !== null && !n.includes(markedN);
      const { x, y } = withMarked({ x: kl, y: values }, isNew ? { x: at.kl as number, y: at[goal] } : undefined);
      return rowsOf(policy, x, y);
    };
    const second = this.#second ? bestOfN('best-of-n, B', this.#second.curves, this.#secondMarked) : [];
    const beside = others ? OTHER_POLICIES.flatMap(({ policy }) => rowsOf(policy, others[policy].kl, others[policy].value)) : [];
    return [...bestOfN('best-of-n', (overview as Overview).curves), ...beside, ...second];
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
    const { kl: secondKl = [], [goal]: secondValues = [] } = this.#second?.curves ?? {};
    const maxKl = Math.max(kl.at(-1) ?? 0, Array.from(secondKl).at(-1) ?? 0);
    const all = [...values, ...(others?.tilted.value ?? []), ...secondValues];
    this.#plot = draw(this.host, tradeOffSummary(goal, maxKl, others, this.#second !== undefined), {
      x: { label: 'KL divergence from the reference, nats', domain: klDomain(maxKl) },
      y: { label: axis, ...(domain ? { domain } : valueAxis(all)) },
      marks: [
        Plot.frame({ stroke: 'var(--line)' }),
        ...series(secondKl, secondValues, SECOND),
        ...series(kl, values, STYLES.exact),
        ...(others ? OTHER_POLICIES.flatMap(({ policy, style }) => series(others[policy].kl, others[policy].value, style)) : []),
      ],
    });
    this.#marker.moveTo(this.#plot);
    if (this.#marked) this.mark(...this.#marked);
  }
}
