// A file that is written whole or not at all.

import { randomBytes } from 'node:crypto';
import { closeSync, fchmodSync, fchownSync, fstatSync, fsync, openSync, renameSync, rmSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { onSignal, pendingSignals } from '../signals';
import { writeOpen } from './write-stream';

const sync = promisify(fsync);

/**
 * Writes a temporary file beside the one that is asked for. Once it is complete it takes the name, with mode and owner of the old file if there
 * was one. The temporary file is removed when that fails and when the process ends, by a signal too.
 *
 * @param pieces - each of them made quickly, since signals are heard only between them.
 */
export async function writeWhole({ path, old }: { path: string; old?: Stats }, pieces: Iterable<string>): Promise<void> {
  // short, so that it fits wherever the name itself does
  const temporary = join(dirname(path), `.best-of-n-${randomBytes(4).toString('hex')}.tmp`);
  const remove = () => rmSync(temporary, { force: true });
  const forget = onSignal(remove);
  process.on('exit', remove);
  try {
    // not awaited, so that a signal cannot come before the file is there to be removed
    const fd = openSync(temporary, 'wx', old ? 0o600 : 0o666);
    try {
      if (old) keepModeAndOwner(fd, old);
      await writeOpen(fd, pieces);
      await sync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, path);
  } catch (error) {
    remove();
    throw error;
  } finally {
    await pendingSignals();
    process.off('exit', remove);
    forget();
  }
}

function keepModeAndOwner(fd: number, { uid, gid, mode }: Stats): void {
  const made = fstatSync(fd);
  if (made.uid !== uid || made.gid !== gid) fchownSync(fd, uid, gid);
  // afterwards, as a change of the owner takes bits away
  fchmodSync(fd, mode & 0o7777);
}
