// What passes between threads: results with the memory that is handed over instead of copied, and errors with their codes.

import { type Coded, withCode } from '../errors';
import { isShared } from '../input/memory';

/** The result of a task, and the buffers in it that are handed over to the other thread instead of copied. */
export interface TaskResult<T> {
  value: T;
  transfer: ArrayBuffer[];
}

/** The buffers under some arrays, each once. Shared memory is left out: both threads see it already. */
export function buffersOf(arrays: readonly ArrayBufferView[]): ArrayBuffer[] {
  const buffers = new Set(arrays.map(({ buffer }) => buffer));
  return [...buffers].filter((buffer): buffer is ArrayBuffer => !isShared(buffer));
}

/** An error with the members that it loses between threads: structured clone keeps class, message, stack and cause only. */
export interface PackedError extends Partial<Coded> {
  error: Error;
}

/** What a thread sends back for a task. */
export type TaskOutcome<T> = { value: T } | PackedError;

export function packError(error: Error & Partial<Coded>): PackedError {
  const { code, index } = error;
  return { error, code, index };
}

/** Restores an error as it was thrown; its members are not enumerable, as those that `coded` sets are not. */
export function unpackError({ error, code, index }: PackedError): Error {
  return code === undefined ? error : withCode(error, code, index);
}
