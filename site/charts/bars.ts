// The bars of a small reference: each is a slider, for the pointer and for the keyboard.

import { short } from '../../src/format/number';
import { type Bar, MIN_PROBABILITY, withProbability } from '../bars';
import { setAttributes, svgElement } from '../dom';

const HEIGHT = 210;
const MARGIN = { top: 22, bottom: 34, side: 4 };
/** From this width of a column on, in pixels, there is room for numbers at a bar. */
const LABEL_WIDTH = 34;

/** What a key adds to a probability. */
const STEPS: Record<string, number> = {
  ArrowUp: 0.01,
  ArrowRight: 0.01,
  ArrowDown: -0.01,
  ArrowLeft: -0.01,
  PageUp: 0.1,
  PageDown: -0.1,
  Home: -1,
  End: 1,
};

interface Column {
  slider: SVGGElement;
  bar: SVGRectElement;
  value: SVGTextElement;
}

export class BarsChart {
  #bars: Bar[] = [];
  #columns: Column[] = [];
  /** The probability at the top. It stands still while a bar is dragged. */
  #top = 1;
  #dragged: number | undefined;

  constructor(
    readonly host: HTMLElement,
    /** Is called with the bars at every move. */
    readonly onChange: (bars: Bar[]) => void
  ) {
    new ResizeObserver(() => this.#build()).observe(host);
  }

  /** Whether a pointer holds a bar. */
  get isDragged(): boolean {
    return this.#dragged !== undefined;
  }

  show(bars: readonly Bar[]): void {
    // what comes back while a bar is dragged is older than what is dragged
    if (this.#dragged !== undefined) return;
    const isSame = bars.length === this.#bars.length && bars.every(({ reward }, i) => reward === this.#bars[i].reward);
    this.#bars = [...bars];
    this.#fit();
    if (isSame && this.#columns.length > 0) this.#draw();
    else this.#build();
  }

  /** Leaves room to drag the highest bar further up. */
  #fit(): void {
    const highest = Math.max(...this.#bars.map(({ probability }) => probability));
    this.#top = Math.min(1, Math.max(0.1, 2.5 * highest));
  }

  #build(): void {
    const width = this.host.clientWidth;
    if (width === 0 || this.#bars.length === 0) return;
    // what a pointer holds goes with the drawing, and nothing would tell that it is let go
    this.#dragged = undefined;
    const svg = svgElement('svg', { width, height: HEIGHT, role: 'group', 'aria-label': 'Probability of each outcome' });
    const each = (width - 2 * MARGIN.side) / this.#bars.length;
    const hasLabels = each >= LABEL_WIDTH;
    const bottom = HEIGHT - MARGIN.bottom;
    this.#columns = this.#bars.map(({ reward }, i) => {
      const x = MARGIN.side + i * each;
      const slider = svgElement('g', {
        class: 'bar',
        role: 'slider',
        tabindex: 0,
        'aria-orientation': 'vertical',
        'aria-valuemin': 0,
        'aria-valuemax': 1,
        'aria-label': `Probability of reward ${short(reward)}`,
      });
      const area = svgElement('rect', { class: 'area', x, y: 0, width: each, height: bottom });
      const bar = svgElement('rect', { class: 'fill', x: x + each * 0.1, width: each * 0.8, rx: 2 });
      const value = svgElement('text', { x: x + each / 2, 'text-anchor': 'middle' });
      slider.append(area, bar, ...(hasLabels ? [value] : []));
      svg.append(slider);
      if (hasLabels) {
        const name = svgElement('text', { x: x + each / 2, y: bottom + 16, 'text-anchor': 'middle', 'aria-hidden': 'true' });
        name.textContent = String(Number(reward.toPrecision(4)));
        svg.append(name);
      }
      this.#listen(slider, i);
      return { slider, bar, value };
    });
    svg.append(svgElement('line', { x1: 0, x2: width, y1: bottom, y2: bottom, stroke: 'var(--soft)' }));
    const title = svgElement('text', { x: width / 2, y: HEIGHT - 4, 'text-anchor': 'middle', 'aria-hidden': 'true' });
    title.textContent = 'reward, the best first';
    svg.append(title);
    const focused = this.host.contains(document.activeElement) ? this.#focused() : -1;
    this.host.replaceChildren(svg);
    if (focused >= 0) this.#columns[focused]?.slider.focus();
    this.#draw();
  }

  #focused(): number {
    return [...this.host.querySelectorAll('.bar')].indexOf(document.activeElement as Element);
  }

  #draw(): void {
    const bottom = HEIGHT - MARGIN.bottom;
    this.#bars.forEach(({ reward, probability }, i) => {
      const { slider, bar, value } = this.#columns[i];
      const height = Math.max(1, (Math.min(probability, this.#top) / this.#top) * (bottom - MARGIN.top));
      setAttributes(bar, { y: bottom - height, height });
      setAttributes(value, { y: bottom - height - 5 });
      value.textContent = shortProbability(probability);
      setAttributes(slider, {
        'aria-valuenow': Number(probability.toPrecision(4)),
        'aria-valuetext': `reward ${short(reward)}: probability ${short(probability)}`,
      });
    });
  }

  #listen(slider: SVGGElement, i: number): void {
    const follow = (event: PointerEvent) => {
      const box = this.host.getBoundingClientRect();
      const bottom = HEIGHT - MARGIN.bottom;
      this.#set(i, ((bottom - (event.clientY - box.top)) / (bottom - MARGIN.top)) * this.#top);
    };
    slider.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      slider.setPointerCapture(event.pointerId);
      slider.focus();
      this.#dragged = i;
      follow(event);
    });
    slider.addEventListener('pointermove', (event) => this.#dragged === i && follow(event));
    for (const end of ['pointerup', 'pointercancel'] as const)
      slider.addEventListener(end, () => {
        if (this.#dragged !== i) return;
        this.#dragged = undefined;
        this.#fit();
        this.#draw();
      });
    slider.addEventListener('keydown', (event) => {
      const step = STEPS[event.key];
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.#set(i, this.#bars[i].probability + step);
      this.#fit();
      this.#draw();
    });
  }

  #set(i: number, probability: number): void {
    this.#bars = withProbability(this.#bars, i, Math.max(MIN_PROBABILITY, probability));
    this.#draw();
    this.onChange(this.#bars);
  }
}

/** A probability that fits above a bar. */
const shortProbability = (p: number) => (p >= 0.0995 ? p.toFixed(2) : p >= 0.00095 ? p.toFixed(3) : p.toExponential(0));
