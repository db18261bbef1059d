// The route `scores`: second scores of a support, which the selection does not look at.

import { MAX_ANSWER_NUMBERS, MAX_NAME_LENGTH, MAX_OUTCOMES, MAX_SCORES } from '../limits';
import { type NumberList, toDoubles } from './route';
import { answerNumber, answerNumbers, ns, numbers, record } from './schemas';
import { type SupportRequest, supportColumns, supportSize } from './support-request';
import { supportRoute } from './support-route';

interface ScoresRequest extends SupportRequest {
  scores: Record<string, NumberList>;
  ns: NumberList;
}

/** A peak is searched for along the curve, and pairs are counted by sorting: so many walks over the blocks. */
const WALKS_OF_SCORE = 128;

export const scores = supportRoute<ScoresRequest>({
  summary: 'Second scores of a support: the mean of each at many n, its peak, and how often it disagrees with the reward',
  limits: `At most ${MAX_SCORES} scores; the answer has at most ${MAX_ANSWER_NUMBERS} numbers.`,
  vectors: {
    scores: {
      ...record({ ...numbers, maxItems: MAX_OUTCOMES }),
      minProperties: 1,
      maxProperties: MAX_SCORES,
      propertyNames: { maxLength: MAX_NAME_LENGTH },
      description: 'each score of each outcome, by name',
    },
  },
  options: { ns },
  required: ['scores', 'ns'],
  example: { scores: { gold: [0, 1, -2] }, ns: [1, 4, 16] },
  // every other column is a score
  columns: {
    required: supportColumns.required,
    read(table) {
      const own = [...supportColumns.required, ...(supportColumns.optional ?? [])];
      const others = table.names.filter((name) => !own.includes(name));
      return {
        ...Object.fromEntries(table.names.filter((name) => own.includes(name)).map((name) => [name, table.numbers(name)])),
        scores: Object.fromEntries(others.map((name) => [name, table.numbers(name)])),
      };
    },
  },
  answer: {
    type: 'object',
    required: ['n', 'scores'],
    properties: {
      n: answerNumbers,
      scores: record({
        type: 'object',
        required: ['expectedScore', 'peak', 'pairwiseDisagreement'],
        properties: {
          expectedScore: { ...answerNumbers, description: 'an entry for every n' },
          peak: { type: 'object', properties: { n: answerNumber, value: answerNumber } },
          pairwiseDisagreement: answerNumber,
        },
      }),
    },
  },

  size(request) {
    const { ns, scores } = request;
    const count = Object.keys(scores).length;
    const { counts, steps } = supportSize(request, count * (ns.length + WALKS_OF_SCORE), (count + 1) * ns.length);
    return { counts: [...counts, { what: 'scores', count, limit: MAX_SCORES }], steps };
  },

  plan({ ns, scores }) {
    return (support) => {
      const n = toDoubles(ns);
      const names = Object.keys(scores);
      const means = Object.fromEntries(names.map((name) => [name, support.expectedScore(name, n)]));
      const answerOf = (name: string) => ({
        expectedScore: means[name],
        peak: support.peak(name),
        pairwiseDisagreement: support.pairwiseDisagreement(name),
      });
      return {
        json: { n, scores: Object.fromEntries(names.map((name) => [name, answerOf(name)])) },
        columns: () => ({ n, ...means }),
      };
    };
  },
});
