// Takes bytes from a stream in the lengths that a reader asks for.

export class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** The next bytes: as many as that or, at the end, fewer. */
  async take(length: number): Promise<Uint8Array> {
    if (this.#chunk.length === 0) await this.#next();
    if (this.#chunk.length >= length) return this.#cut(length);
    let taken = new Uint8Array(0);
    let filled = 0;
    while (filled < length && this.#chunk.length > 0) {
      const part = this.#cut(Math.min(this.#chunk.length, length - filled));
      // grows with the bytes that come, since those that are asked for need not be there
      if (filled + part.length > taken.length) {
        const larger = new Uint8Array(Math.min(length, 2 * (filled + part.length)));
        larger.set(taken.subarray(0, filled));
        taken = larger;
      }
      taken.set(part, filled);
      filled += part.length;
      if (this.#chunk.length === 0) await this.#next();
    }
    return taken.subarray(0, filled);
  }

  /** Lets go of the stream. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  #cut(length: number): Uint8Array {
    const part = this.#chunk.subarray(0, length);
    this.#chunk = this.#chunk.subarray(length);
    return part;
  }

  /** The next chunk that is not empty; none at the end. */
  async #next(): Promise<void> {
    for (;;) {
      const { done, value } = await this.#chunks.next();
      if (!done && value.length === 0) continue;
      this.#chunk = done ? new Uint8Array(0) : value;
      return;
    }
  }
}
