// How the service uses the HTTP server of Node.js: its timeouts, errors of its parser, and what becomes of connections when it ends.

import { randomUUID } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyServerOptions } from 'fastify';
import type { ErrorCode } from '../errors';
import type { Exchanges } from './exchanges';
import { DRAIN_MILLISECONDS, HEADERS_TIMEOUT_MILLISECONDS } from './limits';
import { PROBLEM_TYPE } from './media-types';
import { problemBody } from './problem-body';
import { sendProblem } from './problems';

/** How often Node.js looks for clients that take too long, in milliseconds. */
const CHECK_MILLISECONDS = 500;

/** Requests that are on their way when the server is told to end are still answered, with 503. */
const STOP_GRACE_MILLISECONDS = 100;

/** How long a client that has all answers has to close its connection before it is closed for it, in milliseconds. */
const CLOSE_MILLISECONDS = 250;

/** An id that a client may choose: it stands in logs and headers as it is. */
const REQUEST_ID = /^[\w.:/+=@-]{1,128}$/;

/** What the parser finds, as a status with its code; everything else is a bad request. */
const PARSER_ERRORS: Record<string, [number, ErrorCode, string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'TOO_SLOW', 'the request took too long to come in'],
  HPE_HEADER_OVERFLOW: [431, 'HEAD_TOO_LARGE', 'the head of the request is too large'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'BODY_TOO_LARGE', 'the extensions of a chunk are too large'],
};

/** The options of Fastify for the service; `server` overrides them. */
export function httpOptions(timeLimit: number, exchanges: Exchanges, server: FastifyServerOptions): FastifyServerOptions {
  return {
    // a client may not take longer to send a request than the service may take to answer it; the service itself says so first
    requestTimeout: timeLimit + DRAIN_MILLISECONDS,
    http: {
      headersTimeout: Math.min(HEADERS_TIMEOUT_MILLISECONDS, timeLimit),
      connectionsCheckingInterval: CHECK_MILLISECONDS,
    },
    genReqId: ({ headers }: IncomingMessage) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    // those that the service refuses, and closes, itself
    forceCloseConnections: false,
    return503OnClosing: false,
    clientErrorHandler: (error, socket) => answerParserError(error, socket as Socket, exchanges),
    frameworkErrors: (error, request, reply) => {
      // no hook runs before this
      reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
      sendProblem(reply as FastifyReply, error.statusCode ?? 400, 'BAD_REQUEST', 'the path of the URL cannot be read');
    },
    ...server,
  } as FastifyServerOptions;
}

/** Writes a problem document to a connection whose request is no HTTP, and closes it. */
function answerParserError(error: { code?: string }, socket: Socket, exchanges: Exchanges): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const underWay = exchanges.on(socket);
  const isBroken = underWay.length === 1 && !underWay[0].request.complete && !underWay[0].response.headersSent;
  if (underWay.length > 0 && !isBroken) {
    // the answers to the requests before this one come first, and must not be mixed with another
    underWay.at(-1)?.onEnd(() => socket.destroySoon());
    return;
  }
  const [status, code, detail] = PARSER_ERRORS[error.code ?? ''] ?? [400, 'BAD_REQUEST', 'the request is not HTTP'];
  const body = Buffer.from(problemBody(status, detail, { code }));
  socket.write(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: ${PROBLEM_TYPE}\r\ncontent-length: ${body.length}\r\n` +
      `connection: close\r\nx-content-type-options: nosniff\r\nx-request-id: ${randomUUID()}\r\n\r\n`
  );
  socket.write(body);
  socket.destroySoon();
}

/** Notes the connections of a server, limits how many there are, and closes them when the application ends. */
export function watchConnections(app: FastifyInstance, exchanges: Exchanges, maxConnections: number): void {
  const sockets = new Set<Socket>();
  app.server.maxConnections = maxConnections;
  const watch = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  app.server.on('connection', watch);
  watchOtherServers(app, (socket) => {
    if (sockets.size < maxConnections) watch(socket);
    else socket.destroy();
  });
  // after those of the service, which wait until all that was accepted is answered
  app.addHook('preClose', async () => {
    // an injected request has none of its own
    const open = new Set([...sockets, ...exchanges.sockets].filter((socket) => socket instanceof Socket));
    for (const socket of open) {
      if (exchanges.on(socket).length > 0 || socket.bytesWritten === 0) socket.destroy();
      // what the system has not sent yet is sent first
      else socket.end().resume();
    }
    const end = Date.now() + CLOSE_MILLISECONDS;
    while (Date.now() < end && [...open].some(({ destroyed }) => !destroyed)) await delay(CHECK_CLOSED_MILLISECONDS);
    for (const socket of open) socket.destroy();
  });
}

/** Fastify has a server of its own for each further address of `localhost`, and shows them to nobody. */
function watchOtherServers(app: FastifyInstance, onConnection: (socket: Socket) => void): void {
  const handler = app.server.listeners('request')[0];
  const onSocket = (message: unknown) => {
    const { socket } = message as { socket: Socket & { server?: Server } };
    const { server } = socket;
    if (server && server !== app.server && server.listeners('request')[0] === handler) onConnection(socket);
  };
  app.addHook('onListen', async () => {
    if (app.addresses().length > 1) subscribe('net.server.socket', onSocket);
  });
  app.addHook('onClose', async () => {
    unsubscribe('net.server.socket', onSocket);
  });
}

/** How often it is looked whether all connections are closed, in milliseconds. */
const CHECK_CLOSED_MILLISECONDS = 10;

/** Resolves when all that was accepted is answered to the last byte, at the latest after the time limit, in milliseconds. */
export async function settle(exchanges: Exchanges, timeLimit: number): Promise<void> {
  const ended = new AbortController();
  const answered = delay(STOP_GRACE_MILLISECONDS).then(() => exchanges.idle());
  await Promise.race([answered, delay(timeLimit, undefined, { signal: ended.signal })]);
  ended.abort();
}
