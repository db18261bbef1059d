// What the charts have in common: drawings by Observable Plot in the page's fonts and colours, which are drawn again when their width changes and
// tell what the reader points at.

import * as Plot from '@observablehq/plot';
import { colourOf, type SeriesStyle } from './style';

/** What Observable Plot has drawn, with its scales. */
export type Drawing = (SVGSVGElement | HTMLElement) & Plot.Plot;

/** The smallest width of a chart, in pixels: below it the labels of the axes would overlap. */
const MIN_WIDTH = 240;
const HEIGHT = 250;

/**
 * Draws into the host, in place of what was there.
 *
 * @param ariaLabel - what the chart shows, for readers who do not see it.
 */
export function draw(host: HTMLElement, ariaLabel: string, options: Plot.PlotOptions): Drawing {
  const plot = Plot.plot({
    width: Math.max(MIN_WIDTH, host.clientWidth),
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
  }) as Drawing;
  plot.setAttribute('role', 'img');
  // Plot labels its groups too, but they have no role, and without one a label is not allowed
  for (const part of plot.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  host.replaceChildren(plot);
  return plot;
}

/** A line or dots, as the style has it; values that are not finite are left out. */
export function series(x: ArrayLike<number>, y: ArrayLike<number>, style: SeriesStyle): Plot.Markish {
  const points = Array.from(x, (at, i) => ({ x: at, y: Number.isFinite(y[i]) ? y[i] : Number.NaN }));
  const colour = colourOf(style);
  if (style.dots) return Plot.dot(points, { x: 'x', y: 'y', r: 3.5, stroke: colour, strokeWidth: 1.75, fill: 'var(--card)' });
  const line = { stroke: colour, strokeWidth: style.width, strokeDasharray: style.dashes, strokeLinecap: 'butt' } as const;
  return Plot.line(points, { x: 'x', y: 'y', clip: true, ...line });
}

/** The band between the ends of intervals. */
export function band(x: ArrayLike<number>, low: ArrayLike<number>, high: ArrayLike<number>, style: SeriesStyle): Plot.Markish {
  const points = Array.from(x, (at, i) => ({ x: at, low: low[i], high: high[i] }));
  return Plot.areaY(points, { x: 'x', y1: 'low', y2: 'high', fill: colourOf(style), fillOpacity: 0.18, clip: true });
}

/** Redraws when the width of an element has changed. */
export function onResize(host: HTMLElement, redraw: () => void): void {
  let width = host.clientWidth;
  new ResizeObserver(() => {
    if (host.clientWidth === width) return;
    width = host.clientWidth;
    redraw();
  }).observe(host);
}

/**
 * Calls back with what the pointer points at, and with what is clicked on.
 *
 * @param drawing - the drawing at present, if there is one.
 * @param find - finds what stands at a place of the x axis, in the axis's units; undefined if nothing does.
 */
export function onPoint(
  host: HTMLElement,
  drawing: () => Drawing | undefined,
  find: (x: number) => number | undefined,
  onHover: (found: number | undefined) => void,
  onPick?: (found: number) => void
): void {
  const foundBy = (event: MouseEvent) => {
    const plot = drawing();
    if (plot === undefined) return undefined;
    const box = plot.getBoundingClientRect();
    const pixels = ((event.clientX - box.left) / box.width) * Number(plot.getAttribute('width'));
    return find(plot.scale('x')?.invert?.(pixels));
  };
  host.addEventListener('pointermove', (event) => onHover(foundBy(event)));
  host.addEventListener('pointerleave', () => onHover(undefined));
  host.addEventListener('click', (event) => {
    const found = foundBy(event);
    if (found !== undefined) onPick?.(found);
  });
}
