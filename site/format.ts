import { short } from '../src/cli/records';

/** A number to read, or a dash where it is not known. */
export function textOf(value: number | null): string {
  return value === null ? '–' : short(value);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
