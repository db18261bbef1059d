// Which files a worker reads: regular ones below the folders that it is told, whatever links lead there.

import { constants } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { coded, messageOf } from '../errors';
import { DataError } from '../sample-files/read-part';

/** @throws TypeError (`WRONG_TYPE`) or Error (`NO_FILE`) if one is no folder. */
export async function realRoots(roots: unknown): Promise<string[]> {
  if (!Array.isArray(roots) || roots.length === 0)
    throw coded(TypeError, 'WRONG_TYPE', 'roots must be a list of at least one folder');
  return Promise.all(roots.map(realRoot));
}

async function realRoot(root: unknown, i: number): Promise<string> {
  if (typeof root !== 'string' || root === '')
    throw coded(TypeError, 'WRONG_TYPE', `roots[${i}] must be the path of a folder, got ${JSON.stringify(root)}`, i);
  const real = await realpath(root).catch((error) => {
    throw coded(Error, 'NO_FILE', `roots[${i}]: ${root} cannot be read: ${messageOf(error)}`, i);
  });
  if (!(await stat(real)).isDirectory()) throw coded(Error, 'NO_FILE', `roots[${i}]: ${root} is no folder`, i);
  return real;
}

export interface OpenFile {
  handle: FileHandle;
  /** Its path without links. */
  path: string;
}

/**
 * Opens a file for reading if it is a regular one below a root. Nothing outside of the roots is opened, and no error tells what there is.
 *
 * @param file - its absolute path, and the name of it in messages.
 * @param roots - without links, as `realRoots` gives them.
 * @throws DataError if the file is not one that is read here; the error of the system if it cannot be opened.
 */
export async function openWithin({ file, name }: { file: string; name: string }, roots: readonly string[]): Promise<OpenFile> {
  if (!isAbsolute(file)) throw new DataError(`${name} is no absolute path`, 'BAD_FILE');
  if (!isBelow(await realOrMissing(file), roots)) throw outside(name, roots);
  const path = await realpath(file);
  // a FIFO or a device is not even opened, since that alone can wait or do harm
  checkRegular(name, await stat(path));
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  const handle = await open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  try {
    const opened = await handle.stat();
    checkRegular(name, opened);
    // a folder on the way may have become a link since
    const now = await realpath(path);
    const there = await stat(now);
    if (!isBelow(now, roots) || there.ino !== opened.ino || there.dev !== opened.dev) throw outside(name, roots);
    return { handle, path: now };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The path without links; of a file that is not there, as far as there are folders. */
async function realOrMissing(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    const folder = dirname(file);
    if (folder === file) throw error;
    return join(await realOrMissing(folder), basename(file));
  }
}

function isBelow(file: string, roots: readonly string[]): boolean {
  return roots.some((root) => {
    const path = relative(root, resolve(file));
    return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
  });
}

function checkRegular(name: string, found: { isFile(): boolean }): void {
  if (!found.isFile()) throw new DataError(`${name} is no regular file`, 'BAD_FILE');
}

function outside(name: string, roots: readonly string[]): DataError {
  return new DataError(`${name} lies outside of the folders that this worker reads, ${roots.join(', ')}`, 'BAD_FILE');
}
