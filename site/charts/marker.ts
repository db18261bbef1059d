// The marker that shows one n in a chart: a line across it and a dot on every series, and thinner lines at the n that are pinned. It lies in an SVG of its own
// above the chart, so that the browser need not paint the chart again for every move of the slider.

import { setAttributes, svgElement } from '../dom';
import { nText } from '../n-range';
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

/** The labels of pinned n stand above the frame; a digit of them is no wider than this, in pixels. */
const LABEL = { size: 10, digit: 6, above: 3 };

export class Marker {
  readonly #layer = svgElement('svg', { class: 'mark', 'aria-hidden': 'true' });
  readonly #pinned = svgElement('g', { class: 'pinned' });
  #pins: readonly number[] = [];
  readonly #line = svgElement('line', { stroke: 'var(--ink)' });
  readonly #dots: SVGCircleElement[] = [];
  #axes: Axes | undefined;

  constructor(readonly host: HTMLElement) {
    this.#layer.append(this.#pinned, this.#line);
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
    this.#drawPins();
  }

  /** Marks these n, in ascending order, in a chart against n: each has a thin line, and its number where there is room. */
  pin(ns: readonly number[]): void {
    this.#pins = ns;
    this.#drawPins();
  }

  #drawPins(): void {
    if (this.#axes === undefined) return;
    const { x, left, right, top, bottom } = this.#axes;
    let free = Number.NEGATIVE_INFINITY;
    const marks = this.#pins.flatMap((n) => {
      const across = x(n);
      if (!(across >= left && across <= right)) return [];
      const line = svgElement('line', {
        x1: across,
        x2: across,
        y1: bottom,
        y2: top,
        stroke: 'var(--soft)',
        'stroke-dasharray': '1 3',
      });
      const text = nText(n);
      const half = (text.length * LABEL.digit) / 2;
      if (across - half < free || across + half > Number(this.#layer.getAttribute('width'))) return [line];
      free = across + half + LABEL.digit;
      const at = { x: across, y: top - LABEL.above, 'text-anchor': 'middle', 'font-size': LABEL.size, fill: 'var(--soft)' };
      const label = svgElement('text', at);
      label.textContent = text;
      return [line, label];
    });
    this.#pinned.replaceChildren(...marks);
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
