// The route `metrics`: the metrics of a support at one n.

import type { MetricName } from '../../index';
import { disposeAfter } from '../../node/dispose-after';
import type { Library, Route, RouteAnswer } from './route';
import { metricNames, n, number, record } from './schemas';
import { type SupportRequest, supportColumns, supportExample, supportInput, supportVectors, ties } from './support-request';

interface MetricsRequest extends SupportRequest {
  n: number | string;
  fields?: MetricName[];
}

export const metrics: Route = {
  summary: 'All metrics of a support at one n, or those asked for',
  vectors: supportVectors,
  options: { ties, n, fields: metricNames },
  required: ['rewards', 'n'],
  example: { ...supportExample, n: 16 },
  columns: supportColumns,
  answer: { ...record(number), description: 'each metric, by name' },

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
