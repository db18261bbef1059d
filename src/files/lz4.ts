// LZ4 blocks, unfolded into exactly as many bytes as are declared. The decoders of other packages fill up with zeros what is missing.

import { RecordError } from './record-error';

/** @throws Error if the block is damaged or does not unfold to `size` bytes. */
export function unlz4Block(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  if (unfold(bytes, out) !== size) throw damaged();
  return out;
}

/**
 * The blocks that Hadoop writes: before each the number of bytes that it unfolds to, and of those that it has, most significant byte first.
 * Early writers wrote a plain block under the same name.
 *
 * @throws Error if they are damaged or do not unfold to `size` bytes.
 */
export function unlz4Hadoop(bytes: Uint8Array, size: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks: [from: number, to: number, size: number][] = [];
  let at = 0;
  let total = 0;
  while (at + 8 <= bytes.length) {
    const unfolded = view.getUint32(at);
    const to = at + 8 + view.getUint32(at + 4);
    if (to > bytes.length) break;
    blocks.push([at + 8, to, unfolded]);
    total += unfolded;
    at = to;
  }
  if (at !== bytes.length || total !== size) return unlz4Block(bytes, size);
  const out = new Uint8Array(size);
  let filled = 0;
  for (const [from, to, unfolded] of blocks) {
    if (unfold(bytes.subarray(from, to), out.subarray(filled, filled + unfolded)) !== unfolded) throw damaged();
    filled += unfolded;
  }
  return out;
}

/** Unfolds a block; returns how many bytes came. */
function unfold(bytes: Uint8Array, out: Uint8Array): number {
  let at = 0;
  let filled = 0;
  const lengthFrom = (nibble: number) => {
    let length = nibble;
    if (nibble < 15) return length;
    for (;;) {
      if (at >= bytes.length) throw damaged();
      const byte = bytes[at++];
      length += byte;
      if (byte < 255) return length;
    }
  };
  while (at < bytes.length) {
    const token = bytes[at++];
    const literals = lengthFrom(token >> 4);
    if (at + literals > bytes.length || filled + literals > out.length) throw damaged();
    out.set(bytes.subarray(at, at + literals), filled);
    at += literals;
    filled += literals;
    // the last sequence has no copy
    if (at === bytes.length) return filled;
    if (at + 2 > bytes.length) throw damaged();
    const back = bytes[at] | (bytes[at + 1] << 8);
    at += 2;
    const length = lengthFrom(token & 15) + 4;
    if (back === 0 || back > filled || filled + length > out.length) throw damaged();
    if (back >= length) {
      out.copyWithin(filled, filled - back, filled - back + length);
      filled += length;
    } else {
      for (const end = filled + length; filled < end; filled++) out[filled] = out[filled - back];
    }
  }
  return filled;
}

function damaged(): RecordError {
  return new RecordError('the data compressed with LZ4 are damaged');
}
