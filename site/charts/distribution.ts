// The best-of-n policy beside the reference, by rank.

import * as Plot from '@observablehq/plot';
import { compact } from '../../src/charts/n-axis';
import { type Bins, SINGLE_MOST } from '../worker/ranks';
import { type Drawn, draw, onPoint, onResize } from './frame';
import { colourOf, STYLES } from './style';

/** Bins as they are drawn. */
interface Layout {
  bins: Bins;
  /** How many outcomes there are. */
  size: number;
  linear: boolean;
  /** What each bin takes of the axis. */
  widths: number[];
  /** The reference's line. */
  reference: number[];
}

export class DistributionChart {
  #plot: Drawn | undefined;
  #line: Element | null = null;
  #layout: Layout | undefined;
  /** The best-of-n policy's mass of every bin. */
  #masses: Float64Array = new Float64Array(0);
  /** The end of the y axis that is drawn. */
  #most = 0;

  constructor(
    readonly host: HTMLElement,
    onHover: (bin: number | undefined) => void
  ) {
    onResize(host, () => {
      this.#plot = undefined;
      this.#draw();
    });
    onPoint(
      host,
      () => this.#plot,
      (x) => this.#binAt(Math.floor(x)),
      onHover
    );
  }

  show(bins: Bins | null, masses: Float64Array | null): void {
    if (bins === null || masses === null) {
      this.#layout = this.#plot = undefined;
      this.host.replaceChildren();
      return;
    }
    if (this.#layout?.bins !== bins) {
      this.#layout = layoutOf(bins);
      this.#plot = undefined;
    }
    this.#masses = masses;
    this.#draw();
  }

  #binAt(rank: number): number | undefined {
    if (this.#layout === undefined) return undefined;
    const { first, last } = this.#layout.bins;
    const bin = last.findIndex((end) => rank <= end);
    return rank >= first[0] && bin >= 0 ? bin : undefined;
  }

  #draw(): void {
    if (this.#layout === undefined) return;
    const { bins, widths, reference } = this.#layout;
    const policy = heightsOf(this.#masses, widths);
    const most = roundUp(Math.max(...policy, ...reference));
    if (this.#plot === undefined || this.#most !== most) {
      this.#most = most;
      this.#plot = this.#drawAxes(this.#layout);
      this.#line = this.#plot.querySelector('.policy path');
    }
    this.#line?.setAttribute('d', stepsOf(this.#plot, bins, policy));
  }

  /** All but the policy's line, which alone moves with n. */
  #drawAxes({ bins, size, linear, reference }: Layout): Drawn {
    const steps = [...bins.first, size + 1].map((x, i) => ({ x, y: reference[Math.min(i, reference.length - 1)] }));
    const step = { x: 'x', y: 'y', curve: 'step-after' } as const;
    return draw(this.host, 'Probability by rank, the best outcome first, of the reference and of best-of-n.', {
      x: {
        type: linear ? 'linear' : 'log',
        domain: [1, size + 1],
        label: linear ? 'rank by reward, the best first' : 'rank by reward, the best first (logarithmic)',
        tickFormat: compact,
        ticks: linear ? undefined : powersOfTen(size),
      },
      y: { label: linear ? 'probability' : 'probability per decade of rank', domain: [0, this.#most] },
      marks: [
        Plot.areaY(steps, { ...step, fill: colourOf(STYLES.reference), fillOpacity: 0.35 }),
        Plot.lineY(steps, { ...step, stroke: colourOf(STYLES.reference) }),
        Plot.lineY(steps, { ...step, stroke: colourOf(STYLES.exact), strokeWidth: 2.5, className: 'policy' }),
        Plot.frame({ stroke: 'var(--line)' }),
      ],
    });
  }
}

function layoutOf(bins: Bins): Layout {
  const size = bins.last[bins.last.length - 1];
  const linear = size <= SINGLE_MOST;
  const widths = Array.from(bins.first, (first, bin) =>
    linear ? bins.last[bin] + 1 - first : Math.log10((bins.last[bin] + 1) / first)
  );
  return { bins, size, linear, widths, reference: heightsOf(bins.reference, widths) };
}

/** The area below a line is a probability, whatever the axis. */
function heightsOf(masses: Float64Array, widths: readonly number[]): number[] {
  return widths.map((width, bin) => masses[bin] / width);
}

/** A path that is level over each bin. */
function stepsOf(plot: Drawn, { first, last }: Bins, heights: readonly number[]): string {
  const [x, y] = [plot.scale('x'), plot.scale('y')] as { apply(value: number): number }[];
  const parts = heights.map((height, bin) => `V${y.apply(height).toFixed(1)}H${x.apply(last[bin] + 1).toFixed(1)}`);
  return `M${x.apply(first[0]).toFixed(1)},${y.apply(heights[0]).toFixed(1)}${parts.join('')}`;
}

function powersOfTen(most: number): number[] {
  return Array.from({ length: Math.floor(Math.log10(most)) + 1 }, (_, i) => 10 ** i);
}

/** The next of 1, 1.5, 2, 3, 5, 7, 10, …: an axis that stands still while the slider moves a little. */
function roundUp(x: number): number {
  const power = 10 ** Math.floor(Math.log10(x));
  return ([1, 1.5, 2, 3, 5, 7, 10].find((step) => step * power >= x) ?? 10) * power;
}
