// What tells whether two names stand for one file.

import { fstatSync, statSync } from 'node:fs';

/**
 * The same text for every name of a file or a named pipe, or for the number of an open one. Undefined for whatever may be used for several things
 * at once, as a terminal is, and for what is not there.
 */
export function identityOf(file: string | number): string | undefined {
  const stats =
    typeof file === 'number' ? fstatSync(file, { bigint: true }) : statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats?.isFile() || stats?.isFIFO() ? `${stats.dev}:${stats.ino}` : undefined;
}
