// Which n the page can show.

import { grouped } from '../src/format/number';
import { powersOfTwo } from '../src/numerics/grids';
import type { Overview } from './worker/view-types';
import { maxNIn } from './worker/view-types';

/** The formulas hold up to the largest number there is; the axes need some room beyond n. */
export const LARGEST_N = 1e300;

/** From here on a number of samples is written as a power of ten: nobody counts so many digits. */
const MIN_POWER = 1e15;

/** A number of samples in a sentence, with all of its digits: another n has other numbers. */
export function nText(n: number): string {
  if (n >= MIN_POWER) return n.toExponential().replace('e+', 'e');
  const [whole, decimals] = String(n).split('.');
  return decimals === undefined ? grouped(n) : `${grouped(Number(whole))}.${decimals}`;
}

/** What can be said of n where a reference is open. */
export type Range = Pick<Overview, 'sampled' | 'steps'>;

/** The n that is shown where the reader asks for one: samples have estimates for whole n only, up to the most samples of a prompt. */
export function shownN(asked: number, open: Range | undefined): number {
  return open?.sampled ? Math.max(1, Math.floor(Math.min(asked, maxNIn(open)))) : asked;
}

/** Why the n that stands in the box cannot be shown, and what is shown in its place; undefined if it is shown. */
export function whyNotN(asked: number, shown: number, open: Range | undefined): string | undefined {
  const instead = `Shown is n = ${nText(shown)}.`;
  if (!(asked >= 1)) return `n is a number of at least 1. ${instead}`;
  if (asked > LARGEST_N) return `n is at most ${nText(LARGEST_N)} here. ${instead}`;
  if (!open?.sampled || asked === shown) return undefined;
  return asked > maxNIn(open)
    ? `No prompt has more than ${grouped(maxNIn(open))} samples. ${instead}`
    : `Samples have estimates for whole n only. ${instead}`;
}

/** So many rows of the table are read; more would also take long for a large reference. */
const MAX_ROWS = 64;

/** The n of the table: the powers of two, or every second, third and so on of them where the axes reach far. */
export function tableNs(maxN: number): number[] {
  const powers = powersOfTwo(maxN);
  const every = Math.ceil(powers.length / MAX_ROWS);
  return powers.filter((_, i) => i % every === 0);
}
