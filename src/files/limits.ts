// How much of a file is held in memory at once, whatever the file is.

/** The largest line of JSON and record of CSV, in bytes: far above any sample, and far below the longest string that V8 can hold. */
export const MAX_RECORD_BYTES = 128 * 2 ** 20;

/** The most of a pipe that is held at once: a format that is read from its end needs all of it. */
export const MAX_HELD_BYTES = 2 ** 30;

/** A limit as messages say it. */
export function mebibytes(bytes: number): string {
  return `${bytes / 2 ** 20} MiB`;
}
