// Wide files: a record is a question with k responses and the list of their scores.

import { type Kind, twoColumns } from './kind';

export const wide: Kind = {
  name: 'wide best-of-k file',
  source: 'https://huggingface.co/datasets/lmarena-ai/PPE-GPQA-Best-of-K',
  needs: ['question_id', /^response_\d+$/, 'scores'],
  fields: 'question_id, response_1, ..., scores',
  columns: () => twoColumns('question_id', 'scores'),
};
