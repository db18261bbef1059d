// Which version of a file a run reads: a file that changes while it is read, or between two machines, must be an error.

import type { BigIntStats } from 'node:fs';
import { hostname } from 'node:os';

/** What a file looked like when it was cut into parts; the same on every machine that sees the same file. */
export interface FileVersion {
  /** Bytes. */
  size: number;
  /** The time of the last change of its content, in milliseconds since 1970; whole, since not every file system keeps more. */
  modified: number;
  /** What only the process that saw it can compare: others may see the same file under other numbers. */
  local?: { seenBy: string; device: string; inode: string; changed: string };
}

export function versionOf({ size, mtimeMs }: { size: number; mtimeMs: number }): FileVersion {
  return { size, modified: Math.floor(mtimeMs) };
}

/** The version with what only this process can compare: which file it is, and its last change of any kind to the nanosecond. */
export function localVersionOf({ size, mtimeNs, dev, ino, ctimeNs }: BigIntStats): FileVersion {
  const second = 1_000_000_000n;
  // as Node.js computes `mtimeMs`, so that both give the same
  const mtimeMs = Number(mtimeNs / second) * 1e3 + Number(mtimeNs % second) / 1e6;
  return {
    ...versionOf({ size: Number(size), mtimeMs }),
    local: { seenBy: `${hostname()} ${process.pid}`, device: String(dev), inode: String(ino), changed: String(ctimeNs) },
  };
}

/** How the file differs from the version that was expected; undefined if it does not. */
export function differenceFrom(expected: FileVersion, found: FileVersion): string | undefined {
  if (found.size !== expected.size) return `it had ${expected.size} bytes and has ${found.size}`;
  if (found.modified !== expected.modified) {
    const [before, after] = [expected.modified, found.modified].map((time) => new Date(time).toISOString());
    return `it was last changed at ${before} and is now of ${after}`;
  }
  const [was, is] = [expected.local, found.local];
  if (!was || !is || was.seenBy !== is.seenBy) return undefined;
  if (was.device !== is.device || was.inode !== is.inode) return 'another file has its name now';
  return was.changed === is.changed ? undefined : 'it was written to';
}
