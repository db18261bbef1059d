// One value of JSON in bytes that come piece by piece: where it ends, and its bytes if they are wanted.

import { MAX_RECORD_BYTES } from './limits';
import { joined } from './lines';

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [0x5b, 0x5d, 0x7b, 0x7d];

export class JsonValue {
  /** Whether the value has become too long: then nothing of it is kept. */
  dropped = false;
  readonly #kept: boolean;
  #pieces: Uint8Array[] = [];
  #length = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #begun = false;
  /** Whether it is neither a text nor a list nor an object, and so ends before what follows it. */
  #isBare = false;

  constructor(kept: boolean) {
    this.#kept = kept;
  }

  /** Reads on from an index; returns where the value ends, or -1 if it goes on after the bytes. */
  add(bytes: Uint8Array, from: number): number {
    const end = this.#endIn(bytes, from);
    if (!this.#kept || this.dropped) return end;
    const piece = bytes.subarray(from, end < 0 ? bytes.length : end);
    this.#length += piece.length;
    this.dropped = this.#length > MAX_RECORD_BYTES;
    if (this.dropped) this.#pieces = [];
    else this.#pieces.push(piece);
    return end;
  }

  /** Whether the value is whole where the text ends. */
  get mayEnd(): boolean {
    return this.#isBare;
  }

  get bytes(): Uint8Array {
    return joined(this.#pieces);
  }

  #endIn(bytes: Uint8Array, from: number): number {
    let i = from;
    if (!this.#begun) {
      this.#begun = true;
      this.#isBare = ![QUOTE, OPEN_LIST, OPEN].includes(bytes[i]);
    }
    if (this.#isBare) {
      while (i < bytes.length && !endsBare(bytes[i])) i++;
      return i < bytes.length ? i : -1;
    }
    for (; i < bytes.length; i++) {
      const byte = bytes[i];
      if (this.#escaped) this.#escaped = false;
      else if (this.#inString) {
        if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) {
          this.#inString = false;
          if (this.#depth === 0) return i + 1;
        }
      } else if (byte === QUOTE) this.#inString = true;
      else if (byte === OPEN || byte === OPEN_LIST) this.#depth++;
      else if ((byte === CLOSE || byte === CLOSE_LIST) && --this.#depth === 0) return i + 1;
    }
    return -1;
  }
}

function endsBare(byte: number): boolean {
  return (
    byte <= 0x20 ||
    byte === COMMA ||
    byte === COLON ||
    byte === CLOSE ||
    byte === CLOSE_LIST ||
    byte === OPEN ||
    byte === OPEN_LIST
  );
}
