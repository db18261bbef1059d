// Answers every error with a problem document (RFC 9457).

import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import type { ErrorCode } from '../errors';
import { ARROW_TYPE, JSON_TYPE, PROBLEM_TYPE } from './media-types';
import { problemBody } from './problem-body';

/** The codes of the errors that Fastify itself finds in a request. */
const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNKNOWN_MEDIA_TYPE',
};

export function addProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return sendProblem(reply, status, FASTIFY_CODES[error.code] ?? 'BAD_REQUEST', detailOf(error));
    request.log.error(error);
    // an error of the server itself is for its log, not for a stranger
    return sendProblem(reply, status, 'INTERNAL', 'an error inside the server, which its log names');
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, 404, 'UNKNOWN_ROUTE', `there is no ${request.method} ${request.url}`)
  );
}

export function sendProblem(reply: FastifyReply, status: number, code: ErrorCode, detail: string): FastifyReply {
  return reply
    .code(status)
    .type(PROBLEM_TYPE)
    .send(Buffer.from(problemBody(status, detail, { code }).buffer));
}

function detailOf({ code, message }: FastifyError): string {
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return `${message}: send ${JSON_TYPE} or ${ARROW_TYPE}`;
  return message;
}
