// The options of a command over sample files.

import { Argument, Option } from 'commander';
import { CONFIDENCE, MAX_RESAMPLES, RESAMPLES, SEED } from '../../defaults';
import { type FormatName, formatTitles } from '../../files/formats/index';
import { DEFAULT_REDIS_WAIT } from '../../queue/limits';
import type { ColumnOptions } from '../../sample-files/sample-columns';
import { gridOption, inputOption, numberBetween, threadsOption, wholeBetween } from '../options';
import { type RedisPlace, redisOptions } from './redis';

/** The options of every command over sample files, parsed. */
export interface SampleOptions extends ColumnOptions, RedisPlace {
  n?: number[];
  confidence: number;
  seed: number;
  resamples: number;
  skipBad?: boolean;
  input?: FormatName;
  threads?: number;
  redisWait: number;
}

export const filesArgument = () => new Argument('<files...>', `${formatTitles()}, also .gz; globs; - is standard input`);

/** The options that say how the files are read and how the estimates are made. */
export const readingOptions = (): Option[] => [
  new Option('-p, --prompt <column...>', 'the column, or several, that name the prompt of a sample'),
  new Option(
    '-r, --reward <column>',
    'the reward by which the best of n is chosen: a number, true or false; or a list with one for each sample'
  ),
  new Option('--logprob <column>', "the natural logarithm of the answer's probability: adds the estimate of the KL divergence"),
  new Option('--score <column...>', 'other scores of the answers, to be averaged over the chosen ones'),
  new Option(
    '--group <column>',
    'a column whose values are no repeats of each other, as filters of one answer: each gets a curve'
  ),
  gridOption({
    whole: true,
    byDefault: 'the powers of two up to the most samples of a prompt',
  }),
  new Option('--confidence <level>', 'confidence level of the intervals')
    .argParser(numberBetween(1e-9, 1 - 1e-9, 'a number between 0 and 1'))
    .default(CONFIDENCE),
  new Option('--seed <number>', 'seed of the bootstrap')
    .argParser(wholeBetween(0, Number.MAX_SAFE_INTEGER, 'a whole number >= 0'))
    .default(SEED),
  new Option('--resamples <number>', 'resamples of the bootstrap')
    .argParser(wholeBetween(1, MAX_RESAMPLES.command, `a whole number, 1 to ${MAX_RESAMPLES.command}`))
    .default(RESAMPLES),
  new Option('--skip-bad', 'leave out records that cannot be read, and list them at the end, instead of stopping at the first'),
  inputOption(),
];

/** The options that say where the work is done. */
export const placeOptions = (): Option[] => [
  threadsOption('threads that read and compute; for small input one'),
  ...redisOptions('spread the work over the machines on which `best-of-n worker` runs with the same URL'),
  new Option('--redis-wait <seconds>', 'how long Redis may be gone before the run is given up')
    .argParser(wholeBetween(0, 1e6, 'a whole number >= 0'))
    .default(DEFAULT_REDIS_WAIT),
];
