// The routes that compute: a request's bytes go to a thread, its answer's bytes come back.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { QueueFullError, type Threads } from '../pool/threads';
import { ARROW_TYPE, JSON_TYPE, PROBLEM_TYPE } from './media';
import { sendProblem } from './problems';
import type { RespondTask, Response } from './respond';
import { ANSWERS, PROBLEM, REQUESTS, type RouteName } from './schemas';
import { SMALL, SmallRequests } from './small-requests';

const SUMMARIES: Record<RouteName, string> = {
  metrics: 'All metrics of a support at one n, or those asked for',
  curve: 'Metrics of a support at many n',
  policy: 'The best-of-n policy: the probability of every outcome',
  samples: 'Unbiased estimates from scored samples of many prompts',
  batch: 'The metrics of many small supports at once',
};

class TimeLimitError extends Error {}
class ClientGoneError extends Error {}

export function addRoutes(
  app: FastifyInstance,
  threads: Threads,
  { bodyLimit, timeLimit }: { bodyLimit: number; timeLimit: number }
): void {
  // the thread that answers parses the body
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([JSON_TYPE, ARROW_TYPE], { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body));

  for (const route of Object.keys(REQUESTS) as RouteName[]) {
    app.post(`/v1/${route}`, {
      schema: schemaOf(route),
      bodyLimit,
      // the thread checks the request
      validatorCompiler: () => () => true,
      handler: (request, reply) => answer(route, request, reply),
    });
  }

  const small = new SmallRequests(threads, timeLimit);

  async function answer(route: RouteName, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (!(request.body instanceof Uint8Array)) {
      return sendProblem(reply, 400, 'the request has no body');
    }
    const type = request.headers['content-type']?.startsWith(ARROW_TYPE) ? ARROW_TYPE : JSON_TYPE;
    const task: RespondTask = {
      route,
      body: whole(request.body),
      type,
      accept: acceptOf(request.headers.accept, type),
      query: request.query as Record<string, string>,
    };
    const ended = new AbortController();
    const limit = setTimeout(() => ended.abort(new TimeLimitError()), timeLimit);
    // no one waits for the answer any more
    const onClose = () => {
      if (!reply.raw.writableEnded) ended.abort(new ClientGoneError());
    };
    reply.raw.once('close', onClose);
    try {
      const { status, type, body } = await threads.call(() =>
        task.body.length <= SMALL
          ? small.respond(task, ended.signal)
          : threads.run<Response>('respond', task, { signal: ended.signal, transfer: [task.body.buffer] })
      );
      return reply
        .code(status)
        .type(type)
        .send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    } catch (error) {
      if (error instanceof QueueFullError)
        return sendProblem(reply.header('retry-after', '1'), 503, 'too many requests wait: try again later');
      if (error instanceof ClientGoneError) return reply.hijack();
      if (error instanceof TimeLimitError) return sendProblem(reply, 503, `the time limit of ${timeLimit / 1000} s is over`);
      throw error;
    } finally {
      clearTimeout(limit);
      reply.raw.off('close', onClose);
    }
  }
}

/** A small body shares its memory with others: only memory of its own can be handed to a thread. */
function whole(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const own = body.byteOffset === 0 && body.byteLength === body.buffer.byteLength;
  return own ? (body as Uint8Array<ArrayBuffer>) : Uint8Array.from(body);
}

/** The answer comes as the request did, unless the client wants only the other. */
function acceptOf(accept: string | undefined, type: RespondTask['type']): RespondTask['accept'] {
  if (accept?.includes(ARROW_TYPE)) return ARROW_TYPE;
  if (accept?.includes(JSON_TYPE)) return JSON_TYPE;
  return type;
}

function schemaOf(route: RouteName) {
  const problems = { content: { [PROBLEM_TYPE]: { schema: PROBLEM } } };
  const arrow = { schema: { type: 'string', format: 'binary', description: 'a table, a column for each vector' } };
  return {
    operationId: route,
    summary: SUMMARIES[route],
    body: { content: { [JSON_TYPE]: { schema: REQUESTS[route] }, [ARROW_TYPE]: arrow } },
    response: {
      200: { description: 'the answer', content: { [JSON_TYPE]: { schema: ANSWERS[route] }, [ARROW_TYPE]: arrow } },
      400: { description: 'the request is wrong: the detail names the argument, the index and the value', ...problems },
      413: { description: 'the body is too large', ...problems },
      503: { description: 'too many requests wait (see Retry-After), or the time limit is over', ...problems },
    },
  };
}
