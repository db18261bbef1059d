// A progress bar on a terminal, for what lasts over a second.

import { SingleBar } from 'cli-progress';
import { bytes } from '../../format/number';

/** A bar is shown after this many milliseconds: before, it would only flicker. */
const DELAY = 1000;

export class Progress {
  readonly #total: number;
  readonly #began = performance.now();
  #done = 0;
  #bar: SingleBar | undefined;

  /** @param total - bytes; 0 if they are not known, and no bar is shown. */
  constructor(total: number) {
    this.#total = total;
  }

  add(bytes: number): void {
    this.#done += bytes;
    const elapsed = performance.now() - this.#began;
    if (!this.#bar && this.#total > 0 && process.stderr.isTTY && elapsed > DELAY && this.#done < this.#total) this.#start();
    this.#bar?.update(this.#done, this.#shown(elapsed));
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  #start(): void {
    this.#bar = new SingleBar({
      format: '{bar} {percentage} % | {done} of {all} | {rate}/s | {left} left',
      stream: process.stderr,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      clearOnComplete: true,
      // nothing that would have to be set right again on Ctrl-C, for which there is no listener then (signals.ts)
      hideCursor: false,
      linewrap: true,
      gracefulExit: false,
    });
    this.#bar.start(this.#total, this.#done, this.#shown(performance.now() - this.#began));
  }

  #shown(elapsed: number) {
    const left = Math.ceil((elapsed * (this.#total / this.#done - 1)) / 1000);
    return {
      done: bytes(this.#done),
      all: bytes(this.#total),
      rate: bytes((1000 * this.#done) / elapsed),
      left: left < 100 ? `${left} s` : `${Math.ceil(left / 60)} min`,
    };
  }
}
