// Numbers as the page shows them.

import { NONE, short } from '../src/format/number';

/** A number with five digits, or a dash where it is not known or undefined. */
export function numberOrDash(value: number | null): string {
  return value === null || Number.isNaN(value) ? NONE : short(value);
}
