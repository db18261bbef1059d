/** A task's answer, and the memory in it that can be handed over instead of copied. */
export interface Answer<T> {
  value: T;
  transfer: ArrayBuffer[];
}

/** The memory under some arrays, each piece once; not what is shared, which needs no handing over. */
export function buffersOf(arrays: readonly ArrayBufferView[]): ArrayBuffer[] {
  const buffers = new Set(arrays.map(({ buffer }) => buffer));
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}
