// The task of a read job: the samples of one part, read in a process of a worker.

import { stat } from 'node:fs/promises';
import { coded } from '../errors';
import { differenceFrom, versionOf } from '../files/file-version';
import type { TaskResult } from '../node/transfer';
import { DataError, readPart } from '../sample-files/read-part';
import { encode } from './codec';
import type { ReadJob, SharedPart, SharedResult } from './protocol';
import { type OpenFile, openWithin } from './roots';

export interface SharedReadTask extends Pick<ReadJob, 'part' | 'columns' | 'skipBad'> {
  /** The folders that the worker reads, without links. */
  roots: readonly string[];
}

/** The result, encoded, or why reading the file again would be of no use: between processes an error loses its class. */
export type SharedAnswer = { result: string } | { refused: string };

/** @throws Error if the file cannot be opened, or is of another version than the one that was submitted. */
export async function readSharedTask(task: SharedReadTask): Promise<TaskResult<SharedAnswer>> {
  try {
    return { value: { result: await read(task) }, transfer: [] };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { value: { refused: error.message }, transfer: [] };
  }
}

async function read({ part, columns, skipBad, roots }: SharedReadTask): Promise<string> {
  const opened = await openWithin(part, roots);
  try {
    await checkVersion(part, opened);
    // by the path without links, so that a link that is changed meanwhile leads nowhere else
    const result = await readPart({ ...part, file: opened.path }, columns, { skipBad }).catch((error) => {
      throw renamed(error, opened.path, part.name);
    });
    await checkVersion(part, opened);
    return encode({ version: part.version, result } satisfies SharedResult);
  } finally {
    await opened.handle.close();
  }
}

/** The file is to be the submitted version, and still the one that lies at its path. */
async function checkVersion({ name, version }: SharedPart, { handle, path }: OpenFile): Promise<void> {
  const [here, there] = await Promise.all([handle.stat(), stat(path)]);
  const difference =
    differenceFrom(version, versionOf(here)) ??
    differenceFrom(version, versionOf(there)) ??
    (here.ino === there.ino ? undefined : 'it was replaced while it was read');
  if (difference === undefined) return;
  const hint = 'a copy must keep the time of the file (cp -p, rsync -t)';
  throw coded(Error, 'BAD_FILE', `${name} is not the file that was submitted: ${difference}; ${hint}`);
}

/** The error with the name that the file was submitted by. */
function renamed(error: unknown, path: string, name: string): unknown {
  if (!(error instanceof Error) || path === name) return error;
  const message = error.message.replaceAll(path, () => name);
  return error instanceof DataError ? new DataError(message, error.code) : Object.assign(error, { message });
}
