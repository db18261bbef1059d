// Results of promptfoo: a test of a prompt with a provider, passed or failed, with a score and scores that have names.

import type { Row } from '../../files/record-sink';
import { isStruct, structsIn } from '../structs';
import { type Kind, valuesOf } from './kind';

export const promptfoo: Kind = {
  name: 'promptfoo results',
  source: 'https://www.promptfoo.dev/docs/configuration/outputs/',
  where: '`promptfoo eval -o results.json` writes the file; `.jsonl` works as well',
  needs: [],
  fields: 'promptIdx, testIdx, provider, success, score, namedScores, or results with those',
  fits: (rows) => rows.some((row) => resultsOf(row).length > 0),
  unfold: (row) => resultsOf(row).map(sampleOf),
  columns(rows) {
    const named = [...new Set(rows.flatMap(({ namedScores }) => (isStruct(namedScores) ? Object.keys(namedScores) : [])))];
    const everywhere = named.filter((name) => valuesOf(rows, pathOf(name)).length === rows.length);
    const left = named.filter((name) => !everywhere.includes(name));
    return {
      prompt: ['test'],
      reward: 'score',
      scores: ['success', ...everywhere.map(pathOf)],
      // two providers or two prompts are no repeats of each other
      by: ['provider', 'promptIdx'],
      notices: left.length > 0 ? [`not every test has these scores, and they are left out: ${left.join(', ')}`] : [],
    };
  },
};

const pathOf = (name: string) => `namedScores.${name}`;

function resultsOf(row: Row): Row[] {
  const isResult = (value: Row) =>
    'success' in value && 'score' in value && 'namedScores' in value && ('promptIdx' in value || 'vars' in value);
  if (isResult(row)) return [row];
  const { results } = row;
  return (isStruct(results) ? structsIn(results.results) : structsIn(results)).filter(isResult);
}

/** Each repeat of a test has a number of its own in `testIdx`; what makes it the same test is its variables and its assertions. */
function sampleOf(result: Row): Row {
  const { provider, vars, testCase, testIdx, prompt, promptIdx } = result;
  const { description, assert, vars: own } = isStruct(testCase) ? testCase : ({} as Row);
  const test = { description, vars: vars ?? own, assert };
  return {
    ...result,
    // the first versions do not number the prompts, and name them by their templates
    promptIdx: promptIdx ?? (isStruct(prompt) ? (prompt.label ?? prompt.display ?? 0) : 0),
    test: isStruct(testCase) || vars !== undefined ? JSON.stringify(test) : String(testIdx),
    provider: isStruct(provider) ? provider.label || provider.id : provider,
  };
}
