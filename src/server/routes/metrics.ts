// The route `metrics`: the metrics of a support at one n.

import { quantitiesOf } from '../../metric-names';
import { disposeAfter } from '../../node/dispose-after';
import type { Library, Route, RouteAnswer } from './route';
import { answerNumber, n, quantityNames, record } from './schemas';
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

interface MetricsRequest extends SupportRequest {
  n: number | string;
  fields?: string[];
}

export const metrics: Route = {
  summary: 'All metrics of a support at one n, or those asked for',
  limits: supportLimits,
  vectors: supportVectors,
  options: { ties, n, fields: quantityNames },
  required: ['rewards', 'n'],
  example: { ...supportExample, n: 16 },
  columns: supportColumns,
  answer: { ...record(answerNumber), description: 'each metric, by name; null where there is none' },
  size: (request: MetricsRequest) => supportSize(request, walksOf(request.fields)),

  compute(request: MetricsRequest, { Support }: Library): RouteAnswer {
    const n = Number(request.n);
    const fields = request.fields && quantitiesOf(request.fields);
    return disposeAfter(Support.from(supportInput(request)), (support) => {
      const json = fields ? fields.at(support, n) : support.metrics(n);
      return {
        json,
        columns: () => Object.fromEntries(Object.entries(json).map(([name, value]) => [name, Float64Array.of(value)])),
      };
    });
  },
};
