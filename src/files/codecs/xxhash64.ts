// XXH64 with the seed 0, of which Zstandard writes the lower half behind a frame. Words of 64 bits are held as two of 32.

const [P1, P2, P3, P4, P5] = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
  0x85ebca77c2b2ae63n,
  0x27d4eb2f165667c5n,
];
const MASK = 0xffffffffffffffffn;
const STRIPE_BYTES = 32;

const [P1_LOW, P1_HIGH] = [Number(P1 & 0xffffffffn) | 0, Number(P1 >> 32n) | 0];
const [P2_LOW, P2_HIGH] = [Number(P2 & 0xffffffffn) | 0, Number(P2 >> 32n) | 0];

const rotated = (x: bigint, bits: bigint) => ((x << bits) | (x >> (64n - bits))) & MASK;
const round = (lane: bigint, input: bigint) => (rotated((lane + input * P2) & MASK, 31n) * P1) & MASK;

/** The checksum of bytes that come piece by piece. */
export class XxHash64 {
  /** Low and high halves of the four lanes. */
  readonly #lanes = new Int32Array(8);
  readonly #rest = new Uint8Array(STRIPE_BYTES);
  #restLength = 0;
  #length = 0;

  constructor() {
    [P1 + P2, P2, 0n, -P1].forEach((start, i) => {
      this.#lanes[2 * i] = Number(start & 0xffffffffn) | 0;
      this.#lanes[2 * i + 1] = Number((start >> 32n) & 0xffffffffn) | 0;
    });
  }

  add(bytes: Uint8Array): void {
    this.#length += bytes.length;
    let at = 0;
    if (this.#restLength > 0) {
      at = Math.min(STRIPE_BYTES - this.#restLength, bytes.length);
      this.#rest.set(bytes.subarray(0, at), this.#restLength);
      this.#restLength += at;
      if (this.#restLength < STRIPE_BYTES) return;
      this.#stripes(this.#rest, 0, STRIPE_BYTES);
    }
    const end = at + Math.floor((bytes.length - at) / STRIPE_BYTES) * STRIPE_BYTES;
    this.#stripes(bytes, at, end);
    this.#rest.set(bytes.subarray(end));
    this.#restLength = bytes.length - end;
  }

  /** The lower 32 bits. */
  low32(): number {
    const lanes = Array.from({ length: 4 }, (_, i) => word(this.#lanes[2 * i], this.#lanes[2 * i + 1]));
    let hash = P5;
    if (this.#length >= STRIPE_BYTES) {
      const [a, b, c, d] = lanes;
      hash = (rotated(a, 1n) + rotated(b, 7n) + rotated(c, 12n) + rotated(d, 18n)) & MASK;
      for (const lane of lanes) hash = ((hash ^ round(0n, lane)) * P1 + P4) & MASK;
    }
    hash = (hash + BigInt(this.#length)) & MASK;
    const view = new DataView(this.#rest.buffer);
    let at = 0;
    for (; at + 8 <= this.#restLength; at += 8)
      hash = (rotated(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * P1 + P4) & MASK;
    if (at + 4 <= this.#restLength) {
      hash = (rotated(hash ^ ((BigInt(view.getUint32(at, true)) * P1) & MASK), 23n) * P2 + P3) & MASK;
      at += 4;
    }
    for (; at < this.#restLength; at++) hash = (rotated(hash ^ ((BigInt(this.#rest[at]) * P5) & MASK), 11n) * P1) & MASK;
    hash = ((hash ^ (hash >> 33n)) * P2) & MASK;
    hash = ((hash ^ (hash >> 29n)) * P3) & MASK;
    return Number((hash ^ (hash >> 32n)) & 0xffffffffn);
  }

  #stripes(bytes: Uint8Array, from: number, to: number): void {
    const lanes = this.#lanes;
    for (let at = from; at < to; at += STRIPE_BYTES) {
      for (let i = 0; i < 4; i++) {
        const k = at + 8 * i;
        const low = bytes[k] | (bytes[k + 1] << 8) | (bytes[k + 2] << 16) | (bytes[k + 3] << 24);
        const high = bytes[k + 4] | (bytes[k + 5] << 8) | (bytes[k + 6] << 16) | (bytes[k + 7] << 24);
        // lane + input * P2
        const productLow = Math.imul(low, P2_LOW);
        const productHigh = highOf(low, P2_LOW) + Math.imul(low, P2_HIGH) + Math.imul(high, P2_LOW);
        const sum = (lanes[2 * i] >>> 0) + (productLow >>> 0);
        const sumLow = sum | 0;
        const sumHigh = (lanes[2 * i + 1] + productHigh + (sum > 0xffffffff ? 1 : 0)) | 0;
        // rotated by 31
        const turnedLow = (sumLow << 31) | (sumHigh >>> 1);
        const turnedHigh = (sumHigh << 31) | (sumLow >>> 1);
        lanes[2 * i] = Math.imul(turnedLow, P1_LOW);
        lanes[2 * i + 1] = highOf(turnedLow, P1_LOW) + Math.imul(turnedLow, P1_HIGH) + Math.imul(turnedHigh, P1_LOW);
      }
    }
  }
}

/** The upper 32 bits of the product of two numbers without a sign. */
function highOf(a: number, b: number): number {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const other = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(other / 65536)) | 0;
}

function word(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}
