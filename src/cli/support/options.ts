// The options of `best-of-n support`.

import { InvalidArgumentError, Option } from 'commander';
import { messageOf } from '../../errors';
import type { FormatName } from '../../files/formats/index';
import { splitNames } from '../../input/call-names';
import { LAW_PATTERNS, lawsOf } from '../../law-names';
import { METRIC_PATTERNS, quantitiesOf } from '../../metric-names';
import type { Target } from '../../sample-files/questions';
import { columnsOption } from '../column-names';
import { gridOption } from '../grid';
import { ListOption } from '../list-option';
import { checkFileName, formatOption, inputOption, numberBetween, outputOption, safeCsvOption, UsageError } from '../options';
import type { Where } from '../output/output-format';
import { targetOption } from '../samples/question-options';

/** The option that names the reference's column, and what the library calls its values. */
export const REFERENCES = { weight: 'weights', prob: 'probs', logprob: 'logProbs', logit: 'logits' } as const;
export type Reference = keyof typeof REFERENCES;

export interface SupportOptions extends Partial<Record<Reference, string>>, Where {
  reward: string[];
  n?: number[];
  ties: 'random' | 'index';
  input?: FormatName;
  metric?: string[];
  law?: string[];
  equalKl?: boolean;
  gold?: string;
  target?: Target[];
  cost?: number;
  policy?: string;
  id?: string;
  plot?: string;
}

export const DEFAULT_GRID: readonly number[] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
/** The n at whose divergence rules are compared. */
export const DEFAULT_EQUAL_KL: readonly number[] = [16];

/** An option whose value is a list of names with numbers in parentheses, each checked by `read`. */
function namesOption(
  flags: string,
  description: string,
  patterns: readonly string[],
  read: (names: readonly string[]) => readonly { name: string }[]
) {
  const parse = (word: string) => {
    try {
      return read(splitNames(word).filter((name, _, all) => name.trim() !== '' || all.length === 1)).map(({ name }) => name);
    } catch (error) {
      throw new InvalidArgumentError(messageOf(error));
    }
  };
  const families = patterns.map((pattern) => pattern.split('(')[0]);
  const follows = (word: string) => splitNames(word).every((name) => families.includes(name.split(/[(:]/)[0]));
  return new ListOption(flags, description, follows, parse);
}

/** What messages call a name, after those of the option and its value. */
const PLACE = 'a name';

const metricsRead = (names: readonly string[]) => quantitiesOf(names, () => PLACE).names.map((name) => ({ name }));

export const supportOptions = (): Option[] => [
  new Option('--weight <column>', 'the reference policy: non-negative weights or counts'),
  new Option('--prob <column>', 'or probabilities that sum to 1'),
  new Option('--logprob <column>', 'or natural logarithms of probabilities'),
  new Option('--logit <column>', 'or logarithms of weights'),
  columnsOption('-r, --reward <columns>', 'the reward, or several, each with a table of its own').makeOptionMandatory(),
  gridOption({ byDefault: `${DEFAULT_GRID.join(',')}; ${DEFAULT_EQUAL_KL.join(',')} with --equal-kl` }),
  namesOption('--metric <list>', 'the columns of the table over n, in place of the usual ones', METRIC_PATTERNS, metricsRead),
  namesOption(
    '--law <list>',
    'other rules of selection, a row for each in place of the table over n; with -n also best-of-n',
    LAW_PATTERNS,
    (names) => lawsOf(names, () => PLACE)
  ).conflicts(['metric', 'equalKl']),
  new Option(
    '--equal-kl',
    'all rules side by side, each with the parameter at which its KL divergence is that of best-of-n'
  ).conflicts(['metric', 'law']),
  new Option(
    '--gold <column>',
    'a second score, which does not choose: its mean at every n, its peak, and how often the two disagree'
  ),
  targetOption(
    'the least n with which a mean reaches a value: winRate, expectedReward or expectedScore; can be given several times'
  ),
  new Option(
    '--cost <price>',
    'the price of a draw, in the unit of the reward: when to stop drawing, and the best fixed n'
  ).argParser(numberBetween(Number.MIN_VALUE, Number.MAX_VALUE, 'a number > 0')),
  new Option('--ties <rule>', 'how equal rewards are ranked').choices(['random', 'index']).default('random'),
  inputOption(),
  formatOption(),
  outputOption(),
  new Option(
    '--policy <file>',
    "write the policies too: the records of the file with each one's probability at every n, or by every rule, as .csv or .jsonl"
  ),
  new Option('--id <column>', 'write this column and the probability under the reference into --policy, and no other columns'),
  new Option('--plot <file>', 'write the curves as a picture, .svg'),
  safeCsvOption(),
];

/** What the names of metrics and rules may be, for the help. */
export const namesHelp = (width: number) =>
  [
    ['Names of --metric', METRIC_PATTERNS],
    ['Names of --law', LAW_PATTERNS],
  ]
    .map(([title, names]) => `${title}:\n${linesOf(names as readonly string[], width)}`)
    .join('\n');

function linesOf(names: readonly string[], width: number): string {
  const lines = [''];
  names.forEach((name, i) => {
    const part = i < names.length - 1 ? `${name},` : name;
    const last = lines[lines.length - 1];
    if (last !== '' && last.length + 1 + part.length > width - 2) lines.push(part);
    else lines[lines.length - 1] = last === '' ? part : `${last} ${part}`;
  });
  return lines.map((line) => `  ${line}`).join('\n');
}

/** The reference that is given, and its column. */
export function referenceOf(options: SupportOptions): [kind: Reference, column: string] {
  const given = (Object.keys(REFERENCES) as Reference[]).filter((name) => options[name] !== undefined);
  if (given.length !== 1)
    throw new UsageError('give the reference policy as exactly one of --weight, --prob, --logprob, --logit');
  return [given[0], options[given[0]] as string];
}

/** @throws UsageError if options do not go together. */
export function checkOptions({ policy, plot, id, target = [], reward, gold }: SupportOptions): void {
  checkFileName('--policy', policy, /\.(csv|jsonl)$/i, '.csv or .jsonl');
  checkFileName('--plot', plot, /\.svg$/i, '.svg');
  if (id !== undefined && policy === undefined) throw new UsageError('--id names a column of --policy, which is not given');
  const known = ['winRate', 'expectedReward', ...reward, ...(gold === undefined ? [] : ['expectedScore', gold])];
  const unknown = target.find(({ column }) => !known.includes(column));
  if (unknown === undefined) return;
  const hint = unknown.column === 'expectedScore' ? '; --gold names the score' : '';
  throw new UsageError(`--target ${unknown.column}=${unknown.value}: expected one of ${[...new Set(known)].join(', ')}${hint}`);
}
