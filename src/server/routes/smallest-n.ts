// The route `smallest-n`: the least number of samples with which best-of-n reaches a target.

import { answerNumber, number } from './schemas';
import { type SupportRequest, supportSize } from './support-request';
import { supportRoute } from './support-route';

interface SmallestNRequest extends SupportRequest {
  winRate?: number | string;
  expectedReward?: number | string;
}

/** The n is found by doubling and halving, each a walk over the blocks. */
const WALKS = 64;

export const smallestN = supportRoute<SmallestNRequest>({
  summary: 'The least n with which best-of-n reaches a win rate, an expected reward, or both',
  options: {
    winRate: { ...number, description: 'the win rate to reach' },
    expectedReward: { ...number, description: 'the expected reward to reach' },
  },
  example: { winRate: 0.8 },
  answer: {
    type: 'object',
    required: ['n'],
    properties: { n: { ...answerNumber, description: 'a whole number; Infinity if no finite n reaches the target' } },
  },

  size: (request) => supportSize(request, WALKS, 1),

  plan({ winRate, expectedReward }) {
    const target = {
      ...(winRate === undefined ? {} : { winRate: Number(winRate) }),
      ...(expectedReward === undefined ? {} : { expectedReward: Number(expectedReward) }),
    };
    return (support) => {
      const n = support.smallestN(target);
      return { json: { n }, columns: () => ({ n: Float64Array.of(n) }) };
    };
  },
});
