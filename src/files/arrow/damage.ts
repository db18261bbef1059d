// What is wrong with the bytes of an Arrow table.

import { RecordError } from '../record-error';

/** The bytes are not what the format says; whoever reads them adds what they were to be. */
export class ArrowDamage extends Error {}

/** The bytes are as the format says, but are not read, or not as what they are wanted for. */
export class ArrowRefusal extends RecordError {}

/** @throws ArrowDamage with the message, unless the condition holds. */
export function check(holds: boolean, message: () => string): void {
  if (!holds) throw new ArrowDamage(message());
}

/** How many bytes a table may still unfold to: a small body must not fill the memory. */
export class Budget {
  #left: number;
  #heapLeft: number;

  /** @param heap - what its parts and values may take as objects and texts, in bytes; where there is a limit, reckoned rather high. */
  constructor(
    readonly bytes: number,
    readonly heap = Number.POSITIVE_INFINITY
  ) {
    this.#left = bytes;
    this.#heapLeft = heap;
  }

  /** @throws ArrowRefusal if less is left, before the bytes are allocated. */
  spend(bytes: number): void {
    if (bytes > this.#left) throw new ArrowRefusal(`the Arrow table unfolds to more than ${this.bytes / 2 ** 20} MiB`);
    this.#left -= bytes;
  }

  /** @throws ArrowRefusal if less is left, before the objects are made. */
  spendHeap(bytes: number): void {
    if (bytes > this.#heapLeft)
      throw new ArrowRefusal(`the parts and values of the Arrow table take more than ${this.heap / 2 ** 20} MiB as objects`);
    this.#heapLeft -= bytes;
  }

  /** Runs what makes objects that are dropped soon, and returns what it spent. */
  passing<T>(read: () => T): T {
    const before = this.#heapLeft;
    try {
      return read();
    } finally {
      this.#heapLeft = before;
    }
  }
}
