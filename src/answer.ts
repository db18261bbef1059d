/** A task's answer, and the memory in it that can be handed over instead of copied. */
export interface Answer<T> {
  value: T;
  transfer: ArrayBuffer[];
}

/** The memory under some arrays, each piece once. */
export function buffersOf(arrays: readonly ArrayBufferView[]): ArrayBuffer[] {
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))];
}
