// The route `policy`: the best-of-n policy of a support, or that of another rule of selection.

import { lawOf, policyOfLaw } from '../../law-names';
import { disposeAfter } from '../../node/dispose-after';
import { RequestError } from '../request-error';
import { lawSteps, lawStepsCount } from './law-steps';
import type { Library, Route, RouteAnswer } from './route';
import { answerNumbers, lawName, n } from './schemas';
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
  n?: number | string;
  law?: string;
}

export const policy: Route = {
  summary: 'The policy of best-of-n, or of another rule: the probability of every outcome',
  limits: `${supportLimits} Either n or law is given.`,
  vectors: supportVectors,
  options: { ties, n, law: lawName },
  required: ['rewards'],
  example: { ...supportExample, n: 16 },
  columns: supportColumns,
  answer: {
    type: 'object',
    required: ['policy'],
    properties: { policy: { ...answerNumbers, description: 'the probability of each outcome' } },
  },

  size(request: PolicyRequest) {
    const { counts, steps } = supportSize(request, 1, request.rewards.length);
    const taken = request.law === undefined ? 0 : lawSteps([request.law], request);
    return { counts: [...counts, lawStepsCount(taken)], steps: steps + taken };
  },

  compute({ n, law, ...request }: PolicyRequest, { Support }: Library): RouteAnswer {
    if ((n === undefined) === (law === undefined))
      throw new RequestError(n === undefined ? 'n is missing: give n, or law' : 'n and law are both given: give one of them');
    const rule = law === undefined ? undefined : lawOf(law);
    return disposeAfter(Support.from(supportInput(request)), (support) => {
      const { policy } = rule ? policyOfLaw(rule, support) : { policy: support.policy(Number(n)) };
      return { json: { policy }, columns: () => ({ policy }) };
    });
  },
};
