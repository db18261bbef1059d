// The time that a thread may spend in one turn of its event loop, before it looks for what came in meanwhile.

import { TURN_MILLISECONDS } from './limits';

export class Turn {
  #spent = 0;
  #endsItself = false;

  constructor(readonly milliseconds = TURN_MILLISECONDS) {}

  /** Whether there is time left in this turn. */
  get hasTime(): boolean {
    return this.#spent < this.milliseconds;
  }

  /** Does some work, whose time counts. */
  spend<T>(work: () => T): T {
    if (!this.#endsItself) {
      this.#endsItself = true;
      // immediates run when all that had come in at the beginning of the turn has been dealt with
      setImmediate(() => {
        this.#spent = 0;
        this.#endsItself = false;
      });
    }
    const began = performance.now();
    try {
      return work();
    } finally {
      this.#spent += performance.now() - began;
    }
  }
}
