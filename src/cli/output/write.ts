// Writing an output to its destination.

import { destinationOf, notWritten } from './destination';
import { writeWhole } from './write-file';
import { writeStandardOutput } from './write-standard-output';
import { type Text, writeOpen, writeStream } from './write-stream';

export type { Text };

/**
 * Writes text to a file, whole or not at all, or into a pipe, a device or, for `-`, standard output. A reader that closes a pipe has seen
 * enough, which is no error.
 *
 * @throws Error (`NOT_WRITTEN`) with the reason.
 */
export async function write(text: Text, file: string): Promise<void> {
  // looked at anew, since something else may stand there by now
  const destination = destinationOf(file);
  const pieces = typeof text === 'string' ? [text] : text;
  try {
    if (destination.kind === 'file') await writeWhole(destination, pieces);
    else if (destination.kind === 'stream') await writeStream(destination.path, pieces);
    else if (destination.kind === 'descriptor') await writeOpen(destination.fd, pieces);
    else await writeStandardOutput(pieces);
  } catch (error) {
    if (isClosedPipe(error) && destination.kind !== 'file') return;
    throw notWritten(file === '-' ? 'standard output' : file, error);
  }
}

function isClosedPipe(error: unknown): boolean {
  return ['EPIPE', 'ECONNRESET'].includes((error as NodeJS.ErrnoException).code ?? '');
}
