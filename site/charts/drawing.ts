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

/**
 * A line or dots, as the style has it; values that are not finite are left out.
 *
 * @param counts - how many prompts each value is a mean of. Where that changes the line breaks, because means over different prompts are no line; a part of
 * one point is a dot.
 */
export function series(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  style: SeriesStyle,
  counts?: ArrayLike<number>
): Plot.Markish[] {
  const colour = colourOf(style);
  const points = pointsOf(x, y, counts).filter(({ y }) => Number.isFinite(y));
  if (style.dots) return [Plot.dot(points, { x: 'x', y: 'y', r: 3.5, stroke: colour, strokeWidth: 1.75, fill: 'var(--card)' })];
  const line = { stroke: colour, strokeWidth: style.width, strokeDasharray: style.dashes, strokeLinecap: 'butt' } as const;
  const single = alone(points);
  return [
    Plot.line(points, { x: 'x', y: 'y', z: 'part', clip: true, ...line }),
    ...(single.length > 0 ? [Plot.dot(single, { x: 'x', y: 'y', r: 3, fill: colour })] : []),
  ];
}

/** The band between the ends of intervals, with the breaks of its line. */
export function band(
  x: ArrayLike<number>,
  { low, high }: { low: ArrayLike<number>; high: ArrayLike<number> },
  style: SeriesStyle,
  counts?: ArrayLike<number>
): Plot.Markish[] {
  const points = pointsOf(x, low, counts).map((point, i) => ({ ...point, low: low[i], high: high[i] }));
  const known = points.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const single = alone(known);
  const look = { x: 'x', y1: 'low', y2: 'high', clip: true } as const;
  return [
    Plot.areaY(known, { ...look, z: 'part', fill: colourOf(style), fillOpacity: 0.18 }),
    // an area of one point has no width
    ...(single.length > 0 ? [Plot.ruleX(single, { ...look, stroke: colourOf(style), strokeOpacity: 0.18, strokeWidth: 6 })] : []),
  ];
}

/** The points of a line with the number of the part that each belongs to. */
function pointsOf(x: ArrayLike<number>, y: ArrayLike<number>, counts?: ArrayLike<number>) {
  let part = 0;
  return Array.from(x, (at, i) => {
    if (i > 0 && (counts?.[i] !== counts?.[i - 1] || !Number.isFinite(y[i - 1]))) part++;
    return { x: at, y: y[i], part };
  });
}

/** The points that are the only one of their part. */
function alone<P extends { part: number }>(points: readonly P[]): P[] {
  return points.filter(({ part }, i) => points[i - 1]?.part !== part && points[i + 1]?.part !== part);
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
  for (const type of ['pointerdown', 'pointermove'] as const) host.addEventListener(type, (event) => onHover(foundBy(event)));
  // a finger that begins to scroll the page points at nothing any more
  for (const type of ['pointerleave', 'pointercancel'] as const) host.addEventListener(type, () => onHover(undefined));
  host.addEventListener('click', (event) => {
    const found = foundBy(event);
    if (found !== undefined) onPick?.(found);
  });
}
