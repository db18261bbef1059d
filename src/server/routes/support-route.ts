// What the routes that compute one support have in common, so that each says only what is its own.

import type { Support } from '../../index';
import { disposeAfter } from '../../node/dispose-after';
import type { RequestSize } from '../request-limits';
import type { Library, Route, RouteAnswer, Schema } from './route';
import {
  type SupportRequest,
  supportColumns,
  supportExample,
  supportInput,
  supportLimits,
  supportVectors,
  ties,
} from './support-request';

interface SupportRoute<R extends SupportRequest> extends Pick<Route, 'summary' | 'answer'>, Partial<Pick<Route, 'columns'>> {
  /** In words, the limits besides those of a support. */
  limits?: string;
  /** The vectors, the options and the required properties besides those of a support. */
  vectors?: Readonly<Record<string, Schema>>;
  options?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  /** What the example has besides a support. */
  example: object;
  size(request: R): RequestSize;
  /** Says what is computed on the support. Whatever is wrong with the request is found before that is made. */
  plan(request: R): (support: Support) => RouteAnswer;
}

export function supportRoute<R extends SupportRequest>(own: SupportRoute<R>): Route {
  const { summary, answer, limits, vectors, options, required = [], example, columns = supportColumns } = own;
  return {
    summary,
    limits: limits === undefined ? supportLimits : `${supportLimits} ${limits}`,
    vectors: { ...supportVectors, ...vectors },
    options: { ties, ...options },
    required: ['rewards', ...required],
    example: { ...supportExample, ...example },
    columns,
    answer,
    size: (request: R) => own.size(request),
    compute(request: R, { Support }: Library): RouteAnswer {
      const compute = own.plan(request);
      return disposeAfter(Support.from(supportInput(request)), compute);
    },
  };
}
