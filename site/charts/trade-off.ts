// Win rate or expected reward against KL divergence, of three kinds of policies.

import * as Plot from '@observablehq/plot';
import type { Value, Values } from '../fields';
import type { TradeOff } from '../worker/trade-off';
import type { Overview } from '../worker/view';
import { type Drawn, draw, onPoint, onResize, series } from './frame';
import { Mark } from './mark';
import { STYLES } from './style';

export const AXIS = { winRate: 'win rate against the reference', expectedReward: 'expected reward' } as const;

export class TradeOffChart {
  readonly #mark: Mark;
  #plot: Drawn | undefined;
  #shown: { overview: Overview; value: Value; others: TradeOff | undefined } | undefined;
  #focus: Values | undefined;

  constructor(
    readonly host: HTMLElement,
    onHover: (n: number | undefined) => void,
    onPick: (n: number) => void
  ) {
    this.#mark = new Mark(host);
    onResize(host, () => this.#draw());
    onPoint(
      host,
      () => this.#plot,
      (x) => this.#nearest(x),
      onHover,
      onPick
    );
  }

  /** @param others - the other policies, once they are known. */
  show(overview: Overview, value: Value, others: TradeOff | undefined): void {
    this.#shown = { overview, value, others };
    this.#draw();
  }

  mark(values: Values): void {
    this.#focus = values;
    const { value = 'winRate' } = this.#shown ?? {};
    const dots = values.kl === null ? [] : [{ x: values.kl, y: values[value], style: STYLES.exact }];
    this.#mark.show(undefined, dots);
  }

  /** The n whose best-of-n policy has about the KL divergence that is pointed at. */
  #nearest(at: number): number | undefined {
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
    const { overview, value, others } = this.#shown;
    const { kl, [value]: values } = overview.curves;
    if (kl === undefined || values === undefined) {
      this.#plot = undefined;
      this.host.replaceChildren();
      return;
    }
    const summary = `${AXIS[value]} against KL divergence of best-of-n, tilted and threshold policies, from 0 to ${kl.at(-1)?.toFixed(2)} nats.`;
    this.#plot = draw(this.host, summary, {
      x: { label: 'KL divergence from the reference, nats', domain: [0, Math.max(kl.at(-1) ?? 0, 1e-9) * 1.02] },
      y: { label: AXIS[value], ...(value === 'winRate' ? { domain: [0.5, 1] } : {}) },
      marks: [
        Plot.frame({ stroke: 'var(--line)' }),
        series(kl, values, STYLES.exact),
        ...(others ? [series(others.tilted.kl, others.tilted.value, STYLES.optimum)] : []),
        ...(others ? [series(others.threshold.kl, others.threshold.value, STYLES.estimator)] : []),
      ],
    });
    this.#mark.on(this.#plot);
    if (this.#focus) this.mark(this.#focus);
  }
}
