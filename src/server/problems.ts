// Answers every error with a problem document (RFC 9457).

import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../errors';
import { drain } from './drain';
import { MAX_QUOTED_LENGTH } from './limits';
import { PROBLEM_TYPE } from './media-types';
import { INTERNAL_DETAIL, problemBody } from './problem-body';

/** The codes of the errors that Fastify itself finds in a request to a route that is not ours. */
const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNKNOWN_MEDIA_TYPE',
};

/** The methods that a path is looked up for, to name those that it has. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

export function addProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return sendProblem(reply, status, FASTIFY_CODES[error.code] ?? 'BAD_REQUEST', error.message);
    return sendInternal(reply, error);
  });
  app.setNotFoundHandler((request, reply) => {
    const shown = `${request.method} ${shorten(request.url)}`;
    const allowed = methodsOf(app, request);
    if (allowed.length === 0) return sendProblem(reply, 404, 'UNKNOWN_ROUTE', `there is no ${shown}`);
    reply.header('allow', allowed.join(', '));
    return sendProblem(reply, 405, 'UNKNOWN_METHOD', `there is no ${shown}: the path takes ${allowed.join(', ')}`);
  });
}

export function sendProblem(reply: FastifyReply, status: number, code: ErrorCode, detail: string): FastifyReply {
  const requestId = status === 500 ? reply.request.id : undefined;
  drain(reply.request.raw);
  return reply
    .code(status)
    .type(PROBLEM_TYPE)
    .send(Buffer.from(problemBody(status, detail, { code }, requestId).buffer));
}

/** Logs an error of the server itself, and answers with nothing but the id by which the log names it. */
export function sendInternal(reply: FastifyReply, error: unknown): FastifyReply {
  reply.request.log.error(error);
  return sendProblem(reply, 500, 'INTERNAL', INTERNAL_DETAIL);
}

function methodsOf(app: FastifyInstance, { url }: FastifyRequest): string[] {
  const [path] = url.split('?', 1);
  return METHODS.filter((method) => app.findRoute({ method, url: path }) !== null);
}

function shorten(url: string): string {
  return url.length <= MAX_QUOTED_LENGTH ? url : `${url.slice(0, MAX_QUOTED_LENGTH)}…`;
}
