// How large a request is, which its route says and which is checked before anything is computed, for JSON and Arrow alike.

import { TooLargeError } from './request-error';

/** A count of something in a request, with its limit. */
export interface Count {
  /** What is counted, in the plural. */
  readonly what: string;
  readonly count: number;
  readonly limit: number;
}

export interface RequestSize {
  readonly counts: readonly Count[];
  /** About how many elementary steps the answer takes, each some nanoseconds. */
  readonly steps: number;
}

/** Writing a number of an answer, which has some 17 digits, takes about so many steps. */
export const STEPS_PER_ANSWER_NUMBER = 64;

/** @throws TooLargeError that names the count and the limit. */
export function checkCounts(counts: readonly Count[]): void {
  for (const { what, count, limit } of counts) {
    if (count > limit) throw new TooLargeError(`the request has ${count} ${what}, and at most ${limit} are allowed`);
  }
}
