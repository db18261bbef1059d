// The route `metrics`: the metrics of a support at one n.

import { quantitiesOf } from '../../metric-names';
import { answerNumber, n, quantityNames, record } from './schemas';
import { type SupportRequest, supportSize, walksOf } from './support-request';
import { supportRoute } from './support-route';

interface MetricsRequest extends SupportRequest {
  n: number | string;
  fields?: string[];
}

export const metrics = supportRoute<MetricsRequest>({
  summary: 'All metrics of a support at one n, or those asked for',
  options: { n, fields: quantityNames },
  required: ['n'],
  example: { n: 16 },
  answer: { ...record(answerNumber), description: 'each metric, by name; null where there is none' },
  size: (request) => supportSize(request, walksOf(request.fields)),

  plan(request) {
    const n = Number(request.n);
    const fields = request.fields && quantitiesOf(request.fields);
    return (support) => {
      const json = fields ? fields.at(support, n) : support.metrics(n);
      return {
        json,
        columns: () => Object.fromEntries(Object.entries(json).map(([name, value]) => [name, Float64Array.of(value)])),
      };
    };
  },
});
