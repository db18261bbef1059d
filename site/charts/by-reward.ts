// The best-of-n policy beside the reference, by reward: a pair of bars for each reward, or the cumulative distributions where there are many.

import * as Plot from '@observablehq/plot';
import { short } from '../../src/format/number';
import type { Bins } from '../worker/rank-bins';
import { MAX_BARS } from '../worker/reward-ends';
import { type AtReward, barOf, Shapes } from './by-reward-shapes';
import { type Drawing, draw, onPoint, onResize } from './drawing';
import type { DrawnPoint } from './drawn-points';
import { ReadOut } from './read-out';
import { colourOf, STYLES } from './style';

/** A label of an axis of bars is about so many pixels wide. */
const LABEL_WIDTH = 44;

export class ByRewardChart {
  readonly #readOut: ReadOut;
  #plot: Drawing | undefined;
  #shapes: Shapes | undefined;
  /** The best-of-n policy's mass in each bin. */
  #masses: Float64Array = new Float64Array(0);
  #isPointed = false;
  /** Where the chart's own elements of the policy are, which move with n. */
  #bars: SVGElement[] = [];
  #line: Element | null = null;
  #maxY = 0;

  constructor(
    readonly host: HTMLElement,
    readonly onHover: (bin: number | undefined) => void
  ) {
    this.#readOut = new ReadOut(host);
    onResize(host, () => {
      this.#plot = undefined;
      this.#draw();
    });
    onPoint(
      host,
      () => this.#plot,
      (x) => this.#shapes?.binAt(x),
      (bin) => {
        // the other chart of the card may be drawn here
        if (this.#shapes === undefined) return;
        this.#isPointed = bin !== undefined;
        if (bin === undefined) this.#readOut.hide();
        onHover(bin);
      }
    );
  }

  /** @param bins - null where there is nothing to draw, or it is not drawn by reward. */
  show(bins: Bins | null, masses: Float64Array | null): void {
    if (bins === null || masses === null) {
      this.#shapes = this.#plot = undefined;
      return;
    }
    if (this.#shapes?.bins !== bins) {
      this.#shapes = new Shapes(bins, bins.reward.length <= MAX_BARS);
      this.#plot = undefined;
    }
    this.#masses = masses;
    this.#draw();
  }

  at(bin: number): AtReward | undefined {
    return this.#shapes?.at(bin, this.#masses);
  }

  /** The bin that is spoken of while none is pointed at: the best reward, or the median of the reference. */
  get usual(): number {
    return this.#shapes?.usual ?? 0;
  }

  /** Shows the numbers of a bin beside the pointer. */
  tell(bin: number): void {
    const [shapes, at] = [this.#shapes, this.at(bin)];
    const scale = this.#plot?.scale('x');
    if (!this.#isPointed || shapes === undefined || at === undefined || !scale) return;
    const heading = shapes.areBars ? 'reward' : 'reward up to';
    this.#readOut.show(scale.apply(shapes.middleOf(bin)), Number(this.#plot?.getAttribute('width')), [
      [heading, short(at.reward)],
      ['best-of-n', short(at.policy)],
      ['reference', short(at.reference)],
    ]);
  }

  /** What is drawn: a row for each reward, or each step of the axis of rewards. */
  points(): DrawnPoint[] {
    const shapes = this.#shapes;
    if (shapes === undefined) return [];
    const names = shapes.areBars ? ['reference', 'bestOfN'] : ['referenceUpTo', 'bestOfNUpTo'];
    return shapes.ascending.map((bin) => {
      const { reward, reference, policy } = shapes.at(bin, this.#masses);
      return { reward, [names[0]]: reference, [names[1]]: policy };
    });
  }

  #draw(): void {
    const shapes = this.#shapes;
    if (shapes === undefined) return;
    const maxY = shapes.maxY(this.#masses);
    if (this.#plot === undefined || this.#maxY !== maxY) {
      this.#maxY = maxY;
      this.#plot = shapes.areBars ? this.#drawBars(shapes) : this.#drawLines(shapes);
      this.#bars = [...this.#plot.querySelectorAll<SVGElement>('.policy rect')];
      this.#line = this.#plot.querySelector('.policy path');
    }
    const [x, y] = [this.#plot.scale('x'), this.#plot.scale('y')] as { apply(value: number): number }[];
    if (!shapes.areBars) {
      const points = shapes.line(this.#masses).map(([at, value]) => `${x.apply(at).toFixed(1)},${y.apply(value).toFixed(1)}`);
      this.#line?.setAttribute('d', `M${points.join('L')}`);
      return;
    }
    const bottom = y.apply(0);
    this.#bars.forEach((bar, place) => {
      const top = y.apply(this.#masses[shapes.ascending[place]]);
      bar.setAttribute('y', String(top));
      bar.setAttribute('height', String(Math.max(0, bottom - top)));
    });
  }

  #drawBars({ bins, ascending }: Shapes): Drawing {
    const bars = (side: 'reference' | 'policy') =>
      ascending.map((bin, place) => ({ ...barOf(place, side), y: side === 'reference' ? bins.reference[bin] : this.#maxY }));
    const every = Math.ceil((ascending.length * LABEL_WIDTH) / Math.max(160, this.host.clientWidth - 74));
    const ticks = ascending.map((_, place) => place).filter((place) => (ascending.length - 1 - place) % every === 0);
    const bar = { x1: 'x1', x2: 'x2', y1: 0, y2: 'y' } as const;
    return draw(this.host, 'Probability of each reward under the reference and under best-of-n.', {
      x: {
        domain: [-0.6, ascending.length - 0.4],
        label: 'reward',
        ticks,
        tickFormat: (place: number) => labelOf(bins.reward[ascending[place]]),
      },
      y: { label: 'probability', domain: [0, this.#maxY] },
      marks: [
        Plot.rect(bars('reference'), { ...bar, fill: colourOf(STYLES.reference), fillOpacity: 0.6 }),
        Plot.rect(bars('policy'), { ...bar, fill: colourOf(STYLES.exact), className: 'policy' }),
        Plot.frame({ stroke: 'var(--line)' }),
      ],
    });
  }

  #drawLines(shapes: Shapes): Drawing {
    const points = shapes.line(shapes.bins.reference);
    return draw(this.host, 'The chance of a reward up to each value, under the reference and under best-of-n.', {
      x: { domain: shapes.domain, label: 'reward', ticks: 5, tickFormat: labelOf },
      y: { label: 'chance of a reward up to this', domain: [0, 1] },
      marks: [
        Plot.line(points, { stroke: colourOf(STYLES.reference), strokeWidth: STYLES.reference.width }),
        Plot.line(points, { stroke: colourOf(STYLES.exact), strokeWidth: 2.5, className: 'policy' }),
        Plot.frame({ stroke: 'var(--line)' }),
      ],
    });
  }
}

/** A reward as a label of an axis: a few digits. */
function labelOf(reward: number): string {
  if (!Number.isFinite(reward)) return reward > 0 ? '∞' : '−∞';
  const size = Math.abs(reward);
  return size !== 0 && (size >= 1e5 || size < 1e-3) ? reward.toExponential(1) : String(Number(reward.toPrecision(4)));
}
