// Runs of small whole numbers, which Parquet uses for levels and for places in a dictionary: either a number that is repeated, or numbers of a few
// bits packed together. hyparquet writes a run as long as it declares, whatever its page declares.

import { RecordError } from '../record-error';

const PACKED = 1;
/** Up to this width the bits that wait fit into 32. */
const MAX_QUICK_WIDTH = 24;

export type Numbers = Uint8Array | Uint32Array;

/**
 * The first `count` numbers of `width` bits each.
 *
 * @throws Error if a run is longer than what is left, the bytes end too early, or a number is larger than `most`.
 */
export function readRuns(bytes: Uint8Array, width: number, count: number, most: number): Numbers {
  if (width > 32) throw new RecordError(`numbers of ${width} bits`);
  const numbers = width <= 8 ? new Uint8Array(count) : new Uint32Array(count);
  let at = 0;
  let seen = 0;
  while (seen < count) {
    let head = 0;
    for (let scale = 1; ; scale *= 128) {
      if (at >= bytes.length || scale > 2 ** 28) throw new RecordError('the runs of its numbers end too early');
      const byte = bytes[at++];
      head += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    const length = Math.floor(head / 2);
    if (head & PACKED) {
      // the last run is filled up to eight numbers, but not every writer stores what fills it
      const taken = Math.min(8 * length, count - seen);
      if (Math.ceil((taken * width) / 8) > bytes.length - at) throw new RecordError('the runs of its numbers end too early');
      unpack(bytes.subarray(at), width, numbers.subarray(seen, seen + taken));
      seen += taken;
      at = Math.min(at + length * width, bytes.length);
    } else {
      if (length > count - seen) throw new RecordError(`a run has ${length} numbers, and the page only ${count - seen} more`);
      let value = 0;
      for (let scale = 1, i = 0; i < width; i += 8, scale *= 256) {
        if (at >= bytes.length) throw new RecordError('the runs of its numbers end too early');
        value += bytes[at++] * scale;
      }
      if (value > most) throw new RecordError(`there is a ${value} among numbers of at most ${most}`);
      numbers.fill(value, seen, seen + length);
      seen += length;
    }
  }
  if (most < 2 ** width - 1) {
    for (let i = 0; i < count; i++) {
      if (numbers[i] > most) throw new RecordError(`there is a ${numbers[i]} among numbers of at most ${most}`);
    }
  }
  return numbers;
}

function unpack(bytes: Uint8Array, width: number, numbers: Numbers): void {
  if (width > MAX_QUICK_WIDTH) {
    unpackWide(bytes, width, numbers);
    return;
  }
  const mask = (1 << width) - 1;
  let waiting = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < numbers.length; i++) {
    while (bits < width) {
      waiting |= bytes[at++] << bits;
      bits += 8;
    }
    numbers[i] = waiting & mask;
    waiting >>>= width;
    bits -= width;
  }
}

/** The same with doubles, which hold more bits. */
function unpackWide(bytes: Uint8Array, width: number, numbers: Numbers): void {
  const size = 2 ** width;
  let waiting = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < numbers.length; i++) {
    while (bits < width) {
      waiting += bytes[at++] * 2 ** bits;
      bits += 8;
    }
    numbers[i] = waiting % size;
    waiting = Math.floor(waiting / size);
    bits -= width;
  }
}

/** The bits that a number of at most `most` needs. */
export const widthOf = (most: number): number => 32 - Math.clz32(most);
