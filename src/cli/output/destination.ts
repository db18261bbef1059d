// Where an output goes: its name followed through links, and what stands there already.

import { accessSync, constants, fstatSync, lstatSync, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { coded } from '../../errors';
import { reasonOf } from '../system-error';
import { identityOf } from './identity';
import { isGiven, openFileIn } from './open-files';

export type Destination = { readonly identity?: string } & (
  | { readonly kind: 'standard output' }
  /** An open file of this process, as in `/dev/fd/3`. */
  | { readonly kind: 'descriptor'; readonly fd: number }
  /** A pipe or a device of characters, which is written into. */
  | { readonly kind: 'stream'; readonly path: string }
  /** A regular file, `old`, that is to be replaced, or a new one. */
  | { readonly kind: 'file'; readonly path: string; readonly old?: Stats }
);

/** The most links that are followed, as in Linux. */
const MAX_LINKS = 40;

/**
 * The destination that a name stands for; `-` is standard output.
 *
 * @throws Error (`NOT_WRITTEN`) if nothing can be written there, as far as it can be told without trying.
 */
export function destinationOf(file: string): Destination {
  try {
    return look(file);
  } catch (error) {
    throw notWritten(file, error);
  }
}

/** The error that says that a file cannot be written, with the reason. */
export function notWritten(file: string, reason: unknown): Error {
  return coded(Error, 'NOT_WRITTEN', `${file} cannot be written: ${reasonOf(reason)}`);
}

const refused = (reason: string) => coded(Error, 'NOT_WRITTEN', reason);

function look(file: string): Destination {
  if (file === '-') return openFile(1);
  if (file.endsWith('/')) throw refused('it is the name of a folder');
  const path = followed(file);
  const fd = openFileIn(path);
  if (fd !== undefined) return openFile(fd);
  const folder = dirname(path);
  if (!statSync(folder).isDirectory()) throw refused(`${folder} is not a folder`);
  const old = lstatSync(path, { throwIfNoEntry: false });
  if (old) {
    checkOld(path, old);
    if (!old.isFile()) return { kind: 'stream', path, identity: identityOf(path) };
    checkReplaceable(old);
  }
  accessSync(folder, constants.W_OK | constants.X_OK);
  return { kind: 'file', path, ...(old ? { old } : {}), identity: old ? identityOf(path) : path };
}

function openFile(fd: number): Destination {
  const stats = fstatSync(fd);
  if (!isGiven(fd, stats)) throw refused('it is no open file');
  const identity = identityOf(fd);
  return fd === 1 ? { kind: 'standard output', identity } : { kind: 'descriptor', fd, identity };
}

/** The path behind all links, also where there is nothing yet; an open file of this process is not followed further. */
function followed(file: string): string {
  let next = file;
  for (let links = 0; links <= MAX_LINKS; links++) {
    const path = join(realpathSync(dirname(next)), basename(next));
    if (openFileIn(path) !== undefined || !lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return path;
    next = resolve(dirname(path), readlinkSync(path));
  }
  throw refused('it is a link in a circle');
}

function checkOld(path: string, old: Stats): void {
  if (old.isDirectory()) throw refused('it is a folder');
  if (old.isBlockDevice()) throw refused('it is a disk');
  if (old.isSocket()) throw refused('it is a socket');
  // the superuser may write to it all the same, but whoever made it read-only does not want that
  if ((old.mode & 0o222) === 0) throw refused('it is read-only');
  accessSync(path, constants.W_OK);
}

/** Whether a new file can take the old one's place with nothing lost. */
function checkReplaceable({ nlink, uid, gid }: Stats): void {
  if (nlink > 1) throw refused(`it has ${nlink} names (hard links), and only this one would get the new content`);
  const user = process.geteuid?.() ?? 0;
  if (user === 0) return;
  const groups = [process.getegid?.(), ...(process.getgroups?.() ?? [])];
  if (uid !== user || !groups.includes(gid))
    throw refused('it belongs to another user or group, to whom it could not be given back');
}
