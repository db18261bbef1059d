// The route `stopping`: when to stop drawing, where each draw has its price.

import { answerNumber } from './schemas';
import { type SupportRequest, supportSize } from './support-request';
import { supportRoute } from './support-route';

interface StoppingRequest extends SupportRequest {
  cost: number;
}

const NUMBERS = ['reservation', 'expectedDraws', 'bestFixedN', 'bestFixedValue'] as const;

/** The best fixed n is found by doubling and halving, each a walk over the blocks. */
const WALKS = 64;

export const stopping = supportRoute<StoppingRequest>({
  summary: 'When to stop drawing, where a draw has its price, and the best fixed n',
  options: { cost: { type: 'number', exclusiveMinimum: 0, description: 'the price of a draw, in the unit of the reward' } },
  required: ['cost'],
  example: { cost: 0.1 },
  answer: {
    type: 'object',
    required: NUMBERS,
    properties: {
      reservation: { ...answerNumber, description: 'stop at the first draw whose reward is at least this' },
      expectedDraws: { ...answerNumber, description: 'the draws that this takes on average' },
      bestFixedN: { ...answerNumber, description: 'the best number of draws, if it is fixed before' },
      bestFixedValue: { ...answerNumber, description: 'what is left of the reward then' },
    },
  },

  size: (request) => supportSize(request, WALKS, NUMBERS.length),

  plan({ cost }) {
    return (support) => {
      const json = support.stopping(cost);
      return { json, columns: () => Object.fromEntries(NUMBERS.map((name) => [name, Float64Array.of(json[name])])) };
    };
  },
});
