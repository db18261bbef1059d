// The route `policy`: the best-of-n policy of a support, or that of another rule of selection.

import { lawOf, policyOfLaw } from '../../law-names';
import { RequestError } from '../request-error';
import { lawSteps, withLawSteps } from './law-steps';
import { answerNumbers, lawName, n } from './schemas';
import { type SupportRequest, supportSize } from './support-request';
import { supportRoute } from './support-route';

interface PolicyRequest extends SupportRequest {
  n?: number | string;
  law?: string;
}

export const policy = supportRoute<PolicyRequest>({
  summary: 'The policy of best-of-n, or of another rule: the probability of every outcome',
  limits: 'Either n or law is given.',
  options: { n, law: lawName },
  example: { n: 16 },
  answer: {
    type: 'object',
    required: ['policy'],
    properties: { policy: { ...answerNumbers, description: 'the probability of each outcome' } },
  },

  size: (request) =>
    withLawSteps(
      supportSize(request, 1, request.rewards.length),
      request.law === undefined ? 0 : lawSteps([request.law], request)
    ),

  plan({ n, law }) {
    if ((n === undefined) === (law === undefined))
      throw new RequestError(n === undefined ? 'n is missing: give n, or law' : 'n and law are both given: give one of them');
    const rule = law === undefined ? undefined : lawOf(law);
    return (support) => {
      const { policy } = rule ? policyOfLaw(rule, support) : { policy: support.policy(Number(n)) };
      return { json: { policy }, columns: () => ({ policy }) };
    };
  },
});
