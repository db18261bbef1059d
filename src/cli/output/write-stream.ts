// Writing into what is open already, or is opened as it is: pipes and devices.

import { close, constants, open, writeFile } from 'node:fs';
import { promisify } from 'node:util';

/** A text, whole or piece by piece. */
export type Text = string | Iterable<string>;

/** Small pieces are written together, about this many characters at once. */
const CHUNK = 1 << 16;

const opened = promisify(open);
const closed = promisify(close);
const written = promisify(writeFile);

/** Writes into a pipe or a device, which is neither made nor cut off. To open a named pipe waits until somebody reads it. */
export async function writeStream(path: string, pieces: Iterable<string>): Promise<void> {
  // a terminal must not become the one that controls this process; Windows knows no such flag
  const fd = await opened(path, constants.O_WRONLY | (constants.O_NOCTTY ?? 0));
  try {
    await writeOpen(fd, pieces);
  } finally {
    await closed(fd);
  }
}

/** Writes to an open file, from where it stands, every byte or with an error. */
export async function writeOpen(fd: number, pieces: Iterable<string>): Promise<void> {
  for (const chunk of chunksOf(pieces)) await written(fd, chunk);
}

function* chunksOf(pieces: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
