// The time that a thread may compute in one turn of its event loop, before it looks for what came in meanwhile.

import { TURN_MILLISECONDS } from './limits';

export class Turn {
  #spent = 0;
  #next: Promise<void> | undefined;
  #waiting = 0;

  constructor(readonly milliseconds = TURN_MILLISECONDS) {}

  /** Whether there is time left in this turn. */
  get hasTime(): boolean {
    return this.#spent < this.milliseconds;
  }

  /** How many wait for the next turn. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Resolves in the next turn, in which those that came first have used up the time perhaps. */
  async next(): Promise<void> {
    this.#waiting++;
    await this.#nextTurn();
    this.#waiting--;
  }

  /** Does some work, whose time counts. */
  spend<T>(work: () => T): T {
    this.#nextTurn();
    const began = performance.now();
    try {
      return work();
    } finally {
      this.#spent += performance.now() - began;
    }
  }

  #nextTurn(): Promise<void> {
    // immediates run when all has been dealt with that had come in when the turn began
    this.#next ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#spent = 0;
        this.#next = undefined;
        resolve();
      });
    });
    return this.#next;
  }
}
