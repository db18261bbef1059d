// Results of MultiPL-E: a record is a problem in one programming language with the outcome of each program.

import type { Row } from '../../files/record-sink';
import { countLabel, structsIn } from '../structs';
import type { Kind } from './kind';

/** Besides these there are names of errors, which differ between languages. */
const STATUSES = { OK: 1, Timeout: 0, Exception: 0 };

export const multiplE: Kind = {
  name: 'MultiPL-E results',
  source: 'https://github.com/nuprl/MultiPL-E',
  where: 'the container that runs the programs writes `PROBLEM.results.json.gz` beside the completions of each problem',
  needs: ['name', 'language', 'tests'],
  fields: 'name, language, tests, results',
  fits: (rows) => rows.some((row) => programsOf(row).length > 0),
  unfold: (row) => programsOf(row).map((program) => ({ ...program, name: row.name, language: row.language, ...passed(program) })),
  columns: () => ({ prompt: ['name'], reward: 'passed', scores: [], by: ['language'] }),
};

function programsOf({ results }: Row): Row[] {
  return structsIn(results).filter((program) => 'status' in program);
}

/** A program passes if it ends well, as its benchmark counts. */
function passed({ status, exit_code }: Row): Row {
  const isError = typeof status === 'string' && status.includes('Error');
  const count = isError ? 0 : countLabel(status, 'status', STATUSES);
  return { passed: count === 1 && (exit_code === undefined || Number(exit_code) === 0) };
}
