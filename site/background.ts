// The second worker, for what takes longer than a frame: a new one for every reference, so that nothing is computed for one that was left.

import { type Hand, startWorker } from './client';
import type { ReferenceSpec } from './references';

/** So long the choice must have stood, in milliseconds, before the longer computations begin. */
export const SETTLED = 250;

export class Background {
  #hand: Hand | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;

  /**
   * Opens the reference once the choice has settled, and hands the worker on.
   *
   * @param use - what is asked of it; a worker that was stopped never answers.
   * @param fail - told what went wrong.
   */
  restart(spec: ReferenceSpec, use: (hand: Hand) => Promise<void>, fail: (error: unknown) => void): void {
    clearTimeout(this.#settling);
    this.#hand?.stop();
    this.#hand = undefined;
    this.#settling = setTimeout(async () => {
      const hand = startWorker();
      this.#hand = hand;
      try {
        await hand.explorer.open(spec);
        await use(hand);
      } catch (error) {
        fail(error);
      }
    }, SETTLED);
  }
}
