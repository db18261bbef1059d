// The state in the page's address: written once a choice has settled, and read when the reader follows a link or goes back.

import { hashOf, type Linked, linkedState, type State } from './state';

/** Browsers limit how often a page may change its address (Safari: 100 times in 30 seconds), so that a drag must not change it at every move. */
const SETTLE_MILLISECONDS = 250;

export class Address {
  /** The reference that stands in the address: another one is a step to which the reader can go back. */
  #reference: string | undefined;
  #waiting: State | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #onSettled: () => void;

  /**
   * @param onLink - is told what the address asks for whenever it changes by other hands than the page's.
   * @param onSettled - is called when a choice has settled.
   */
  constructor(onLink: (linked: Linked) => void, onSettled: () => void) {
    this.#onSettled = onSettled;
    window.addEventListener('hashchange', () => {
      const linked = linkedState(location.hash);
      if (linked === undefined) {
        // the name of an element: the choice of the reader stays, and returns to the address
        if (this.#last) this.keep(this.#last);
        return;
      }
      this.#forget(linked);
      onLink(linked);
    });
    // a choice made just before the page is left or loaded anew is not lost
    window.addEventListener('pagehide', () => this.#write());
  }

  #last: State | undefined;

  /** What the address asks for when the page is opened. */
  first(): Linked {
    const linked = linkedState(location.hash) ?? (linkedState('') as Linked);
    this.#forget(linked);
    return linked;
  }

  /** Puts the state into the address once it has settled. */
  keep(state: State): void {
    this.#last = this.#waiting = { ...state };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#write();
      this.#onSettled();
    }, SETTLE_MILLISECONDS);
  }

  #forget({ state }: Linked): void {
    clearTimeout(this.#timer);
    this.#waiting = undefined;
    this.#reference = state.reference;
  }

  #write(): void {
    if (this.#waiting === undefined) return;
    const { reference } = this.#waiting;
    const hash = hashOf(this.#waiting);
    this.#waiting = undefined;
    if (hash === location.hash) return;
    if (reference === this.#reference) history.replaceState(null, '', hash);
    else history.pushState(null, '', hash);
    this.#reference = reference;
  }
}
