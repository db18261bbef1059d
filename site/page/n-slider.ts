// The slider for n, and the box beside it, which takes any real number from 1.

import { byId } from '../dom';

export class NSlider {
  readonly #slider = byId<HTMLInputElement>('n');
  readonly #box = byId<HTMLInputElement>('n-number');
  #steps: Float64Array = Float64Array.of(1);
  #n = 1;

  constructor(onChange: (n: number) => void) {
    this.#slider.addEventListener('input', () => {
      this.#n = this.#steps[this.#slider.valueAsNumber];
      this.#box.value = String(this.#n);
      this.#describe();
      onChange(this.#n);
    });
    this.#box.addEventListener('input', () => {
      const n = this.#box.valueAsNumber;
      if (!(n >= 1)) return;
      this.set(n, false);
      onChange(n);
    });
  }

  /** The n at the positions of the slider, in ascending order. */
  set steps(steps: Float64Array) {
    this.#steps = steps;
    this.#slider.max = String(steps.length - 1);
    this.set(this.#n);
  }

  set(n: number, writeBox = true): void {
    this.#n = n;
    const above = this.#steps.findIndex((step) => step >= n);
    this.#slider.valueAsNumber = above < 0 ? this.#steps.length - 1 : above;
    if (writeBox) this.#box.value = String(n);
    this.#describe();
  }

  #describe(): void {
    this.#slider.setAttribute('aria-valuetext', `n = ${this.#n}`);
  }
}
