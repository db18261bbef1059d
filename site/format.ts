import { short } from '../src/format/number';

/** A number to read, or a dash where it is not known. */
export function textOf(value: number | null): string {
  return value === null ? '–' : short(value);
}
