// The marker that shows one n in a chart: a line across it and a dot on every series. It lies in an SVG of its own above the chart, so that the
// browser need not paint the chart again for every move of the slider.

import { setAttributes, svgElement } from '../dom';
import type { Drawing } from './drawing';
import { colourOf, type SeriesStyle } from './style';

/** A dot in the units of the axes; none is drawn where y is null. */
interface Dot {
  x: number;
  y: number | null;
  style: SeriesStyle;
}

/** The scales of the drawing, from values to pixels, and the edges of its frame in pixels. */
interface Axes {
  x: (value: number) => number;
  y: (value: number) => number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export class Marker {
  readonly #layer = svgElement('svg', { class: 'mark', 'aria-hidden': 'true' });
  readonly #line = svgElement('line', { stroke: 'var(--ink)' });
  readonly #dots: SVGCircleElement[] = [];
  #axes: Axes | undefined;

  constructor(readonly host: HTMLElement) {
    this.#layer.append(this.#line);
  }

  /** Where a value of the x axis is, in pixels of the drawing, and how wide that is; undefined if it is outside. */
  placeOf(value: number): [across: number, width: number] | undefined {
    if (this.#axes === undefined) return undefined;
    const across = this.#axes.x(value);
    return across >= this.#axes.left && across <= this.#axes.right
      ? [across, Number(this.#layer.getAttribute('width'))]
      : undefined;
  }

  /** Moves the marker to a new drawing. */
  moveTo(plot: Drawing): void {
    const [x, y] = [plot.scale('x'), plot.scale('y')];
    if (x === undefined || y === undefined) return;
    const [left, right] = x.range as [number, number];
    const [bottom, top] = y.range as [number, number];
    this.#axes = { x: x.apply, y: y.apply, left, right, top, bottom };
    const [width, height] = [plot.getAttribute('width') ?? '', plot.getAttribute('height') ?? ''];
    setAttributes(this.#layer, { width, height, viewBox: `0 0 ${width} ${height}` });
    setAttributes(this.#line, { y1: bottom, y2: top });
    this.host.append(this.#layer);
  }

  /** @param at - where the line goes, in the units of the x axis; undefined for no line. */
  show(at: number | undefined, dots: readonly Dot[]): void {
    if (this.#axes === undefined) return;
    const { x, y, left, right, top, bottom } = this.#axes;
    const across = at === undefined ? Number.NaN : x(at);
    const crosses = across >= left && across <= right;
    this.#line.style.display = crosses ? '' : 'none';
    if (crosses) setAttributes(this.#line, { x1: across, x2: across });
    dots.forEach((dot, i) => {
      const circle = this.#dotAt(i);
      const [cx, cy] = [x(dot.x), dot.y === null ? Number.NaN : y(dot.y)];
      const within = cx >= left && cx <= right && cy >= top - 1 && cy <= bottom + 1;
      circle.style.display = within ? '' : 'none';
      if (within) setAttributes(circle, { cx, cy, stroke: colourOf(dot.style) });
    });
    for (const spare of this.#dots.slice(dots.length)) spare.style.display = 'none';
  }

  #dotAt(i: number): SVGCircleElement {
    let dot = this.#dots[i];
    if (dot === undefined) {
      dot = svgElement('circle', { r: 5, fill: 'var(--card)', 'stroke-width': 2.5 });
      this.#dots.push(dot);
      this.#layer.append(dot);
    }
    return dot;
  }
}
