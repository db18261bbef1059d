// Answers requests in a worker thread, from the bytes of a request to those of its answer. Parsing and writing large vectors takes longer than
// computing with them, so that too is done here and never holds up the thread that accepts requests.

import { type Coded, type ErrorCode, messageOf } from '../errors';
import * as library from '../index';
import type { TaskResult } from '../node/transfer';
import { readJsonBody, writeJsonBody } from './json-body';
import { ARROW_TYPE, type BodyType, PROBLEM_TYPE } from './media-types';
import { problemBody } from './problem-body';
import { RequestError } from './request-error';
import { ROUTES, type RouteName } from './routes/index';
import type { Query, Route } from './routes/route';

export interface RespondTask {
  route: RouteName;
  body: Uint8Array<ArrayBuffer>;
  /** The type of the body. */
  type: BodyType;
  /** The type that the answer is to have. */
  accept: BodyType;
  /** The query of the URL, which has what the table of an Arrow body cannot hold. */
  query: Query;
}

export interface Response {
  status: number;
  type: string;
  body: Uint8Array<ArrayBuffer>;
}

/** Answers one request. */
export async function respondTask(task: RespondTask): Promise<TaskResult<Response>> {
  const value = await respond(task);
  return { value, transfer: [value.body.buffer] };
}

/** Answers several requests; an error inside the library is the answer of its request alone. */
export async function respondAllTask(tasks: readonly RespondTask[]): Promise<TaskResult<Response[]>> {
  const value: Response[] = [];
  for (const task of tasks) value.push(await respond(task).catch((error) => problem(500, error, 'INTERNAL')));
  return { value, transfer: value.map(({ body }) => body.buffer) };
}

async function respond(task: RespondTask): Promise<Response> {
  try {
    return await answer(task);
  } catch (error) {
    // the library throws these two for arguments that are wrong
    const isFaultOfRequest = error instanceof RequestError || error instanceof TypeError || error instanceof RangeError;
    if (!isFaultOfRequest) throw error;
    return problem(400, error, 'BAD_REQUEST');
  }
}

async function answer({ route: name, body, type, accept, query }: RespondTask): Promise<Response> {
  const route: Route = ROUTES[name];
  // imported with the first request that needs it, since Apache Arrow is large
  const arrow = type === ARROW_TYPE || accept === ARROW_TYPE ? await import('./arrow-body') : undefined;
  const request = type === ARROW_TYPE && arrow ? arrow.readArrowBody(route, body, query) : readJsonBody(route, body);
  const { json, columns } = route.compute(request as never, library);
  const bytes = accept === ARROW_TYPE && arrow ? arrow.writeArrowBody(await columns()) : writeJsonBody(json);
  return { status: 200, type: accept, body: bytes };
}

/** @param otherwise - the code of an error that has none. */
function problem(status: number, error: unknown, otherwise: ErrorCode): Response {
  const { code = otherwise, index } = error as Partial<Coded>;
  return { status, type: PROBLEM_TYPE, body: problemBody(status, messageOf(error), { code, index }) };
}
