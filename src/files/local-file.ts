// A file of this machine, which must stay what it was when it was first looked at.

import type { BigIntStats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { differenceFrom, type FileVersion, localVersionOf } from './file-version';
import { RecordError } from './record-error';

export class LocalFile {
  readonly #name: string;
  #version: FileVersion | undefined;

  /** @param version - by default what it is when it is opened first. */
  constructor(name: string, version?: FileVersion) {
    this.#name = name;
    this.#version = version;
  }

  /**
   * Opens the file; the caller closes it. Returns its size too.
   *
   * @throws RecordError if it is not a regular file, or not the version that was expected.
   */
  async open(): Promise<{ handle: FileHandle; size: number }> {
    // a pipe without a writer would hold up `open`
    checkRegular(await stat(this.#name, { bigint: true }));
    const handle = await open(this.#name);
    try {
      const found = localVersionOf(await handle.stat({ bigint: true }));
      this.#version ??= found;
      this.#compare(found);
      return { handle, size: found.size };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** @throws RecordError if the file is no more what it was. */
  async checkUnchanged(): Promise<void> {
    if (!this.#version) return;
    let stats: BigIntStats;
    try {
      stats = await stat(this.#name, { bigint: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      throw new RecordError('the file is gone: it was removed while it was read');
    }
    this.#compare(localVersionOf(stats));
  }

  #compare(found: FileVersion): void {
    const difference = differenceFrom(this.#version as FileVersion, found);
    if (difference) throw new RecordError(`the file changed while it was read: ${difference}`);
  }
}

/** @throws RecordError if it is a folder, a socket or the like. */
export function checkRegular(stats: BigIntStats): void {
  if (stats.isFile()) return;
  const kinds: [boolean, string][] = [
    [stats.isDirectory(), 'a folder'],
    [stats.isSocket(), 'a socket'],
    [stats.isBlockDevice(), 'a block device'],
    [stats.isFIFO(), 'a pipe'],
  ];
  const kind = kinds.find(([is]) => is)?.[1] ?? 'a device';
  throw new RecordError(`it is ${kind}, and no regular file`);
}
