// A part of a file: what one task reads. A description, never the data, so that it can be sent to another thread or machine.

import type { FileVersion } from './file-version';
import type { FileFormat } from './format-of';
import type { Range } from './formats/format';

export interface Part extends FileFormat {
  file: string;
  /** Bytes of a text, or row groups of a table. Absent if the part is the whole file. */
  range?: Range;
  /** About how many bytes are read, for a progress bar; 0 if that is not known. */
  bytes: number;
  /** What the file was when it was cut, which it must still be; absent for a pipe. */
  version?: FileVersion;
  /** Whether the file is a pipe or a device: it is read once, from its beginning, by the process that was given it. */
  pipe?: boolean;
  /** The folder that was given, as it was written, where the file was found in one. */
  from?: string;
  /** Columns that the names of folders tell, as in `step=10/part-0.parquet`: every record that lacks them has them. */
  folderColumns?: Record<string, string>;
}

export function bytesIn(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.bytes, 0);
}

/** Whether the part can be read only once: standard input, a pipe or a device. */
export function isPipe({ file, pipe }: Pick<Part, 'file' | 'pipe'>): boolean {
  return file === '-' || pipe === true;
}

/**
 * Parts that follow one another in a file put together, as few as several threads can share: large ones first, and single ones last, so that all threads
 * end at about the same time. What is read in one part need not be matched with what is read in others.
 */
export function joined(parts: readonly Part[], threads: number): Part[] {
  const whole: Part[] = [];
  for (let from = 0, to = 0; from < parts.length; from = to) {
    while (to < parts.length && (to === from || follows(parts[to - 1], parts[to]))) to++;
    for (let first = from; first < to; ) {
      const count = threads === 1 ? to - first : Math.ceil((to - first) / (2 * threads));
      whole.push(asOne(parts.slice(first, first + count)));
      first += count;
    }
  }
  return whole;
}

const follows = (before: Part, part: Part) =>
  before.file === part.file && before.range !== undefined && before.range.to === part.range?.from;

function asOne(parts: readonly Part[]): Part {
  const [first, last] = [parts[0], parts[parts.length - 1]];
  if (first === last) return first;
  return first.range && last.range
    ? { ...first, range: { from: first.range.from, to: last.range.to }, bytes: bytesIn(parts) }
    : first;
}
