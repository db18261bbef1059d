// The check of the bearer token.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { onRequestAsyncHookHandler } from 'fastify';
import { sendProblem } from './problems';

/** A hook for the routes that need the token; it answers 401 to a request without it. */
export function checkToken(token: string): onRequestAsyncHookHandler {
  const expected = digest(token);
  return async (request, reply) => {
    const [, given] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return;
    reply.header('www-authenticate', 'Bearer');
    return sendProblem(
      reply,
      401,
      'UNAUTHORIZED',
      given === undefined ? 'a bearer token is needed' : 'the bearer token is wrong'
    );
  };
}

/** Digests are equally long whatever the token, as `timingSafeEqual` demands: the time of the comparison tells nothing of it. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
