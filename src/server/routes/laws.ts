// The route `laws`: rules of selection on a support, each with its divergence, win rate and expected reward.

import { lawsOf, policyOfLaw } from '../../law-names';
import { shortfallOf } from '../../rules-at-kl';
import { MAX_CALLS, MAX_LAW_STEPS } from '../limits';
import { lawSteps, withLawSteps } from './law-steps';
import type { Schema } from './route';
import { answerNumber, lawNames } from './schemas';
import { type SupportRequest, supportSize } from './support-request';
import { supportRoute } from './support-route';

interface LawsRequest extends SupportRequest {
  laws: string[];
}

/** The numbers of each rule in an answer. */
const NUMBERS = ['kl', 'winRate', 'shortfall', 'expectedReward'] as const;

const lawAnswer: Schema = {
  type: 'object',
  required: ['law', ...NUMBERS],
  properties: {
    law: { type: 'string' },
    ...Object.fromEntries(NUMBERS.map((name) => [name, answerNumber])),
    shortfall: { ...answerNumber, description: 'how far the win rate is below the frontier of that divergence' },
  },
};

export const laws = supportRoute<LawsRequest>({
  summary: 'Rules of selection: divergence, win rate and expected reward of each',
  limits: `At most ${MAX_CALLS} rules, which may take ${MAX_LAW_STEPS} steps: softBestOf looks at every outcome some hundred times.`,
  options: { laws: lawNames },
  required: ['laws'],
  example: { laws: ['bestOf(4)', 'topFraction(4)', 'tilted(1)'] },
  answer: { type: 'object', required: ['laws'], properties: { laws: { type: 'array', items: lawAnswer } } },

  size: (request) => withLawSteps(supportSize(request, 0, request.laws.length * NUMBERS.length), lawSteps(request.laws, request)),

  plan(request) {
    const rules = lawsOf(request.laws);
    return (support) => {
      const rows = rules.map((law) => {
        const { kl, winRate, expectedReward } = policyOfLaw(law, support);
        return { law: law.name, kl, winRate, shortfall: shortfallOf({ kl, winRate }), expectedReward };
      });
      return {
        json: { laws: rows },
        columns: () => Object.fromEntries(NUMBERS.map((name) => [name, Float64Array.from(rows, (row) => row[name])])),
      };
    };
  },
});
