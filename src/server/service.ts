// Serves the routes that compute: sends the bytes of a request to a thread, and the bytes of its answer to the client.

import type { FastifyInstance, FastifyReply, FastifyRequest, onResponseHookHandler } from 'fastify';
import { QueueFullError, type Threads } from '../pool/threads';
import { MEMORY_DETAIL, readBody } from './body-reader';
import type { ByteBudget } from './byte-budget';
import type { Exchanges } from './exchanges';
import { MAX_SMALL_BODY_BYTES } from './limits';
import { ARROW_TYPE, answerType, type BodyType, bodyType, JSON_TYPE } from './media-types';
import { openApiSchema } from './open-api';
import { sendInternal, sendProblem } from './problems';
import { ClientGoneError, Refusal } from './refusal';
import type { Response } from './respond';
import { ROUTES, type RouteName } from './routes/index';
import type { Query, Route } from './routes/route';
import { SmallRequests } from './small-requests';
import { TimeLimit } from './time-limit';

export interface ServiceOptions {
  /** The largest body, in bytes. */
  bodyLimit: number;
  /** How long a client may take to send its body, how long a request may wait and compute, and how long a client may take to read; in milliseconds. */
  timeLimit: number;
  /** What bodies and answers may take together. */
  budget: ByteBudget;
  exchanges: Exchanges;
  onResponse: onResponseHookHandler;
}

export function addRoutes(app: FastifyInstance, threads: Threads, options: ServiceOptions): void {
  const { bodyLimit, timeLimit, budget, exchanges, onResponse } = options;
  const smallRequests = new SmallRequests(threads);
  // the handler reads the body itself, once the request is admitted
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));

  for (const name of Object.keys(ROUTES) as RouteName[]) {
    app.post(`/v1/${name}`, {
      schema: openApiSchema(name, ROUTES[name]),
      // the thread that answers checks the request
      validatorCompiler: () => () => true,
      onResponse,
      handler: (request, reply) => respond(name, request, reply),
    });
  }

  async function respond(route: RouteName, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const limit = new TimeLimit(timeLimit);
    exchanges.of(request.raw).onEnd(() => limit.end(() => new ClientGoneError()));
    try {
      const type = checkHeaders(request, ROUTES[route]);
      const response = await threads.call(() => compute(route, type, request, limit));
      return deliver(response, reply);
    } catch (error) {
      return refuse(error, reply);
    } finally {
      limit.finish();
    }
  }

  async function compute(route: RouteName, type: BodyType, request: FastifyRequest, limit: TimeLimit): Promise<Response> {
    limit.start(() => new Refusal(408, 'TOO_SLOW', `the body took longer than the time limit of ${timeLimit / 1000} s`));
    const body = await readBody(request.raw, { bodyLimit, budget, limit });
    try {
      const { bytes } = body;
      if (bytes.length === 0) throw new Refusal(400, 'BAD_REQUEST', 'the request has no body');
      limit.start(() => new Refusal(503, 'TIME_LIMIT', `the time limit of ${timeLimit / 1000} s is over`));
      const accept = answerType(request.headers.accept, type, hasArrow(ROUTES[route]));
      if (accept === undefined) throw new Refusal(406, 'NOT_ACCEPTABLE', `the answer of this route is JSON: accept ${JSON_TYPE}`);
      const task = { route, body: bytes, type, accept, query: request.query as Query };
      return await (bytes.length <= MAX_SMALL_BODY_BYTES
        ? smallRequests.respond(task, limit)
        : threads.run<Response>('respond', task, { signal: limit.signal, transfer: [bytes.buffer] }));
    } finally {
      body.release();
    }
  }

  /** Sends an answer, which its client must have read when the time limit has passed once more. */
  function deliver({ status, type, body }: Response, reply: FastifyReply): FastifyReply {
    if (!budget.take(body.byteLength)) throw new Refusal(503, 'MEMORY_FULL', MEMORY_DETAIL);
    const { raw } = reply;
    reply
      .code(status)
      .type(type)
      .send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    // the system takes most answers whole, and there is nothing to wait for
    const isTaken = raw.writableEnded && raw.writableLength === 0;
    const timer = isTaken ? undefined : setTimeout(() => raw.socket?.destroy(), timeLimit);
    exchanges.of(reply.request.raw).onEnd(() => {
      clearTimeout(timer);
      budget.give(body.byteLength);
    });
    return reply;
  }
}

/** Whether a route takes Arrow and answers in it. */
const hasArrow = ({ columns }: Route): boolean => columns !== undefined;

/** @throws Refusal if the body is not of a type that the route reads, or is compressed. */
function checkHeaders({ headers }: FastifyRequest, route: Route): BodyType {
  const { 'content-encoding': encoding = 'identity' } = headers;
  if (headers['content-type'] === undefined && headers['transfer-encoding'] === undefined && !Number(headers['content-length']))
    throw new Refusal(400, 'BAD_REQUEST', 'the request has no body');
  if (encoding.trim().toLowerCase() !== 'identity')
    throw new Refusal(415, 'UNKNOWN_ENCODING', `the body is encoded as ${encoding.slice(0, 20)}: send it as it is (identity)`);
  const type = bodyType(headers['content-type']);
  if (type === undefined || (type === ARROW_TYPE && !hasArrow(route))) {
    const types = hasArrow(route) ? `${JSON_TYPE} or ${ARROW_TYPE}` : JSON_TYPE;
    throw new Refusal(415, 'UNKNOWN_MEDIA_TYPE', `the body is not of a type that is read: send ${types}, text in UTF-8`);
  }
  return type;
}

function refuse(error: unknown, reply: FastifyReply): FastifyReply {
  // there is no one left to answer
  if (error instanceof ClientGoneError) return reply.hijack();
  if (error instanceof QueueFullError)
    return sendProblem(reply.header('retry-after', '1'), 503, 'QUEUE_FULL', 'too many requests wait: try again later');
  if (!(error instanceof Refusal)) return sendInternal(reply, error);
  const { status, code, message } = error;
  if (code === 'MEMORY_FULL') reply.header('retry-after', '1');
  if (code === 'TOO_SLOW') reply.header('connection', 'close');
  if (code === 'UNKNOWN_ENCODING') reply.header('accept-encoding', 'identity');
  return sendProblem(reply, status, code, message);
}
