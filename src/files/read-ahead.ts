// Looks at the beginning of a stream that cannot be opened twice.

import { Readable } from 'node:stream';
import { MAX_HELD_BYTES } from './limits';
import { tooLargeForPipe } from './random-access';

/**
 * Reads ahead until `enough` gives an answer for what has come so far, and returns it with a stream that begins at the beginning again. At the
 * end of the stream, and when more has come than `limit`, `enough` must give an answer or throw.
 */
export async function readAhead<T>(
  source: Readable,
  enough: (head: Buffer, ended: boolean) => Promise<T | undefined>,
  limit = MAX_HELD_BYTES
): Promise<{ answer: T; stream: Readable }> {
  const chunks: Buffer[] = [];
  let size = 0;
  let tried = 0;
  for (;;) {
    const chunk = await nextOf(source);
    if (chunk) {
      chunks.push(chunk);
      size += chunk.length;
      // asked at every doubling, so that a first record of many megabytes is not parsed again with each of its pieces
      if (size < 2 * tried && size <= limit) continue;
    }
    tried = size;
    const head = Buffer.concat(chunks);
    const answer = await enough(head, chunk === null || size > limit);
    if (answer === undefined && chunk !== null && size <= limit) continue;
    if (answer === undefined) throw tooLargeForPipe();
    return { answer, stream: Readable.from(joined(head, source), { objectMode: false }) };
  }
}

/** The head and what follows it. `source.unshift(head)` would not do, since the source may have ended while the answer was sought. */
async function* joined(head: Buffer, source: Readable): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  for (let chunk = await nextOf(source); chunk !== null; chunk = await nextOf(source)) yield chunk;
}

/** The next chunk; null at the end. */
async function nextOf(source: Readable): Promise<Buffer | null> {
  for (;;) {
    const chunk = source.read();
    if (chunk !== null) return chunk;
    if (source.errored) throw source.errored;
    if (source.readableEnded) return null;
    await new Promise<void>((resolve, reject) => {
      const done = (error?: Error) => {
        source.off('readable', onEvent).off('end', onEvent).off('error', done);
        if (error) reject(error);
        else resolve();
      };
      const onEvent = () => done();
      source.once('readable', onEvent).once('end', onEvent).once('error', done);
    });
  }
}
