// The mark that shows one n in a chart: a line across it and a dot on every series.

import type { Drawn } from './frame';
import { colourOf, type Style } from './style';

const SVG = 'http://www.w3.org/2000/svg';

export interface Dot {
  x: number;
  y: number | null;
  style: Style;
}

export class Mark {
  readonly #group = document.createElementNS(SVG, 'g');
  readonly #line = document.createElementNS(SVG, 'line');
  readonly #dots: SVGCircleElement[] = [];
  #plot: Drawn | undefined;

  constructor() {
    this.#group.setAttribute('class', 'mark');
    this.#line.setAttribute('stroke', 'var(--ink)');
    this.#group.append(this.#line);
  }

  /** The drawing that is marked from now on. */
  on(plot: Drawn): void {
    this.#plot = plot;
    plot.append(this.#group);
  }

  /** @param at - where the line goes, in the units of the x axis; none if undefined. */
  show(at: number | undefined, dots: readonly Dot[]): void {
    const [x, y] = [this.#plot?.scale('x'), this.#plot?.scale('y')];
    if (x === undefined || y === undefined) return;
    const [bottom, top] = y.range as [number, number];
    const [left, right] = x.range as [number, number];
    const across = at === undefined ? Number.NaN : x.apply(at);
    this.#line.style.display = across >= left && across <= right ? '' : 'none';
    if (across >= left && across <= right) setAll(this.#line, { x1: across, x2: across, y1: bottom, y2: top });
    dots.forEach((dot, i) => {
      const circle = this.#dotAt(i);
      const [cx, cy] = [x.apply(dot.x), dot.y === null ? Number.NaN : y.apply(dot.y)];
      const within = cx >= left && cx <= right && cy >= top - 1 && cy <= bottom + 1;
      circle.style.display = within ? '' : 'none';
      if (within) setAll(circle, { cx, cy, stroke: colourOf(dot.style) });
    });
    for (const spare of this.#dots.slice(dots.length)) spare.style.display = 'none';
  }

  #dotAt(i: number): SVGCircleElement {
    let dot = this.#dots[i];
    if (dot === undefined) {
      dot = document.createElementNS(SVG, 'circle');
      setAll(dot, { r: 5, fill: 'var(--card)', 'stroke-width': 2.5 });
      this.#dots.push(dot);
      this.#group.append(dot);
    }
    return dot;
  }
}

function setAll(element: SVGElement, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
