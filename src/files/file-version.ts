// Which version of a file a run reads: a file that changes while it is read, or between two machines, must be an error.

/** What a file looked like when it was cut into parts; the same on every machine that sees the same file. */
export interface FileVersion {
  /** Bytes. */
  size: number;
  /** The time of the last change of its content, in milliseconds since 1970; whole, since not every file system keeps more. */
  modified: number;
}

export function versionOf({ size, mtimeMs }: { size: number; mtimeMs: number }): FileVersion {
  return { size, modified: Math.floor(mtimeMs) };
}

/** How the file differs from the version that was expected; undefined if it does not. */
export function differenceFrom(expected: FileVersion, found: FileVersion): string | undefined {
  if (found.size !== expected.size) return `it had ${expected.size} bytes and has ${found.size}`;
  if (found.modified === expected.modified) return undefined;
  const [before, after] = [expected.modified, found.modified].map((time) => new Date(time).toISOString());
  return `it was last changed at ${before} and is now of ${after}`;
}
