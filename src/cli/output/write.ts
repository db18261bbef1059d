// Where results go: standard output, or a file that is written whole or not at all.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { coded, messageOf } from '../../errors';

/** Writes text to the file, or to standard output where there is none. */
export async function write(text: string | Iterable<string>, file?: string): Promise<void> {
  const pieces = typeof text === 'string' ? [text] : text;
  if (file !== undefined) return writeWhole(file, pieces);
  for (const piece of pieces) {
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
  }
}

const unfinished = new Set<string>();
let watching = false;

/**
 * Writes a temporary file beside the one that is asked for, which takes its name only once it is complete. It is removed when the process is
 * told to end.
 */
async function writeWhole(file: string, pieces: Iterable<string>): Promise<void> {
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(4).toString('hex')}.tmp`);
  if (!watching) process.on('exit', removeUnfinished);
  watching = true;
  unfinished.add(temporary);
  try {
    const stream = createWriteStream(temporary, { flags: 'wx' });
    await once(stream, 'open');
    for (const piece of pieces) {
      if (!stream.write(piece)) await once(stream, 'drain');
    }
    stream.end();
    await once(stream, 'close');
    await rename(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    // Node.js ends its message with the call and the path, which is that of the temporary file
    throw coded(Error, 'NOT_WRITTEN', `${file} cannot be written: ${messageOf(error).replace(/, \w+ '.*'$/, '')}`);
  } finally {
    unfinished.delete(temporary);
  }
}

function removeUnfinished(): void {
  for (const file of unfinished) rmSync(file, { force: true });
}
