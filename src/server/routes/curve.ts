// The route `curve`: metrics of a support at many n.

import { quantitiesOf } from '../../metric-names';
import { disposeAfter } from '../../node/dispose-after';
import { MAX_ANSWER_NUMBERS } from '../limits';
import { type Library, type NumberList, type Route, type RouteAnswer, toDoubles } from './route';
import { answerNumbers, ns, quantityNames, record } from './schemas';
import {
  type SupportRequest,
  supportColumns,
  supportExample,
  supportInput,
  supportLimits,
  supportSize,
  supportVectors,
  ties,
  walksOf,
} from './support-request';

interface CurveRequest extends SupportRequest {
  ns: NumberList;
  fields?: readonly string[];
}

const DEFAULT_FIELDS: readonly string[] = ['kl', 'klBound', 'winRate', 'winRateBound', 'expectedReward'];

export const curve: Route = {
  summary: 'Metrics of a support at many n',
  limits: `${supportLimits} The answer has at most ${MAX_ANSWER_NUMBERS} numbers.`,
  vectors: supportVectors,
  options: { ties, ns, fields: quantityNames },
  required: ['rewards', 'ns'],
  example: { ...supportExample, ns: [1, 4, 16], fields: ['kl', 'winRate'] },
  columns: supportColumns,
  answer: { ...record(answerNumbers), description: 'each field, an entry for every n; null where it has no value' },

  size(request: CurveRequest) {
    const { ns, fields = DEFAULT_FIELDS } = request;
    return supportSize(request, ns.length * walksOf(fields), ns.length * (1 + fields.length));
  },

  compute({ ns, fields = DEFAULT_FIELDS, ...request }: CurveRequest, { Support }: Library): RouteAnswer {
    const quantities = quantitiesOf(fields);
    return disposeAfter(Support.from(supportInput(request)), (support) => {
      const n = toDoubles(ns);
      const json = Object.assign({ n }, quantities.curve(support, n));
      return { json, columns: () => json };
    });
  },
};
