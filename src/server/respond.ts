// Answers requests, from the bytes of a request to those of its answer. Parsing and writing large vectors takes longer than computing with them, so
// that too is done here, in a worker thread, and never holds up the thread that accepts requests; that one answers none but small requests.

import type { Coded } from '../errors';
import * as library from '../index';
import type { TaskResult } from '../node/transfer';
import { textOf } from './json-answer';
import { readJsonBody, validatorOf } from './json-body';
import { MAX_SHARED_STEPS } from './limits';
import { ARROW_TYPE, type BodyType, JSON_TYPE, PROBLEM_TYPE } from './media-types';
import { INTERNAL_DETAIL, problemBody } from './problem-body';
import { RequestError } from './request-error';
import { checkCounts } from './request-limits';
import { ROUTES, type RouteName } from './routes/index';
import type { Query, Route, RouteAnswer } from './routes/route';

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

/** Does what the first requests of this thread would have to wait for. */
export function prepareToRespond(): void {
  for (const route of Object.values(ROUTES)) validatorOf(route);
}

/** Whether both the request and its answer are JSON, which `respondAtOnce` needs. */
export function isAllJson({ type, accept }: RespondTask): boolean {
  return type === JSON_TYPE && accept === JSON_TYPE;
}

/** Answers a request that is all JSON; null if it takes more steps than it may. */
export function respondAtOnce(task: RespondTask, mostSteps: number): Response | null {
  try {
    return { status: 200, type: JSON_TYPE, body: Buffer.from(textOf(compute(task, mostSteps).json)) };
  } catch (error) {
    if (error instanceof TooLongError) return null;
    return faultOf(error);
  }
}

async function respond(task: RespondTask, mostSteps = Number.POSITIVE_INFINITY): Promise<Response> {
  const { type, accept } = task;
  try {
    // imported with the first request that needs it, since Apache Arrow is large
    const arrow = isAllJson(task) ? undefined : await import('./arrow-body');
    const answer = compute(task, mostSteps, type === ARROW_TYPE ? arrow?.readArrowBody : undefined);
    const body =
      accept === ARROW_TYPE && arrow && answer.columns
        ? arrow.writeArrowBody(await answer.columns())
        : new TextEncoder().encode(textOf(answer.json));
    return { status: 200, type: accept, body };
  } catch (error) {
    return faultOf(error);
  }
}

function compute({ route: name, body, query }: RespondTask, mostSteps: number, read = readJsonBody): RouteAnswer {
  const route: Route = ROUTES[name];
  const request = read(route, body, query);
  const { counts, steps } = route.size(request as never);
  checkCounts(counts);
  if (steps > mostSteps) throw new TooLongError();
  return route.compute(request as never, library);
}

/** The answer to a request that is at fault; an error that is ours is thrown on. */
function faultOf(error: unknown): Response {
  if (!isFaultOfRequest(error)) throw error;
  const { code, index } = error;
  return problem(error instanceof RequestError ? error.status : 400, error.message, { code, index });
}

/** The library throws its TypeErrors and RangeErrors, which have codes, for arguments that are wrong; those without one are ours. */
function isFaultOfRequest(error: unknown): error is Error & Coded {
  if (error instanceof RequestError) return true;
  return (error instanceof TypeError || error instanceof RangeError) && 'code' in error && !String(error.code).startsWith('ERR_');
}

function problem(status: number, detail: string, coded: Coded): Response {
  return { status, type: PROBLEM_TYPE, body: problemBody(status, detail, coded) };
}
