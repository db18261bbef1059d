// The check of the bearer token.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

/** A function that says what is wrong with the token of a request, or undefined. */
export function tokenCheck(token: string): (request: FastifyRequest) => string | undefined {
  const expected = digest(token);
  return ({ headers }) => {
    const [, given] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
    if (given === undefined) return 'a bearer token is needed';
    return timingSafeEqual(digest(given), expected) ? undefined : 'the bearer token is wrong';
  };
}

/** Digests are equally long whatever the token, as `timingSafeEqual` demands: the time of the comparison tells nothing of it. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
