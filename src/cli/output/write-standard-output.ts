// Writing to standard output.

import { fstatSync } from 'node:fs';
import { writeOpen } from './write-stream';

/** Writes all of it; when it returns, nothing waits in a buffer. */
export async function writeStandardOutput(pieces: Iterable<string>): Promise<void> {
  // a stream of Node.js leaves out what a full disk did not take; a pipe and a terminal may need its patience
  if (!process.stdout.isTTY && writesAtOnce()) return writeOpen(1, pieces);
  for (const piece of pieces) {
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(piece, (error) => (error ? reject(error) : resolve()));
    });
  }
}

function writesAtOnce(): boolean {
  const stats = fstatSync(1);
  return stats.isFile() || stats.isCharacterDevice();
}
