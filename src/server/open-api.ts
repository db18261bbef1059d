// The OpenAPI description of the routes that compute.

import { ARROW_TYPE, JSON_TYPE, PROBLEM_TYPE } from './media-types';
import { PROBLEM_SCHEMA } from './problem-body';
import type { Route } from './routes/route';
import { requestSchema } from './routes/schemas';

/** What each error means, by its status. */
const PROBLEMS = {
  400: 'the request is wrong: the detail names the argument, the index and the value',
  401: 'the bearer token is missing or wrong',
  406: 'the answer cannot be of the type that is accepted',
  408: 'the body took longer than the time limit',
  413: 'the body is too large, or the request has more of something than one request may have; the detail names the limit',
  415: 'the body is neither JSON in UTF-8 nor Arrow, or it is compressed',
  421: 'the request is for another host',
  503: 'too many requests wait or take all memory (see Retry-After), the time limit is over, or the service is about to end',
};

export function openApiSchema(operationId: string, route: Route) {
  const content = { [PROBLEM_TYPE]: { schema: PROBLEM_SCHEMA } };
  const table = { schema: { type: 'string', format: 'binary', description: 'a table, a column for each vector' } };
  const arrow = route.columns === undefined ? {} : { [ARROW_TYPE]: table };
  const problems = Object.entries(PROBLEMS).map(([status, description]) => [status, { description, content }]);
  return {
    operationId,
    summary: route.summary,
    description: route.limits,
    body: { content: { [JSON_TYPE]: { schema: requestSchema(route) }, ...arrow } },
    response: {
      200: { description: 'the answer', content: { [JSON_TYPE]: { schema: route.answer }, ...arrow } },
      ...Object.fromEntries(problems),
    },
  };
}
