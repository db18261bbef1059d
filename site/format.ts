// Numbers as the page shows them.

import { short } from '../src/format/number';

/** A number with five digits, or a dash where it is not known. */
export function numberOrDash(value: number | null): string {
  return value === null ? '–' : short(value);
}
