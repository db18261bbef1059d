// What every request passes first, whatever its path: whether there is room for it, and whether it may ask.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { tokenCheck } from './auth';
import { cors } from './cors';
import type { Exchanges } from './exchanges';
import { hostCheck } from './hosts';
import { MAX_REQUESTS_PER_CONNECTION } from './limits';
import { sendProblem } from './problems';

export interface GateOptions {
  token?: string | undefined;
  allowedHosts?: readonly string[] | undefined;
  corsOrigins?: readonly string[] | undefined;
  /** Whether a server that listens on a loopback address refuses other hosts. */
  checksLoopback: boolean;
}

/**
 * Adds the hook to all routes of the application that are registered later, and to paths that it does not have.
 *
 * @returns a function that makes the gate answer nothing but 503 from then on.
 */
export function addGate(app: FastifyInstance, exchanges: Exchanges, options: GateOptions): () => void {
  const { token, allowedHosts, corsOrigins, checksLoopback } = options;
  const isHostAllowed = hostCheck(app, allowedHosts, checksLoopback);
  const faultOfToken = token === undefined ? () => undefined : tokenCheck(token);
  const answersPreflight = corsOrigins ? cors(corsOrigins) : () => false;
  const isOpen = openRoutes(app.prefix);
  let stopping = false;

  app.addHook('onRequest', (request, reply, done) => {
    const { raw } = request;
    const onConnection = exchanges.begin(raw, reply.raw);
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    if (stopping) return void sendProblem(reply, 503, 'STOPPING', 'the service is about to end');
    if (onConnection > MAX_REQUESTS_PER_CONNECTION) {
      // what the client sends after this is left unread, and the connection ends with this answer
      raw.socket.pause();
      reply.header('connection', 'close').header('retry-after', '1');
      const detail = `more than ${MAX_REQUESTS_PER_CONNECTION} requests are under way on this connection`;
      return void sendProblem(reply, 503, 'QUEUE_FULL', detail);
    }
    if (!isHostAllowed(raw.headers.host, raw.socket))
      return void sendProblem(reply, 421, 'UNKNOWN_HOST', 'this host is not answered: --allow-host names further ones');
    if (answersPreflight(request, reply)) return;
    const fault = isOpen(request) ? undefined : faultOfToken(request);
    if (fault !== undefined) return void sendProblem(reply.header('www-authenticate', 'Bearer'), 401, 'UNAUTHORIZED', fault);
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // a connection that is kept open would keep the server open
    if (stopping) reply.header('connection', 'close');
    done();
  });
  return () => {
    stopping = true;
  };
}

/** The routes that anyone may ask: whether the service is alive, and the documentation. All others need the token. */
function openRoutes(prefix: string): (request: FastifyRequest) => boolean {
  const open = new Set(['/healthz', '/openapi.json', '/docs'].map((path) => prefix + path));
  const below = `${prefix}/docs/`;
  return ({ routeOptions: { url } }) => url !== undefined && (open.has(url) || url.startsWith(below));
}
