// Results of DeepEval: test cases with the score of each metric.

import type { Row } from '../../files/record-sink';
import { structsIn, tasksIn } from '../structs';
import { fieldsOf, type Kind, valuesOf } from './kind';

export const deepEval: Kind = {
  name: 'DeepEval results',
  source: 'https://github.com/confident-ai/deepeval',
  where:
    '`evaluate()` saves each run in the folder that the variable `DEEPEVAL_RESULTS_FOLDER` names; what it returns can be dumped as JSON as well',
  needs: [],
  fields: 'input, metrics_data, or test_results (or testCases) with those',
  fits: (rows) => rows.some((row) => casesOf(row).length > 0),
  unfold: (row) => casesOf(row).map(flat),
  columns(rows) {
    const metrics = fieldsOf(rows).filter((name) => !['input', 'success'].includes(name));
    const everywhere = metrics.filter((name) => valuesOf(rows, name).length === rows.length);
    const left = metrics.filter((name) => !everywhere.includes(name));
    const [reward = 'success', ...scores] = everywhere;
    return {
      prompt: ['input'],
      reward,
      scores: reward === 'success' ? [] : [...scores, 'success'],
      notices: left.length > 0 ? [`not every test case has these metrics, and they are left out: ${left.join(', ')}`] : [],
    };
  },
};

function casesOf(row: Row): Row[] {
  const isCase = (value: Row) => 'input' in value && metricsOf(value).length > 0;
  if (isCase(row)) return [row];
  const lists = [row.test_results, row.testCases, ...tasksIn(row).map(([, value]) => value)];
  return structsIn(lists.find((list) => structsIn(list).some(isCase))).filter(isCase);
}

/** Called `metrics_data` by the library and `metricsData` in the files that it writes. */
function metricsOf({ metrics_data, metricsData }: Row): Row[] {
  return structsIn(metrics_data ?? metricsData).filter((metric) => 'score' in metric && typeof metric.name === 'string');
}

function flat(row: Row): Row {
  const metrics = metricsOf(row).map(({ name, score }) => [name as string, score] as const);
  return { ...Object.fromEntries(metrics), input: row.input, success: row.success };
}
