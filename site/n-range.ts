// Which n the page can show.

import { grouped } from '../src/format/number';
import type { Overview } from './worker/view-types';
import { maxNIn } from './worker/view-types';

/** A larger n than this is told from its neighbours by no chart, and not all of its neighbours are numbers of their own. */
export const LARGEST_N = 1e15;

/** What can be said of n where a reference is open. */
export type Range = Pick<Overview, 'sampled' | 'steps'>;

/** The n that is shown where the reader asks for one: samples have estimates for whole n only, up to the most samples of a prompt. */
export function shownN(asked: number, open: Range | undefined): number {
  return open?.sampled ? Math.max(1, Math.floor(Math.min(asked, maxNIn(open)))) : asked;
}

/** Why the n that stands in the box cannot be shown, and what is shown in its place; undefined if it is shown. */
export function whyNotN(asked: number, shown: number, open: Range | undefined): string | undefined {
  const instead = `Shown is n = ${shown}.`;
  if (!(asked >= 1)) return `n is a number of at least 1. ${instead}`;
  if (asked > LARGEST_N) return `n is at most ${grouped(LARGEST_N)} here. ${instead}`;
  if (!open?.sampled || asked === shown) return undefined;
  return asked > maxNIn(open)
    ? `No prompt has more than ${grouped(maxNIn(open))} samples. ${instead}`
    : `Samples have estimates for whole n only. ${instead}`;
}
