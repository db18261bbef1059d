// The route `equal-kl`: all rules of selection at the KL divergence of best-of-n.

import { rulesAtKl } from '../../rules-at-kl';
import { MAX_LAW_STEPS } from '../limits';
import { matchingSteps, withLawSteps } from './law-steps';
import { toDoubles } from './route';
import { answerNumber, n } from './schemas';
import { type SupportRequest, supportSize } from './support-request';
import { supportRoute } from './support-route';

interface EqualKlRequest extends SupportRequest {
  n: number | string;
}

const NUMBERS = ['value', 'kl', 'winRate', 'shortfall', 'expectedReward'] as const;
/** The rules and the frontier. */
const MAX_ROWS = 9;

export const equalKl = supportRoute<EqualKlRequest>({
  summary: 'All rules of selection at the KL divergence of best-of-n',
  limits: `The search for parameters may take ${MAX_LAW_STEPS} steps, some ten thousand for each outcome.`,
  options: { n },
  required: ['n'],
  example: { n: 4 },
  answer: {
    type: 'object',
    required: ['n', 'kl', 'rules'],
    properties: {
      n: answerNumber,
      kl: answerNumber,
      rules: {
        type: 'array',
        items: {
          type: 'object',
          required: ['rule'],
          properties: {
            rule: { type: 'string' },
            law: {
              type: 'string',
              description: 'its name with the parameter, as the route laws takes it; absent for the frontier',
            },
            parameter: { type: 'string', description: 'what the parameter is called' },
            ...Object.fromEntries(NUMBERS.map((name) => [name, answerNumber])),
            reason: { type: 'string', description: 'why there is no policy, or none of exactly this divergence' },
          },
        },
      },
    },
  },

  size: (request) => withLawSteps(supportSize(request, 1, MAX_ROWS * NUMBERS.length), matchingSteps(request)),

  plan(request) {
    const n = Number(request.n);
    return (support) => {
      const rules = rulesAtKl(support, toDoubles(request.rewards), n).map(({ rule, law, parameter, at, reason }) => ({
        rule,
        ...(law === undefined ? {} : { law }),
        ...(parameter === undefined ? {} : { parameter: parameter[0], value: parameter[1] }),
        ...(at === undefined ? {} : { kl: at.kl, winRate: at.winRate, shortfall: at.shortfall }),
        ...(at?.expectedReward === undefined ? {} : { expectedReward: at.expectedReward }),
        ...(reason === undefined ? {} : { reason }),
      }));
      const columnOf = (name: (typeof NUMBERS)[number]) =>
        Float64Array.from(rules, (row) => (row as Partial<Record<typeof name, number>>)[name] ?? Number.NaN);
      return {
        json: { n, kl: support.metrics(n, ['kl']).kl, rules },
        columns: () => Object.fromEntries(NUMBERS.map((name) => [name, columnOf(name)])),
      };
    };
  },
});
