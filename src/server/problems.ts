// Every error as application/problem+json (RFC 9457).

import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { PROBLEM_TYPE, problemBody } from './media';

export function addProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error(error);
    // what went wrong inside is for the log
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
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return `${message}: send application/json or application/vnd.apache.arrow.stream`;
  return message;
}
