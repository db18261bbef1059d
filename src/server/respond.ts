// Answers requests in a worker thread, from the bytes of a request to those of its answer. Parsing and writing large vectors takes longer than
// computing with them, so that too is done here and never holds up the thread that accepts requests.

import type { Coded } from '../errors';
import * as library from '../index';
import type { TaskResult } from '../node/transfer';
import { readJsonBody, writeJsonBody } from './json-body';
import { MAX_SHARED_STEPS } from './limits';
import { ARROW_TYPE, type BodyType, PROBLEM_TYPE } from './media-types';
import { INTERNAL_DETAIL, problemBody } from './problem-body';
import { RequestError } from './request-error';
import { checkCounts } from './request-limits';
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

/** Several requests, and shared memory in which the index of the one that is being answered stands. */
export interface RespondAllTask {
  tasks: readonly RespondTask[];
  current: Int32Array;
}

/** Answers several requests, but none that takes long: those are null. An error inside the library is the answer of its request alone. */
export async function respondAllTask({ tasks, current }: RespondAllTask): Promise<TaskResult<(Response | null)[]>> {
  const value: (Response | null)[] = [];
  for (const [i, task] of tasks.entries()) {
    Atomics.store(current, 0, i);
    value.push(await respond(task, MAX_SHARED_STEPS).catch((error) => orProblem(error)));
  }
  return { value, transfer: value.flatMap((response) => (response ? [response.body.buffer] : [])) };
}

/** Says that a request takes more steps than it may. */
class TooLongError extends Error {}

function orProblem(error: unknown): Response | null {
  return error instanceof TooLongError ? null : problem(500, INTERNAL_DETAIL, { code: 'INTERNAL' });
}

async function respond(task: RespondTask, mostSteps = Number.POSITIVE_INFINITY): Promise<Response> {
  try {
    return await answer(task, mostSteps);
  } catch (error) {
    if (!isFaultOfRequest(error)) throw error;
    const { code, index } = error;
    return problem(error instanceof RequestError ? error.status : 400, error.message, { code, index });
  }
}

async function answer({ route: name, body, type, accept, query }: RespondTask, mostSteps: number): Promise<Response> {
  const route: Route = ROUTES[name];
  // imported with the first request that needs it, since Apache Arrow is large
  const arrow = type === ARROW_TYPE || accept === ARROW_TYPE ? await import('./arrow-body') : undefined;
  const request = type === ARROW_TYPE && arrow ? arrow.readArrowBody(route, body, query) : readJsonBody(route, body, query);
  const { counts, steps } = route.size(request as never);
  checkCounts(counts);
  if (steps > mostSteps) throw new TooLongError();
  const { json, columns } = route.compute(request as never, library);
  const bytes = accept === ARROW_TYPE && arrow ? arrow.writeArrowBody(await columns()) : writeJsonBody(json);
  return { status: 200, type: accept, body: bytes };
}

/** The library throws its TypeErrors and RangeErrors, which have codes, for arguments that are wrong; those without one are ours. */
function isFaultOfRequest(error: unknown): error is Error & Coded {
  if (error instanceof RequestError) return true;
  return (error instanceof TypeError || error instanceof RangeError) && 'code' in error && !String(error.code).startsWith('ERR_');
}

function problem(status: number, detail: string, coded: Coded): Response {
  return { status, type: PROBLEM_TYPE, body: problemBody(status, detail, coded) };
}
