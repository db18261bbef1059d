// Repeated samples of Large Language Monkeys: a record is a problem with its samples and whether each is correct.

import { checkAnswers } from './answers';
import { type Kind, valuesOf } from './kind';
import { promptField } from './prompt-names';

const IS_CORRECT = /^is_corrects?$/;

export const monkeys: Kind = {
  name: 'monkey_business samples',
  source: 'https://github.com/ScalingIntelligence/large_language_monkeys',
  where: 'the samples of *Large Language Monkeys* lie on the Hugging Face Hub as `ScalingIntelligence/monkey_business`',
  needs: ['samples', IS_CORRECT],
  fields: 'question, samples, is_corrects',
  columns(rows) {
    const reward = Object.keys(rows[0]).find((name) => IS_CORRECT.test(name)) ?? 'is_corrects';
    checkAnswers(rows, reward);
    const place = ['orig_dset_split', 'orig_dset_idx'];
    if (place.every((name) => valuesOf(rows, name).length > 0)) return { prompt: place, reward, scores: [] };
    return { prompt: [promptField(rows, ['question', 'theorem_name', 'prompt']) ?? 'question'], reward, scores: [] };
  },
};
