// The thread's side of the server: bytes in, bytes out. Parsing and writing large vectors takes longer than the numerics, so they too are done
// here and never hold up the thread that accepts requests.

import type { TaskResult } from '../node/transfer';
import { readJson, writeJson } from './json-body';
import { ARROW_TYPE, type JSON_TYPE, PROBLEM_TYPE, problemBody } from './media';
import { RequestError } from './request-error';
import { ROUTES } from './routes';
import type { RouteName } from './schemas';

export interface RespondTask {
  route: RouteName;
  body: Uint8Array<ArrayBuffer>;
  /** Of the body. */
  type: typeof JSON_TYPE | typeof ARROW_TYPE;
  /** Of the answer. */
  accept: typeof JSON_TYPE | typeof ARROW_TYPE;
  /** What an Arrow body cannot hold: n, ns, fields, ties, … */
  query: Record<string, string>;
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

/** Answers several; a fault inside the library fails the one that has it. */
export async function respondAllTask(tasks: readonly RespondTask[]): Promise<TaskResult<Response[]>> {
  const value: Response[] = [];
  for (const task of tasks) {
    value.push(
      await respond(task).catch((error) => ({
        status: 500,
        type: PROBLEM_TYPE,
        body: problemBody(500, (error as Error).message),
      }))
    );
  }
  return { value, transfer: value.map(({ body }) => body.buffer) };
}

async function respond({ route, body, type, accept, query }: RespondTask): Promise<Response> {
  try {
    const arrow = type === ARROW_TYPE || accept === ARROW_TYPE ? await import('./arrow-body') : undefined;
    const input = type === ARROW_TYPE && arrow ? arrow.readArrowBody(route, body, query) : readJson(route, body);
    const answer = ROUTES[route](input as never);
    return {
      status: 200,
      type: accept,
      body: accept === ARROW_TYPE && arrow ? arrow.writeArrowBody(answer) : writeJson(answer.json),
    };
  } catch (error) {
    if (!(error instanceof RequestError || error instanceof TypeError || error instanceof RangeError)) throw error;
    return { status: 400, type: PROBLEM_TYPE, body: problemBody(400, error.message) };
  }
}
