// The route `metrics`: the metrics of a support at one n.

import type { MetricName } from '../../index';
import { disposeAfter } from '../../node/dispose-after';
import type { Library, Route, RouteAnswer } from './route';
import { answerNumber, metricNames, n, record } from './schemas';
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

interface MetricsRequest extends SupportRequest {
  n: number | string;
  fields?: MetricName[];
}

export const metrics: Route = {
  summary: 'All metrics of a support at one n, or those asked for',
  limits: supportLimits,
  vectors: supportVectors,
  options: { ties, n, fields: metricNames },
  required: ['rewards', 'n'],
  example: { ...supportExample, n: 16 },
  columns: supportColumns,
  answer: { ...record(answerNumber), description: 'each metric, by name; null where there is none' },
  size: (request: MetricsRequest) => supportSize(request, 1),

  compute(request: MetricsRequest, { Support }: Library): RouteAnswer {
    return disposeAfter(Support.from(supportInput(request)), (support) => {
      const json = support.metrics(Number(request.n), request.fields as MetricName[]);
      return {
        json,
        columns: () => Object.fromEntries(Object.entries(json).map(([name, value]) => [name, Float64Array.of(value)])),
      };
    });
  },
};
