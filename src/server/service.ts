// Serves the routes that compute: sends the bytes of a request to a thread, and the bytes of its answer to the client.

import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler, onResponseHookHandler } from 'fastify';
import { QueueFullError, type Threads } from '../pool/threads';
import { ARROW_TYPE, type BodyType, JSON_TYPE, PROBLEM_TYPE } from './media-types';
import { PROBLEM_SCHEMA } from './problem-body';
import { sendProblem } from './problems';
import type { RespondTask, Response } from './respond';
import { ROUTES, type RouteName } from './routes/index';
import type { Query, Route } from './routes/route';
import { requestSchema } from './routes/schemas';
import { MAX_SMALL_BODY_BYTES, SmallRequests } from './small-requests';

class TimeLimitError extends Error {}
class ClientGoneError extends Error {}

export interface ServiceOptions {
  /** The largest body, in bytes. */
  bodyLimit: number;
  /** How long a request may wait and compute, in milliseconds. */
  timeLimit: number;
  onRequest: onRequestHookHandler[];
  onResponse: onResponseHookHandler;
}

export function addRoutes(app: FastifyInstance, threads: Threads, options: ServiceOptions): void {
  const { bodyLimit, timeLimit, onRequest, onResponse } = options;
  // bodies are handed over as bytes: the thread that answers parses them
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([JSON_TYPE, ARROW_TYPE], { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body));

  for (const name of Object.keys(ROUTES) as RouteName[]) {
    app.post(`/v1/${name}`, {
      schema: openApiSchema(name, ROUTES[name]),
      bodyLimit,
      // the thread that answers checks the request
      validatorCompiler: () => () => true,
      onRequest,
      onResponse,
      handler: (request, reply) => respond(name, request, reply),
    });
  }

  const smallRequests = new SmallRequests(threads, timeLimit);

  async function respond(route: RouteName, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (!(request.body instanceof Uint8Array)) {
      return sendProblem(reply, 400, 'BAD_REQUEST', 'the request has no body');
    }
    const type = request.headers['content-type']?.startsWith(ARROW_TYPE) ? ARROW_TYPE : JSON_TYPE;
    const task: RespondTask = {
      route,
      body: inOwnBuffer(request.body),
      type,
      accept: answerType(request.headers.accept, type),
      query: request.query as Query,
    };
    const ended = new AbortController();
    const timer = setTimeout(() => ended.abort(new TimeLimitError()), timeLimit);
    const onClose = () => {
      if (!reply.raw.writableEnded) ended.abort(new ClientGoneError());
    };
    reply.raw.once('close', onClose);
    try {
      const { status, type, body } = await threads.call(() =>
        task.body.length <= MAX_SMALL_BODY_BYTES
          ? smallRequests.respond(task, ended.signal)
          : threads.run<Response>('respond', task, { signal: ended.signal, transfer: [task.body.buffer] })
      );
      return reply
        .code(status)
        .type(type)
        .send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    } catch (error) {
      if (error instanceof QueueFullError)
        return sendProblem(reply.header('retry-after', '1'), 503, 'QUEUE_FULL', 'too many requests wait: try again later');
      // there is no one left to answer
      if (error instanceof ClientGoneError) return reply.hijack();
      if (error instanceof TimeLimitError)
        return sendProblem(reply, 503, 'TIME_LIMIT', `the time limit of ${timeLimit / 1000} s is over`);
      throw error;
    } finally {
      clearTimeout(timer);
      reply.raw.off('close', onClose);
    }
  }
}

/** Only a whole buffer can be handed to a thread. Node.js lets small bodies share one, so those are copied. */
function inOwnBuffer(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const isWhole = body.byteOffset === 0 && body.byteLength === body.buffer.byteLength;
  return isWhole ? (body as Uint8Array<ArrayBuffer>) : Uint8Array.from(body);
}

/** An answer has the type of its request, unless the client accepts only the other type. */
function answerType(accept: string | undefined, requestType: BodyType): BodyType {
  if (accept?.includes(ARROW_TYPE)) return ARROW_TYPE;
  if (accept?.includes(JSON_TYPE)) return JSON_TYPE;
  return requestType;
}

function openApiSchema(operationId: string, route: Route) {
  const problem = { content: { [PROBLEM_TYPE]: { schema: PROBLEM_SCHEMA } } };
  const arrow = { schema: { type: 'string', format: 'binary', description: 'a table, a column for each vector' } };
  return {
    operationId,
    summary: route.summary,
    body: { content: { [JSON_TYPE]: { schema: requestSchema(route) }, [ARROW_TYPE]: arrow } },
    response: {
      200: { description: 'the answer', content: { [JSON_TYPE]: { schema: route.answer }, [ARROW_TYPE]: arrow } },
      400: { description: 'the request is wrong: the detail names the argument, the index and the value', ...problem },
      413: { description: 'the body is too large', ...problem },
      503: { description: 'too many requests wait (see Retry-After), or the time limit is over', ...problem },
    },
  };
}
