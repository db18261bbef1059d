// The state in the page's address: written while the reader chooses, and read when the reader follows a link or goes back.

import { hashOf, type Linked, linkedState, type State } from './state';

/**
 * Browsers limit how often a page may change its address (Safari: 100 times in 30 seconds), so that a drag must not change it at every move: it is changed at
 * most once in this many milliseconds.
 */
const PAUSE_MILLISECONDS = 400;

export class Address {
  /** The reference that stands in the address: another one is a step to which the reader can go back. */
  #reference: string | undefined;
  /** The state that was kept last, and is to be written as long as it waits. */
  #last: State | undefined;
  #waiting: State | undefined;
  /** The part of the address after # that the page has written or read last. Another one is a link whose event is still to come. */
  #hash = '';
  /** When the address was changed last. */
  #written = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #onSettled: () => void;

  /**
   * @param onLink - is told what the address asks for whenever it changes by other hands than the page's.
   * @param onSettled - is called when a choice has settled.
   */
  constructor(onLink: (linked: Linked) => void, onSettled: () => void) {
    this.#onSettled = onSettled;
    window.addEventListener('hashchange', () => {
      this.#hash = location.hash;
      const linked = linkedState(location.hash);
      if (linked === undefined) {
        // the name of an element: the choice of the reader stays, and returns to the address
        if (this.#last) this.keep(this.#last);
        return;
      }
      this.#forget(linked);
      onLink(linked);
    });
  }

  /** What the address asks for when the page is opened. */
  first(): Linked {
    this.#hash = location.hash;
    const linked = linkedState(location.hash) ?? (linkedState('') as Linked);
    this.#forget(linked);
    return linked;
  }

  /** Puts the state into the address: at once, unless it has just been changed, or the choice begins a step to which the reader may still return. */
  keep(state: State): void {
    this.#last = this.#waiting = { ...state };
    clearTimeout(this.#timer);
    if (state.reference === this.#reference && performance.now() - this.#written >= PAUSE_MILLISECONDS) this.#write();
    this.#timer = setTimeout(() => {
      this.#write();
      this.#onSettled();
    }, PAUSE_MILLISECONDS);
  }

  /** Puts the state in the place of what the address asks for and the page cannot show, so that going back does not lead to it. */
  replace(state: State): void {
    this.#reference = state.reference;
    this.keep(state);
  }

  #forget({ state }: Linked): void {
    clearTimeout(this.#timer);
    this.#waiting = undefined;
    this.#reference = state.reference;
  }

  #write(): void {
    // a link that the reader has just followed is not written over: its event tells what is to be done
    if (this.#waiting === undefined || location.hash !== this.#hash) return;
    const { reference } = this.#waiting;
    const hash = hashOf(this.#waiting);
    this.#waiting = undefined;
    if (hash === location.hash) return;
    this.#written = performance.now();
    if (reference === this.#reference) history.replaceState(null, '', hash);
    else history.pushState(null, '', hash);
    this.#hash = location.hash;
    this.#reference = reference;
  }
}
