// A progress bar on a terminal, for what lasts over a second.

import { SingleBar } from 'cli-progress';
import { bytes } from '../../format/number';

interface Shown {
  done: string;
  all: string;
  rate: string;
  left: string;
}

/** The longest bar. */
const MAX_BAR = 40;

/** The bar takes the room that the other parts leave; where there is none for it, parts of less use go too. */
export function progressLine(progress: number, { done, all, rate, left }: Shown, columns = 80): string {
  const percentage = `${Math.floor(100 * progress)} %`;
  const texts = [
    `${percentage} | ${done} of ${all} | ${rate}/s | ${left} left`,
    `${percentage} | ${rate}/s | ${left} left`,
    `${percentage} | ${left} left`,
  ];
  // a line that fills the last column would wrap on some terminals
  const text = texts.find(({ length }) => length < columns) ?? percentage;
  const room = Math.min(MAX_BAR, columns - 2 - text.length);
  if (room < 4) return text;
  const full = Math.round(room * progress);
  return `${'█'.repeat(full)}${'░'.repeat(room - full)} ${text}`;
}

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
      format: (_, { progress }, shown) => progressLine(progress, shown as Shown, process.stderr.columns),
      stream: process.stderr,
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
