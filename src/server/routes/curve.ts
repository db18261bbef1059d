// The route `curve`: metrics of a support at many n.

import type { MetricName } from '../../index';
import { disposeAfter } from '../../node/dispose-after';
import { type Library, type NumberList, type Route, type RouteAnswer, toDoubles } from './route';
import { metricNames, ns, numbers, record } from './schemas';
import { type SupportRequest, supportColumns, supportExample, supportInput, supportVectors, ties } from './support-request';

interface CurveRequest extends SupportRequest {
  ns: NumberList;
  fields?: MetricName[];
}

const DEFAULT_FIELDS: MetricName[] = ['kl', 'klBound', 'winRate', 'winRateBound', 'expectedReward'];

export const curve: Route = {
  summary: 'Metrics of a support at many n',
  vectors: supportVectors,
  options: { ties, ns, fields: metricNames },
  required: ['rewards', 'ns'],
  example: { ...supportExample, ns: [1, 4, 16], fields: ['kl', 'winRate'] },
  columns: supportColumns,
  answer: { ...record(numbers), description: 'each field, an entry for every n' },

  compute({ ns, fields = DEFAULT_FIELDS, ...request }: CurveRequest, { Support }: Library): RouteAnswer {
    return disposeAfter(Support.from(supportInput(request)), (support) => {
      const n = toDoubles(ns);
      const json = Object.assign({ n }, support.curve(n, fields));
      return { json, columns: () => json };
    });
  },
};
