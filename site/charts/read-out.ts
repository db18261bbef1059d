// The numbers beside the pointer, or the finger, on a chart.

import { element } from '../dom';

export class ReadOut {
  readonly #box = element('div', { className: 'read-out', hidden: true });

  constructor(readonly host: HTMLElement) {
    // the legend and the sentences of the page say the same
    this.#box.setAttribute('aria-hidden', 'true');
  }

  /**
   * @param across - where it stands, in pixels from the left edge of the drawing.
   * @param width - of the drawing.
   * @param lines - the first is a heading.
   */
  show(across: number, width: number, lines: readonly (readonly [label: string, value: string])[]): void {
    const text = lines.map(([label, value]) => `${label}\t${value}`).join('\n');
    if (this.#box.dataset.text !== text) {
      this.#box.dataset.text = text;
      this.#box.replaceChildren(
        ...lines.map(([label, value]) =>
          element('div', {}, element('span', { textContent: label }), element('b', { textContent: value }))
        )
      );
    }
    // where the drawing is scaled down to the page, so is the place
    const scale = this.host.clientWidth / width;
    const at = across * Math.min(1, scale);
    const isRight = across > width / 2;
    this.#box.style.left = isRight ? '' : `${at + 12}px`;
    this.#box.style.right = isRight ? `${this.host.clientWidth - at + 12}px` : '';
    this.#box.hidden = false;
    if (this.#box.parentElement !== this.host) this.host.append(this.#box);
  }

  hide(): void {
    this.#box.hidden = true;
  }
}
