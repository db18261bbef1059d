// Where the parts of a call's input and output stand in a piece of the kernel's memory.

import { mapValues } from '../../map-values';

/** Places parts of the given sizes, in bytes, one after another, each at a multiple of 16. */
export function layOut<K extends string>(sizes: Record<K, number>): { bytes: number; offsets: Record<K, number> } {
  let bytes = 0;
  const offsets = mapValues(sizes, (size) => {
    const offset = bytes;
    bytes += Math.ceil(size / 16) * 16;
    return offset;
  });
  return { bytes, offsets };
}
