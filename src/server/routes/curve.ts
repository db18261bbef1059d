// The route `curve`: metrics of a support at many n.

import { quantitiesOf } from '../../metric-names';
import { MAX_ANSWER_NUMBERS } from '../limits';
import { type NumberList, toDoubles } from './route';
import { answerNumbers, ns, quantityNames, record } from './schemas';
import { type SupportRequest, supportSize, walksOf } from './support-request';
import { supportRoute } from './support-route';

interface CurveRequest extends SupportRequest {
  ns: NumberList;
  fields?: readonly string[];
}

const DEFAULT_FIELDS: readonly string[] = ['kl', 'klBound', 'winRate', 'winRateBound', 'expectedReward'];

export const curve = supportRoute<CurveRequest>({
  summary: 'Metrics of a support at many n',
  limits: `The answer has at most ${MAX_ANSWER_NUMBERS} numbers.`,
  options: { ns, fields: quantityNames },
  required: ['ns'],
  example: { ns: [1, 4, 16], fields: ['kl', 'winRate'] },
  answer: { ...record(answerNumbers), description: 'each field, an entry for every n; null where it has no value' },

  size(request) {
    const { ns, fields = DEFAULT_FIELDS } = request;
    return supportSize(request, ns.length * walksOf(fields), ns.length * (1 + fields.length));
  },

  plan({ ns, fields = DEFAULT_FIELDS }) {
    const quantities = quantitiesOf(fields);
    return (support) => {
      const n = toDoubles(ns);
      const json = Object.assign({ n }, quantities.curve(support, n));
      return { json, columns: () => json };
    };
  },
});
