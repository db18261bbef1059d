// Samples of generated code, and whether each passed the tests of its task.

import { type Kind, scoreFields, twoColumns } from './kind';

export const codeGeneration: Kind = {
  name: 'code-generation samples',
  source: 'https://github.com/openai/human-eval',
  where:
    '`evaluate_functional_correctness samples.jsonl` of HumanEval writes `samples.jsonl_results.jsonl`; many other benchmarks of code have the same two fields',
  needs: ['task_id', 'passed'],
  columns: (rows) => ({ ...twoColumns('task_id', 'passed'), scores: scoreFields(rows, ['task_id', 'passed']) }),
};
