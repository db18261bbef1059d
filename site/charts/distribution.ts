// The best-of-n policy beside the reference, by rank.

import * as Plot from '@observablehq/plot';
import type { Bins } from '../worker/ranks';
import { compact, type Drawn, draw, onResize, pointIn } from './frame';
import { colourOf, STYLES } from './style';

/** Up to so many outcomes, ranks stand side by side. */
const LINEAR_MOST = 60;

export class DistributionChart {
  #plot: Drawn | undefined;
  #shown: { bins: Bins; masses: Float64Array; n: number } | undefined;

  constructor(
    readonly host: HTMLElement,
    onHover: (bin: number | undefined) => void
  ) {
    onResize(host, () => this.#draw());
    host.addEventListener('pointermove', (event) => onHover(this.#binAt(event)));
    host.addEventListener('pointerleave', () => onHover(undefined));
  }

  show(bins: Bins | null, masses: Float64Array | null, n: number): void {
    this.#shown = bins && masses ? { bins, masses, n } : undefined;
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
    const { bins, masses, n } = this.#shown;
    const size = bins.last[bins.last.length - 1];
    const linear = size <= LINEAR_MOST;
    const edges = [...bins.first, size + 1];
    const steps = (values: Float64Array) => edges.map((x, i) => ({ x, y: values[Math.min(i, values.length - 1)] }));
    const most = roundUp(Math.max(...masses, ...bins.reference));
    this.#plot = draw(this.host, `Share of probability by rank, the best outcome first, of the reference and of best-of-${n}.`, {
      x: {
        type: linear ? 'linear' : 'log',
        domain: [1, size + 1],
        label: linear ? 'rank by reward, the best first' : 'rank by reward, the best first (logarithmic)',
        tickFormat: compact,
        ticks: linear ? undefined : powersOfTen(size),
      },
      y: { label: 'probability', domain: [0, most] },
      marks: [
        Plot.areaY(steps(bins.reference), { x: 'x', y: 'y', curve: 'step-after', fill: 'var(--reference)', fillOpacity: 0.35 }),
        Plot.lineY(steps(bins.reference), { x: 'x', y: 'y', curve: 'step-after', stroke: colourOf(STYLES.reference) }),
        Plot.lineY(steps(masses), { x: 'x', y: 'y', curve: 'step-after', stroke: colourOf(STYLES.exact), strokeWidth: 2.5 }),
        Plot.frame({ stroke: 'var(--line)' }),
      ],
    });
  }
}

function powersOfTen(most: number): number[] {
  return Array.from({ length: Math.floor(Math.log10(most)) + 1 }, (_, i) => 10 ** i);
}

/** The next of 1, 2, 5, 10, …: an axis that stands still while the slider moves a little. */
function roundUp(x: number): number {
  const power = 10 ** Math.floor(Math.log10(x));
  return ([1, 2, 5, 10].find((step) => step * power >= x) ?? 10) * power;
}
