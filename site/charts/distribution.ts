// The best-of-n policy beside the reference, by rank.

import * as Plot from '@observablehq/plot';
import { compact } from '../../src/charts/n-axis';
import { type Bins, MAX_SINGLE_BINS } from '../worker/rank-bins';
import { type Drawing, draw, onPoint, onResize } from './drawing';
import type { DrawnPoint } from './drawn-points';
import { colourOf, STYLES } from './style';

/** The parts of a chart that do not change with n. */
interface BinLayout {
  bins: Bins;
  /** The number of outcomes. */
  size: number;
  /** Whether the axis of ranks is linear; it is logarithmic if not. */
  linear: boolean;
  /** The width of each bin: in ranks, or in decades of rank on a logarithmic axis. */
  widths: number[];
  /** The height of the reference in each bin. */
  reference: number[];
}

export class DistributionChart {
  #plot: Drawing | undefined;
  /** The line of the best-of-n policy. */
  #line: Element | null = null;
  #layout: BinLayout | undefined;
  /** The best-of-n policy's mass in each bin. */
  #masses: Float64Array = new Float64Array(0);
  /** The upper end of the y axis as drawn. */
  #maxY = 0;

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
      (bin) => {
        // the other chart of the card may be drawn here
        if (this.#layout !== undefined) onHover(bin);
      }
    );
  }

  /** @param bins - null where there is nothing to draw, or it is not drawn by rank. */
  show(bins: Bins | null, masses: Float64Array | null): void {
    if (bins === null || masses === null) {
      this.#layout = this.#plot = undefined;
      return;
    }
    if (this.#layout?.bins !== bins) {
      this.#layout = layoutOf(bins);
      this.#plot = undefined;
    }
    this.#masses = masses;
    this.#draw();
  }

  /** What is drawn: a row for each bin of ranks, with its probability under both policies. */
  points(): DrawnPoint[] {
    if (this.#layout === undefined) return [];
    const { first, last, reference, reward } = this.#layout.bins;
    return Array.from(first, (rank, bin) => ({
      first: rank,
      last: last[bin],
      leastReward: reward[bin],
      reference: reference[bin],
      bestOfN: this.#masses[bin],
    }));
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
    const maxY = roundUp(Math.max(...policy, ...reference));
    if (this.#plot === undefined || this.#maxY !== maxY) {
      this.#maxY = maxY;
      this.#plot = this.#drawAxes(this.#layout);
      this.#line = this.#plot.querySelector('.policy path');
    }
    this.#line?.setAttribute('d', stepsOf(this.#plot, bins, policy));
  }

  /** Draws everything; only the policy's line is then moved from n to n. */
  #drawAxes({ bins, size, linear, reference }: BinLayout): Drawing {
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
      y: { label: linear ? 'probability' : 'probability per decade of rank', domain: [0, this.#maxY] },
      marks: [
        Plot.areaY(steps, { ...step, fill: colourOf(STYLES.reference), fillOpacity: 0.35 }),
        Plot.lineY(steps, { ...step, stroke: colourOf(STYLES.reference) }),
        Plot.lineY(steps, { ...step, stroke: colourOf(STYLES.exact), strokeWidth: 2.5, className: 'policy' }),
        Plot.frame({ stroke: 'var(--line)' }),
      ],
    });
  }
}

function layoutOf(bins: Bins): BinLayout {
  const size = bins.last[bins.last.length - 1];
  const linear = size <= MAX_SINGLE_BINS;
  const widths = Array.from(bins.first, (first, bin) =>
    linear ? bins.last[bin] + 1 - first : Math.log10((bins.last[bin] + 1) / first)
  );
  return { bins, size, linear, widths, reference: heightsOf(bins.reference, widths) };
}

/** Masses over widths, so that the area below a line is a probability on either axis. */
function heightsOf(masses: Float64Array, widths: readonly number[]): number[] {
  return widths.map((width, bin) => masses[bin] / width);
}

/** An SVG path that is level over each bin. */
function stepsOf(plot: Drawing, { first, last }: Bins, heights: readonly number[]): string {
  const [x, y] = [plot.scale('x'), plot.scale('y')] as { apply(value: number): number }[];
  const parts = heights.map((height, bin) => `V${y.apply(height).toFixed(1)}H${x.apply(last[bin] + 1).toFixed(1)}`);
  return `M${x.apply(first[0]).toFixed(1)},${y.apply(heights[0]).toFixed(1)}${parts.join('')}`;
}

function powersOfTen(max: number): number[] {
  return Array.from({ length: Math.floor(Math.log10(max)) + 1 }, (_, i) => 10 ** i);
}

/** The next of 1, 1.5, 2, 3, 5, 7, 10, …, so that the axis stands still while the slider moves a little. */
function roundUp(x: number): number {
  const power = 10 ** Math.floor(Math.log10(x));
  return ([1, 1.5, 2, 3, 5, 7, 10].find((step) => step * power >= x) ?? 10) * power;
}
