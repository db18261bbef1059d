// What the charts have in common: Observable Plot with the page's fonts and colours, drawn anew where its room changes.

import * as Plot from '@observablehq/plot';
import { colourOf, type Style } from './style';

export type Drawn = (SVGSVGElement | HTMLElement) & Plot.Plot;

const HEIGHT = 250;

export function draw(host: HTMLElement, ariaLabel: string, options: Plot.PlotOptions): Drawn {
  const plot = Plot.plot({
    width: Math.max(240, host.clientWidth),
    height: HEIGHT,
    marginTop: 12,
    marginRight: 14,
    marginBottom: 40,
    marginLeft: 60,
    style: { fontFamily: 'inherit', fontSize: '12px', background: 'transparent', overflow: 'visible' },
    ariaLabel,
    ...options,
    y: { grid: true, labelAnchor: 'center', labelArrow: 'none', labelOffset: 55, ...options.y },
    x: { labelAnchor: 'center', labelArrow: 'none', labelOffset: 36, ...options.x },
  }) as Drawn;
  plot.setAttribute('role', 'img');
  // Plot names its groups as well, which have no role
  for (const part of plot.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  host.replaceChildren(plot);
  return plot;
}

/** A line or dots; values that are no finite numbers are left out. */
export function series(x: ArrayLike<number>, y: ArrayLike<number>, style: Style): Plot.Markish {
  const points = Array.from(x, (at, i) => ({ x: at, y: Number.isFinite(y[i]) ? y[i] : Number.NaN }));
  const colour = colourOf(style);
  if (style.dots) return Plot.dot(points, { x: 'x', y: 'y', r: 3.5, stroke: colour, strokeWidth: 1.75, fill: 'var(--card)' });
  const line = { stroke: colour, strokeWidth: style.width, strokeDasharray: style.dashes, strokeLinecap: 'butt' } as const;
  return Plot.line(points, { x: 'x', y: 'y', clip: true, ...line });
}

export function band(x: ArrayLike<number>, low: ArrayLike<number>, high: ArrayLike<number>, style: Style): Plot.Markish {
  const points = Array.from(x, (at, i) => ({ x: at, low: low[i], high: high[i] }));
  return Plot.areaY(points, { x: 'x', y1: 'low', y2: 'high', fill: colourOf(style), fillOpacity: 0.18, clip: true });
}

/** Calls back when the width of an element has changed. */
export function onResize(host: HTMLElement, redraw: () => void): void {
  let width = host.clientWidth;
  new ResizeObserver(() => {
    if (host.clientWidth === width) return;
    width = host.clientWidth;
    redraw();
  }).observe(host);
}

/**
 * Tells what a pointer points at, and what is clicked on.
 *
 * @param at - what stands at a place of the x axis, in the axis's units; undefined if nothing does.
 */
export function onPoint(
  host: HTMLElement,
  drawn: () => Drawn | undefined,
  at: (x: number) => number | undefined,
  onHover: (found: number | undefined) => void,
  onPick?: (found: number) => void
): void {
  const foundBy = (event: MouseEvent) => {
    const plot = drawn();
    if (plot === undefined) return undefined;
    const box = plot.getBoundingClientRect();
    const pixels = ((event.clientX - box.left) / box.width) * Number(plot.getAttribute('width'));
    return at(plot.scale('x')?.invert?.(pixels));
  };
  host.addEventListener('pointermove', (event) => onHover(foundBy(event)));
  host.addEventListener('pointerleave', () => onHover(undefined));
  host.addEventListener('click', (event) => {
    const found = foundBy(event);
    if (found !== undefined) onPick?.(found);
  });
}
