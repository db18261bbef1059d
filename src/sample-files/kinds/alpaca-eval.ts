// Annotations of AlpacaEval: how a judge prefers the answer of a model to that of a reference model.

import type { Row } from '../../files/record-sink';
import type { Kind } from './kind';

export const alpacaEval: Kind = {
  name: 'AlpacaEval annotations',
  source: 'https://github.com/tatsu-lab/alpaca_eval',
  where: '`alpaca_eval` writes `results/MODEL/JUDGE/annotations.json`',
  needs: ['instruction', 'output_1', 'output_2', 'generator_2', 'preference'],
  unfold: (row) => [{ ...row, win: winOf(row) }],
  columns: () => ({
    prompt: ['instruction'],
    reward: 'win',
    scores: [],
    by: ['generator_2'],
    runs: ['generator_1', 'annotator'],
    notices: ['win is the preference for output_2, the answer of generator_2, from 0 to 1'],
  }),
};

/** The preference lies between 1, for the first output, and 2; the first versions write 0 for a draw. */
function winOf({ preference }: Row): unknown {
  if (preference === null || preference === undefined || Number.isNaN(preference)) return null;
  return Number(preference) === 0 ? 0.5 : Number(preference) - 1;
}
