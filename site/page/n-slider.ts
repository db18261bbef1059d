// The slider for n, with the scale of the charts, and the box beside it, which takes any real number from 1.

import { byId } from '../dom';
import { LARGEST_N } from '../n-range';

/** The positions of the slider from 1 to the largest n, evenly spaced in the logarithm, as the axes of the charts are. */
const POSITIONS = 1000;
/** How far the keys for pages go, in steps. */
const PAGE = 20;

export class NSlider {
  readonly #slider = byId<HTMLInputElement>('n');
  readonly #box = byId<HTMLInputElement>('n-number');
  readonly #problem = byId('n-problem');
  #steps: Float64Array = Float64Array.of(1);
  #isOpenEnded = false;
  #n = 1;
  /** Whether the n comes from the box, in which the reader is still writing. */
  #isWriting = false;

  /**
   * @param onChange - is called with what the reader asks for, from 1.
   * @param whyNot - why an n, or NaN, cannot be shown, and what is in its place; undefined if it is shown.
   */
  constructor(
    readonly onChange: (n: number) => void,
    whyNot: (asked: number) => string | undefined
  ) {
    this.#slider.max = String(POSITIONS);
    this.#slider.addEventListener('input', () => this.#go(this.#nearest(this.#nAt(this.#slider.valueAsNumber))));
    this.#slider.addEventListener('keydown', (event) => {
      const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: PAGE, PageDown: -PAGE }[event.key];
      if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.#go(this.#nearest(this.#n) + by);
    });
    this.#box.addEventListener('input', () => {
      const asked = this.#box.valueAsNumber;
      this.#isWriting = true;
      if (asked >= 1 && asked <= LARGEST_N) onChange(asked);
      this.#isWriting = false;
      this.#say(whyNot(asked));
    });
    byId('n-less').addEventListener('click', () => this.#by(-1));
    byId('n-more').addEventListener('click', () => this.#by(1));
    // the box does not keep what is not shown
    this.#box.addEventListener('blur', () => this.set(this.#n));
  }

  get #largest(): number {
    return this.#steps[this.#steps.length - 1];
  }

  /**
   * @param steps - the n at which the slider stops, in ascending order.
   * @param isOpenEnded - whether there are values beyond the last one.
   */
  reach(steps: Float64Array, isOpenEnded: boolean): void {
    this.#steps = steps;
    this.#isOpenEnded = isOpenEnded;
    this.#slider.disabled = steps.length === 1;
    this.set(this.#n);
  }

  /** Shows an n. */
  set(n: number): void {
    // a text that is no n yet is still being written, and stays unless n changes or the reader leaves the box
    const isUnfinished = n === this.#n && document.activeElement === this.#box && !(this.#box.valueAsNumber >= 1);
    this.#n = n;
    this.#slider.valueAsNumber = Math.round((POSITIONS * Math.log(n)) / Math.log(Math.max(2, this.#largest)));
    this.#slider.setAttribute('aria-valuetext', `n = ${n}`);
    byId<HTMLButtonElement>('n-less').disabled = n <= 1;
    byId<HTMLButtonElement>('n-more').disabled = n >= (this.#isOpenEnded ? LARGEST_N : this.#largest);
    if (this.#isWriting || isUnfinished) return;
    if (this.#box.valueAsNumber !== n) this.#box.value = String(n);
    this.#say(undefined);
  }

  /** To the next step, or beyond the last one by as much as that is beyond the one before: then the axes grow. */
  #by(steps: 1 | -1): void {
    const at = this.#nearest(this.#n);
    const next = this.#steps[at + steps];
    const last = this.#largest;
    if (next !== undefined) this.onChange(next);
    else if (steps === 1 && this.#steps.length > 1 && this.#isOpenEnded)
      this.onChange(Math.min(LARGEST_N, Math.round(last * (last / this.#steps[this.#steps.length - 2]))));
  }

  #go(step: number): void {
    const n = this.#steps[Math.min(Math.max(0, step), this.#steps.length - 1)];
    this.onChange(n);
  }

  #say(problem: string | undefined): void {
    if (this.#problem.textContent !== (problem ?? '')) this.#problem.textContent = problem ?? '';
    this.#box.setAttribute('aria-invalid', String(problem !== undefined));
  }

  #nAt(position: number): number {
    return Math.exp((position / POSITIONS) * Math.log(Math.max(2, this.#largest)));
  }

  /** The place of the step that is nearest on the logarithmic scale. */
  #nearest(n: number): number {
    let [low, high] = [0, this.#steps.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#steps[middle] < n) low = middle + 1;
      else high = middle;
    }
    const before = this.#steps[Math.max(0, low - 1)];
    return low > 0 && n / before < this.#steps[low] / n ? low - 1 : low;
  }
}
