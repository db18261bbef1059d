// The route `policy`: the best-of-n policy of a support.

import { disposeAfter } from '../../node/dispose-after';
import type { Library, Route, RouteAnswer } from './route';
import { answerNumbers, n } from './schemas';
import {
  type SupportRequest,
  supportColumns,
  supportExample,
  supportInput,
  supportLimits,
  supportSize,
  supportVectors,
  ties,
} from './support-request';

interface PolicyRequest extends SupportRequest {
  n: number | string;
}

export const policy: Route = {
  summary: 'The best-of-n policy: the probability of every outcome',
  limits: supportLimits,
  vectors: supportVectors,
  options: { ties, n },
  required: ['rewards', 'n'],
  example: { ...supportExample, n: 16 },
  columns: supportColumns,
  answer: {
    type: 'object',
    required: ['policy'],
    properties: { policy: { ...answerNumbers, description: 'the probability of each outcome' } },
  },

  size: (request: PolicyRequest) => supportSize(request, 1, request.rewards.length),

  compute({ n, ...request }: PolicyRequest, { Support }: Library): RouteAnswer {
    return disposeAfter(Support.from(supportInput(request)), (support) => {
      const policy = support.policy(Number(n));
      return { json: { policy }, columns: () => ({ policy }) };
    });
  },
};
