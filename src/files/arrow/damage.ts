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

  constructor(readonly bytes: number) {
    this.#left = bytes;
  }

  /** @throws ArrowRefusal if less is left, before the bytes are allocated. */
  spend(bytes: number): void {
    if (bytes > this.#left) throw new ArrowRefusal(`the Arrow table unfolds to more than ${this.bytes / 2 ** 20} MiB`);
    this.#left -= bytes;
  }
}
