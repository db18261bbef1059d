// The buffers of a batch: where they lie in its body, and their bytes, decompressed.

import { messageOf } from '../../errors';
import { decompressLz4Frame } from '../codecs/lz4';
import { decompressZstd } from '../codecs/zstd';
import { ArrowDamage, type Budget, check } from './damage';

type Decompress = (bytes: Uint8Array, size: number) => Uint8Array<ArrayBuffer>;

/** By the number that a batch has for its compression. */
export const CODECS: Record<number, Decompress> = { 0: decompressLz4Frame, 1: decompressZstd };

/** What a compressed buffer may hold beyond its values: room that a writer had left. */
const SPARE_BYTES = 1024;

export class BodyBuffer {
  readonly #stored: Uint8Array;
  readonly #decompress?: Decompress;
  readonly #budget: Budget;
  /** Bytes, once they are decompressed. */
  readonly size: number;

  /** @throws ArrowDamage if the size that a compressed buffer declares is impossible. */
  constructor(bytes: Uint8Array, decompress: Decompress | undefined, budget: Budget) {
    this.#budget = budget;
    this.#stored = bytes;
    this.size = bytes.length;
    if (!decompress || bytes.length === 0) return;
    check(bytes.length >= 8, () => 'a compressed buffer is too short');
    const declared = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0, true);
    this.#stored = bytes.subarray(8);
    this.size = this.#stored.length;
    // -1 stands before bytes that are stored as they are
    if (declared === -1n) return;
    check(declared >= 0n && declared <= Number.MAX_SAFE_INTEGER, () => `a compressed buffer declares ${declared} bytes`);
    this.size = Number(declared);
    this.#decompress = decompress;
  }

  /**
   * The bytes, aligned to eight.
   *
   * @param needed - how many the rows of the batch need, where that is known.
   * @param atMost - how many a compressed buffer may declare: a small one must not unfold to far more than its rows need.
   */
  read(needed = this.size, atMost = 2 * needed + SPARE_BYTES): Uint8Array<ArrayBuffer> {
    check(this.size >= needed, () => `a buffer has ${this.size} bytes and its rows need ${needed}`);
    if (!this.#decompress) return aligned(this.#stored.subarray(0, needed));
    check(this.size <= atMost, () => `a buffer declares ${this.size} bytes and its rows need ${needed}`);
    this.#budget.spend(this.size);
    if (this.size === 0) return new Uint8Array(0);
    return aligned(this.#decompressed().subarray(0, needed));
  }

  #decompressed(): Uint8Array {
    try {
      return (this.#decompress as Decompress)(this.#stored, this.size);
    } catch (error) {
      throw new ArrowDamage(`in a buffer, ${messageOf(error)}`);
    }
  }
}

function aligned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.byteOffset % 8 === 0 && bytes.buffer instanceof ArrayBuffer
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes);
}
