// Answers every error with a problem document (RFC 9457).

import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { ARROW_TYPE, JSON_TYPE, PROBLEM_TYPE } from './media-types';
import { problemBody } from './problem-body';

export function addProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error(error);
    // an error of the server itself is for its log, not for a stranger
    return sendProblem(reply, status, status >= 500 ? 'an error inside the server, which its log names' : detailOf(error));
  });
  app.setNotFoundHandler((request, reply) => sendProblem(reply, 404, `there is no ${request.method} ${request.url}`));
}

export function sendProblem(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply
    .code(status)
    .type(PROBLEM_TYPE)
    .send(Buffer.from(problemBody(status, detail).buffer));
}

function detailOf({ code, message }: FastifyError): string {
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return `${message}: send ${JSON_TYPE} or ${ARROW_TYPE}`;
  return message;
}
