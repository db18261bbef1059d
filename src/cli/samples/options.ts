// The options of a command over sample files.

import { Argument, InvalidArgumentError, Option } from 'commander';
import { CONFIDENCE, MAX_RESAMPLES, RESAMPLES, SEED } from '../../defaults';
import { messageOf } from '../../errors';
import { type FormatName, formatTitles } from '../../files/formats/index';
import { INTERVAL_METHODS, type IntervalMethod } from '../../prompt-means';
import { DEFAULT_REDIS_WAIT } from '../../queue/limits';
import { parseEstimate } from '../../sample-files/estimate-names';
import { ESTIMATE_WORDS } from '../../sample-files/estimate-words';
import type { ColumnOptions } from '../../sample-files/sample-columns';
import { MISSING, parsePass, STEPS } from '../../sample-files/scoring';
import { columnNames, columnsOption } from '../column-names';
import { gridOption } from '../grid';
import { ListOption } from '../list-option';
import { inputOption, numberBetween, threadsOption, wholeBetween } from '../options';
import { type RedisPlace, redisOptions } from './redis';

/** The options of every command over sample files, parsed. */
export interface SampleOptions extends ColumnOptions, RedisPlace {
  n?: number[];
  confidence: number;
  seed: number;
  resamples: number;
  interval: IntervalMethod;
  skipBad?: boolean;
  input?: FormatName;
  threads?: number;
  redisWait: number;
}

/** The options as the parser gives them: of rewards a list. */
export type Given<T extends ColumnOptions> = Omit<T, 'reward' | 'rewards'> & { reward?: string[] };

/** The first reward under its own name, and all of them where there are several. */
export function withRewards<T extends ColumnOptions>({ reward = [], ...options }: Given<T>): T {
  return { ...options, reward: reward[0], ...(reward.length > 1 ? { rewards: reward } : {}) } as unknown as T;
}

export const filesArgument = () =>
  new Argument('<files...>', `${formatTitles()}, also in .gz, .zst or .zip; folders; globs; - is standard input`);

/** The estimates that a word names, with commas between them. */
function estimateWords(word: string): string[] {
  return columnNames(word, 'the name of an estimate').map((name) => {
    try {
      parseEstimate(name);
      return name;
    } catch (error) {
      throw new InvalidArgumentError(messageOf(error));
    }
  });
}

/** Whether a word after the first estimate is one more. */
const isEstimate = (word: string) => /^[a-z-]+[@^]k/.test(word);

/** The rule as it stands, once it is known to be one. */
function passRule(text: string): string {
  try {
    parsePass(text);
    return text;
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

/** The options that say how the files are read and how the estimates are made. */
export const readingOptions = (): Option[] => [
  columnsOption('-p, --prompt <columns>', 'the column, or several, that name the prompt of a sample'),
  columnsOption(
    '-r, --reward <columns>',
    'the reward by which the best of n is chosen: a number, true or false (pass@k), or a list with one for each sample'
  ),
  new Option(
    '--logprob <column>',
    "the natural logarithm of the answer's probability, the sum over its tokens and not their mean: adds the estimate of the KL"
  ),
  columnsOption('--score <columns>', 'other scores of the answers, to be averaged over the chosen ones'),
  new Option(
    '--answer <column>',
    'what each sample answered, for votes: equal texts vote together; null or an empty text is no vote'
  ),
  new ListOption(
    '--estimate <list>',
    `further estimates: ${ESTIMATE_WORDS}; with .SCORE after it, of that score`,
    isEstimate,
    estimateWords
  ),
  new Option(
    '--group <column>',
    'a column whose values are no repeats of each other, as filters of one answer: each gets a curve'
  ),
  new Option('--run <column>', 'the column that says which run a sample is of, or the word file: each run gets a curve'),
  new Option('--pool', 'all files, and the models, steps and the like inside of them, are parts of one run').conflicts('run'),
  new Option('--sample-id <column>', 'which sample of its prompt a record is: the same one twice is an error'),
  new Option(
    '--cluster <column>',
    'the column that names the group of a prompt, as the passage of a question: errors are then those of groups'
  ),
  new Option('--last', 'of two records of one sample the later one counts, as in a run that was resumed'),
  new Option(
    '--pass <rule>',
    'what labels count, as in passed=1,failed=0, or what a reward must reach to count 1, as in ">=0.7"'
  ).argParser(passRule),
  new Option('--steps <how>', 'how the rewards of the steps of an answer become one').choices(STEPS),
  new Option('--missing <what>', 'what becomes of answers without a score').choices(MISSING).default('error'),
  gridOption({
    whole: true,
    byDefault: 'the powers of two up to the most samples of a prompt, and the most that all prompts have',
  }),
  new Option('--confidence <level>', 'confidence level of the intervals')
    .argParser(numberBetween(1e-9, 1 - 1e-9, 'a number between 0 and 1'))
    .default(CONFIDENCE),
  new Option('--skip-bad', 'leave out records that cannot be read, and list them at the end, instead of stopping at the first'),
  inputOption(),
];

/** The options that say how the intervals of means are made; those of differences have one way. */
export const intervalOptions = (): Option[] => [
  new Option('--interval <method>', 'how the intervals are made: auto chooses by what the estimates are')
    .choices(INTERVAL_METHODS)
    .default('auto'),
  new Option('--seed <number>', 'seed of the bootstrap')
    .argParser(wholeBetween(0, Number.MAX_SAFE_INTEGER, 'a whole number >= 0'))
    .default(SEED),
  new Option('--resamples <number>', 'resamples of the bootstrap')
    .argParser(wholeBetween(1, MAX_RESAMPLES.command, `a whole number, 1 to ${MAX_RESAMPLES.command}`))
    .default(RESAMPLES),
];

/** The options that say where the work is done. */
export const placeOptions = (): Option[] => [
  threadsOption('threads that read and compute; for small input one'),
  ...redisOptions('spread the work over the machines on which `best-of-n worker` runs with the same URL'),
  new Option('--redis-wait <seconds>', 'how long Redis may be gone before the run is given up')
    .argParser(wholeBetween(0, 1e6, 'a whole number >= 0'))
    .default(DEFAULT_REDIS_WAIT),
];
