// The files of a folder that hold records, with those of the folders in it.

import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { coded } from '../errors';
import { hintOf } from './format-of';
import { isLitter, naturally } from './litter';

/** A file to read, and where it was found. */
export interface FoundFile {
  file: string;
  /** The folder that was given. */
  from?: string;
  /** The columns that the names of the folders between tell. */
  folderColumns?: Record<string, string>;
}

/** More left out than this is not listed. */
const MAX_LISTED = 5;

/** @throws Error if no file in it has a name that tells its format. */
export async function filesIn(folder: string): Promise<{ files: FoundFile[]; notice?: string }> {
  const paths = await pathsIn(folder, '');
  const isData = (path: string) => !isLitter(path) && (hintOf(path).format ?? hintOf(path).compression) !== undefined;
  const left = paths.filter((path) => !isData(path));
  const files = paths.filter(isData).sort(naturally);
  if (files.length === 0) {
    const why =
      paths.length === 0
        ? 'it is empty'
        : `none of its files (${listed(left)}) has a name that tells its format; give them by their own names, and their content tells it`;
    throw coded(Error, 'NO_FILE', `the folder ${folder} holds no file to read: ${why}`);
  }
  return {
    files: files.map((path) => ({ file: join(folder, path), from: folder, ...columnsIn(path) })),
    ...(left.length > 0 ? { notice: `${folder}: ${left.length} of its files left out: ${listed(left)}` } : {}),
  };
}

async function pathsIn(folder: string, inner: string): Promise<string[]> {
  const entries = await readdir(join(folder, inner), { withFileTypes: true });
  const paths = await Promise.all(entries.map(async (entry) => pathsOf(folder, join(inner, entry.name), entry)));
  return paths.flat().sort(naturally);
}

async function pathsOf(folder: string, path: string, entry: Dirent): Promise<string[]> {
  // a link to a folder is not followed: it may lead back
  if (entry.isDirectory()) return /^[._]/.test(entry.name) ? [] : pathsIn(folder, path);
  if (entry.isFile()) return [path];
  if (!entry.isSymbolicLink()) return [];
  const stats = await stat(join(folder, path)).catch(() => undefined);
  return stats?.isFile() ? [path] : [];
}

/** Folders are called `step=10` where a dataset is written by the values of a column. */
function columnsIn(path: string): Pick<FoundFile, 'folderColumns'> {
  const pairs = path
    .split(/[/\\]/)
    .slice(0, -1)
    .map((step) => /^([^=]+)=(.*)$/.exec(step))
    .filter((match) => match !== null)
    .map(([, name, value]) => [name, unescaped(value)]);
  return pairs.length > 0 ? { folderColumns: Object.fromEntries(pairs) } : {};
}

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function listed(paths: readonly string[]): string {
  const more = paths.length - MAX_LISTED;
  return paths.slice(0, MAX_LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
