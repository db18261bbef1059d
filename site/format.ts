import { short } from '../src/cli/records';

/** A number to read, or a dash where it is not known. */
export function textOf(value: number | null): string {
  return value === null ? '–' : short(value);
}
