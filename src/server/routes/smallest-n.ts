// The route `smallest-n`: the least number of samples with which best-of-n reaches a target.

import { disposeAfter } from '../../node/dispose-after';
import type { Library, Route, RouteAnswer } from './route';
import { answerNumber, number } from './schemas';
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

interface SmallestNRequest extends SupportRequest {
  winRate?: number | string;
  expectedReward?: number | string;
}

/** The n is found by doubling and halving, each a walk over the blocks. */
const WALKS = 64;

export const smallestN: Route = {
  summary: 'The least n with which best-of-n reaches a win rate, an expected reward, or both',
  limits: supportLimits,
  vectors: supportVectors,
  options: {
    ties,
    winRate: { ...number, description: 'the win rate to reach' },
    expectedReward: { ...number, description: 'the expected reward to reach' },
  },
  required: ['rewards'],
  example: { ...supportExample, winRate: 0.8 },
  columns: supportColumns,
  answer: {
    type: 'object',
    required: ['n'],
    properties: { n: { ...answerNumber, description: 'a whole number; Infinity if no finite n reaches the target' } },
  },

  size: (request: SmallestNRequest) => supportSize(request, WALKS, 1),

  compute({ winRate, expectedReward, ...request }: SmallestNRequest, { Support }: Library): RouteAnswer {
    const target = {
      ...(winRate === undefined ? {} : { winRate: Number(winRate) }),
      ...(expectedReward === undefined ? {} : { expectedReward: Number(expectedReward) }),
    };
    return disposeAfter(Support.from(supportInput(request)), (support) => {
      const n = support.smallestN(target);
      return { json: { n }, columns: () => ({ n: Float64Array.of(n) }) };
    });
  },
};
