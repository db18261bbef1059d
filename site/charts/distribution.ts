// The best-of-n policy beside the reference, by rank.

import * as Plot from '@observablehq/plot';
import { type Bins, SINGLE_MOST } from '../worker/ranks';
import { compact, type Drawn, draw, onResize, pointIn } from './frame';
import { colourOf, STYLES } from './style';

interface Shown {
  bins: Bins;
  /** The best-of-n policy's mass of every bin. */
  masses: Float64Array;
}

export class DistributionChart {
  #plot: Drawn | undefined;
  #line: Element | null = null;
  #shown: Shown | undefined;
  /** What the axes were drawn for. */
  #drawn: { bins: Bins; most: number } | undefined;

  constructor(
    readonly host: HTMLElement,
    onHover: (bin: number | undefined) => void
  ) {
    onResize(host, () => {
      this.#drawn = undefined;
      this.#draw();
    });
    host.addEventListener('pointermove', (event) => onHover(this.#binAt(event)));
    host.addEventListener('pointerleave', () => onHover(undefined));
  }

  show(bins: Bins | null, masses: Float64Array | null): void {
    this.#shown = bins && masses ? { bins, masses } : undefined;
    this.#draw();
  }

  #binAt(event: PointerEvent): number | undefined {
    if (this.#plot === undefined || this.#shown === undefined) return undefined;
    const rank = Math.floor(this.#plot.scale('x')?.invert?.(pointIn(this.#plot, event)) as number);
    const { first, last } = this.#shown.bins;
    const bin = last.findIndex((end) => rank <= end);
    return rank >= first[0] && bin >= 0 ? bin : undefined;
  }

  #draw(): void {
    if (this.#shown === undefined) {
      this.#plot = undefined;
      this.host.replaceChildren();
      return;
    }
    const { bins, masses } = this.#shown;
    const size = bins.last[bins.last.length - 1];
    const linear = size <= SINGLE_MOST;
    // the area below a line is a probability, whatever the axis
    const widths = Array.from(bins.first, (first, bin) =>
      linear ? bins.last[bin] + 1 - first : Math.log10((bins.last[bin] + 1) / first)
    );
    const heights = (values: Float64Array) => widths.map((width, bin) => values[bin] / width);
    const [policy, reference] = [heights(masses), heights(bins.reference)];
    const most = roundUp(Math.max(...policy, ...reference));
    if (this.#drawn?.bins !== bins || this.#drawn.most !== most || this.#plot === undefined) {
      this.#drawn = { bins, most };
      this.#drawAxes(reference, most, linear);
    }
    this.#line?.setAttribute('d', stepsOf(this.#plot as Drawn, bins, policy));
  }

  /** All but the policy's line, which alone moves with n. */
  #drawAxes(reference: number[], most: number, linear: boolean): void {
    const { bins } = this.#shown as Shown;
    const size = bins.last[bins.last.length - 1];
    const steps = [...bins.first, size + 1].map((x, i) => ({ x, y: reference[Math.min(i, reference.length - 1)] }));
    const step = { x: 'x', y: 'y', curve: 'step-after' } as const;
    this.#plot = draw(this.host, 'Probability by rank, the best outcome first, of the reference and of best-of-n.', {
      x: {
        type: linear ? 'linear' : 'log',
        domain: [1, size + 1],
        label: linear ? 'rank by reward, the best first' : 'rank by reward, the best first (logarithmic)',
        tickFormat: compact,
        ticks: linear ? undefined : powersOfTen(size),
      },
      y: { label: linear ? 'probability' : 'probability per decade of rank', domain: [0, most] },
      marks: [
        Plot.areaY(steps, { ...step, fill: colourOf(STYLES.reference), fillOpacity: 0.35 }),
        Plot.lineY(steps, { ...step, stroke: colourOf(STYLES.reference) }),
        Plot.lineY(steps, { ...step, stroke: colourOf(STYLES.exact), strokeWidth: 2.5, className: 'policy' }),
        Plot.frame({ stroke: 'var(--line)' }),
      ],
    });
    this.#line = this.#plot.querySelector('.policy path');
  }
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
