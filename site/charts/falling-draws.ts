// The picture of "Draw n, keep the best": draws as dots above a shelf, and below it how often each column was kept, beside the exact policy.

import { setAttributes, svgElement } from '../dom';

const [WIDTH, HEIGHT] = [480, 300];
/** Where the dots come to rest, and the ends of the bars. */
const SHELF = 138;
const [TOP, BOTTOM] = [158, 276];
const RADIUS = 4.5;
/** The room between two dots of a column, if there is as much. */
const DOT_STEP = 10;

/** The parts of a round, as shares of its time: the dots fall one after the other, the best is seen, and falls onto its column. */
const [FALL, SEEN] = [0.5, 0.72];

/** The dots of a round: the column of each, and which is kept. */
export interface Round {
  draws: readonly number[];
  best: number;
}

export class FallingDraws {
  readonly #svg = svgElement('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': 'No draws yet' });
  readonly #dots = svgElement('g');
  readonly #bars = svgElement('g', { fill: 'var(--exact)', 'fill-opacity': 0.45 });
  readonly #reference = svgElement('path', { fill: 'var(--reference)', 'fill-opacity': 0.3 });
  readonly #outline = svgElement('path', { fill: 'none', stroke: 'var(--ink)', 'stroke-width': 2 });
  #shares: readonly number[] = [];
  /** The share that is as high as the picture. */
  #top = 1;
  #round: { at: Round; heights: number[] } | undefined;

  constructor(host: HTMLElement) {
    const shelf = svgElement('path', {
      d: `M0 ${SHELF + 6}H${WIDTH}M0 ${BOTTOM}H${WIDTH}`,
      stroke: 'var(--line)',
      'stroke-width': 1.5,
    });
    const label = (text: string, attributes: Record<string, string | number>) => {
      const made = svgElement('text', { y: HEIGHT - 6, fill: 'var(--soft)', 'font-size': 14, ...attributes });
      made.textContent = text;
      return made;
    };
    this.#svg.append(
      this.#reference,
      this.#bars,
      shelf,
      this.#outline,
      this.#dots,
      label('← worse', { x: 2 }),
      label('better →', { x: WIDTH - 2, 'text-anchor': 'end' })
    );
    host.replaceChildren(this.#svg);
  }

  /** Says what is to be seen, to readers who do not see it. */
  set label(text: string) {
    this.#svg.setAttribute('aria-label', text);
  }

  /**
   * Begins with a new policy and no draws.
   *
   * @param shares - the exact policy, one share for each column.
   * @param reference - the share of each column among single draws.
   */
  start(shares: readonly number[], reference: readonly number[]): void {
    this.#shares = shares;
    this.#top = Math.min(1, 1.1 * Math.max(...shares, ...reference));
    this.#round = undefined;
    this.#dots.replaceChildren();
    this.#bars.replaceChildren(
      ...shares.map(() => svgElement('rect', { width: Math.max(1, this.#step - 2), y: BOTTOM, height: 0 }))
    );
    shares.forEach((_, i) => {
      this.#bars.children[i].setAttribute('x', String(i * this.#step + 1));
    });
    const isKnown = shares.length > 0;
    this.#outline.setAttribute('d', isKnown ? `M${this.#stepsOf(shares)}` : '');
    this.#reference.setAttribute('d', isKnown ? `M0 ${BOTTOM}L${this.#stepsOf(reference)}V${BOTTOM}Z` : '');
  }

  /** A line along the upper ends of columns. */
  #stepsOf(shares: readonly number[]): string {
    return shares.map((share, i) => `${i * this.#step} ${this.#y(share)}h${this.#step}`).join('L');
  }

  /** Shows how often each column was kept. */
  fill(kept: readonly number[], count: number): void {
    kept.forEach((times, i) => {
      const y = count === 0 ? BOTTOM : Math.max(2, this.#y(times / count));
      setAttributes(this.#bars.children[i] as SVGElement, { y, height: BOTTOM - y });
    });
  }

  /** Takes the dots of another round. */
  take(round: Round): void {
    const inColumn = this.#shares.map(() => 0);
    const places = round.draws.map((column) => inColumn[column]++);
    const step = Math.min(DOT_STEP, (SHELF - 2 * RADIUS) / Math.max(...inColumn));
    this.#round = { at: round, heights: places.map((place) => SHELF - RADIUS - place * step) };
    while (this.#dots.childElementCount < round.draws.length) this.#dots.append(svgElement('circle', { r: RADIUS }));
    while (this.#dots.childElementCount > round.draws.length) this.#dots.lastElementChild?.remove();
  }

  /** @param part - how much of the round is over, from 0 to 1. */
  show(part: number): void {
    if (this.#round === undefined) return;
    const {
      at: { draws, best },
      heights,
    } = this.#round;
    const isSeen = part >= FALL;
    draws.forEach((column, i) => {
      const begins = (i / draws.length) * FALL * 0.6;
      const fallen = Math.min(1, Math.max(0, (part - begins) / (FALL * 0.4)));
      const kept = isSeen && i === best;
      const drop = kept ? Math.max(0, (part - SEEN) / (1 - SEEN)) : 0;
      const rest = heights[i] + drop * drop * (this.#y(this.#shares[column]) - heights[i]);
      setAttributes(this.#dots.children[i] as SVGElement, {
        cx: (column + 0.5) * this.#step,
        cy: isSeen ? rest : fallen * fallen * (heights[i] + 12) - 12,
        r: kept ? RADIUS * 1.5 : RADIUS,
        fill: kept ? 'var(--exact)' : 'var(--reference)',
        opacity: isSeen && !kept ? 0.35 : 1,
      });
    });
  }

  get #step(): number {
    return WIDTH / Math.max(1, this.#shares.length);
  }

  #y(share: number): number {
    return BOTTOM - (share / this.#top) * (BOTTOM - TOP);
  }
}
