// Samples of generated code, and whether each passed the tests of its task.

import { type Kind, twoColumns } from './kind';

export const codeGeneration: Kind = {
  name: 'code-generation samples',
  needs: ['task_id', 'passed'],
  columns: () => twoColumns('task_id', 'passed'),
};
