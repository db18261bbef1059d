// The options that ask more of a curve than the curve itself.

import { InvalidArgumentError, Option } from 'commander';
import type { Questions, Target } from '../../sample-files/questions';
import { numberBetween, wholeBetween } from '../options';

export interface QuestionOptions {
  gold?: string;
  target?: Target[];
  extrapolate?: number;
  cost?: number;
}

/** `passed=0.8`: the column may have an equals sign itself. */
function targetOf(text: string, before: Target[] = []): Target[] {
  const at = text.lastIndexOf('=');
  const number = text.slice(at + 1).trim();
  if (at <= 0 || number === '' || !Number.isFinite(Number(number)))
    throw new InvalidArgumentError('expected a column and a number, as in passed=0.8.');
  return [...before, { column: text.slice(0, at), value: Number(number) }];
}

export const targetOption = (description: string): Option =>
  new Option('--target <column=value>', description).argParser(targetOf);

export const questionOptions = (): Option[] => [
  new Option(
    '--gold <score>',
    'the score that counts in truth: how it fares where the reward chooses, its peak, and up to which n it is not harmed'
  ),
  targetOption('the least n whose mean reward, or score, reaches a value; can be given several times'),
  new Option(
    '--extrapolate <n>',
    'pass@n beyond the samples, up to this n, by a beta-binomial model; only of rewards that are 0 or 1'
  ).argParser(wholeBetween(1, Number.MAX_SAFE_INTEGER, 'a whole number >= 1')),
  new Option(
    '--cost <price>',
    'the price of a sample: adds what a prompt costs at every n, and what doubling n gains for it'
  ).argParser(numberBetween(Number.MIN_VALUE, Number.MAX_VALUE, 'a number > 0')),
];

/** Undefined where nothing is asked. */
export function questionsOf({ gold, target, extrapolate, cost }: QuestionOptions): Questions | undefined {
  const asked = { gold, targets: target, extrapolate, cost };
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}
