// What kind of array or memory a value is, wherever it was made: the classes of another realm (a frame, a context of node:vm, a test runner) are others
// than those of this one, so that `instanceof` says nothing.

/** The name of a typed array's class, such as `Float64Array`; undefined for anything else, proxies and imitations included. */
export function typedArrayName(value: unknown): string | undefined {
  // the getter that all typed arrays of all realms answer
  return Reflect.get(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag, value);
}

export function isFloat64Array(value: unknown): value is Float64Array {
  return typedArrayName(value) === 'Float64Array';
}

export function isUint32Array(value: unknown): value is Uint32Array {
  return typedArrayName(value) === 'Uint32Array';
}

/** By its tag, since the class is missing in some runtimes. */
export function isShared(buffer: ArrayBufferLike): buffer is SharedArrayBuffer {
  return Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';
}

/** Whether the memory can shrink while a view of it is used; shared memory can only grow. */
export function isResizable(buffer: ArrayBufferLike): boolean {
  return 'resizable' in buffer && buffer.resizable === true;
}
