// Reads the body of a request into memory that is counted, as it comes in.

import type { IncomingMessage } from 'node:http';
import type { ByteBudget } from './byte-budget';
import { MAX_SMALL_BODY_BYTES } from './limits';
import { Refusal } from './refusal';
import type { TimeLimit } from './time-limit';

/** A buffer begins with as much and doubles: it grows only as bytes come in, whatever length the head of the request declares. */
const FIRST_BYTES = 64 * 2 ** 10;

export interface Body {
  bytes: Uint8Array<ArrayBuffer>;
  /** Returns the memory to the budget. */
  release(): void;
}

/**
 * @param bodyLimit - the largest body, in bytes.
 * @param limit - ends the reading with its reason.
 * @throws Refusal if the body is too large or the budget is used up; the reason of the time limit. The rest of the request is not read.
 */
export function readBody(
  request: IncomingMessage,
  { bodyLimit, budget, limit }: { bodyLimit: number; budget: ByteBudget; limit: TimeLimit }
): Promise<Body> {
  const declared = Number(request.headers['content-length'] ?? Number.NaN);
  if (declared > bodyLimit) return Promise.reject(tooLarge(bodyLimit));
  const last = Number.isNaN(declared) ? bodyLimit : declared;
  return new Promise((resolve, reject) => {
    let buffer = new Uint8Array(0);
    let [length, taken] = [0, 0];
    const release = () => {
      budget.give(taken);
      taken = 0;
    };

    /** Makes room for more bytes; the budget holds both buffers while one is copied. */
    const grow = (needed: number) => {
      const size = Math.min(Math.max(needed, 2 * buffer.length, FIRST_BYTES), Math.max(last, needed));
      if (!budget.take(size)) return false;
      taken += size;
      const larger = new Uint8Array(size);
      larger.set(buffer.subarray(0, length));
      budget.give(buffer.length);
      taken -= buffer.length;
      buffer = larger;
      return true;
    };
    /** Keeps a small body that came in one piece as it is. A large one is handed over to a thread, and so must be memory of its own. */
    const keep = (chunk: Buffer) => {
      if (chunk.length !== declared || declared > MAX_SMALL_BODY_BYTES || !budget.take(declared)) return false;
      taken = length = declared;
      buffer = chunk as Uint8Array<ArrayBuffer>;
      return true;
    };
    const end = () => {
      request.off('data', onData).off('end', onEnd).off('error', fail).off('close', onClose);
      limit.onEnd(undefined);
    };
    const fail = (error: unknown) => {
      end();
      // an error that comes later has nobody to tell
      request.on('error', () => {}).pause();
      release();
      reject(error);
    };
    const onData = (chunk: Buffer) => {
      const needed = length + chunk.length;
      if (needed > bodyLimit) return fail(tooLarge(bodyLimit));
      if (keep(chunk)) return;
      if (needed > buffer.length && !grow(needed)) return fail(new Refusal(503, 'MEMORY_FULL', MEMORY_DETAIL));
      buffer.set(chunk, length);
      length = needed;
    };
    const onEnd = () => {
      end();
      resolve({ bytes: buffer.subarray(0, length), release });
    };
    const onClose = () => fail(new Refusal(400, 'BAD_REQUEST', 'the body ended too early'));
    if (limit.reason) return reject(limit.reason);
    limit.onEnd(() => fail(limit.reason));
    request.on('data', onData).on('end', onEnd).on('error', fail).on('close', onClose);
  });
}

/** What a client is told that comes while others take all memory. */
export const MEMORY_DETAIL = 'the bodies and answers of other requests take all memory: try again later';

function tooLarge(bodyLimit: number): Refusal {
  return new Refusal(413, 'BODY_TOO_LARGE', `the body is larger than ${bodyLimit} bytes`);
}
