// Which columns of a sample file hold what, told by its first records and by what the user names.

import { coded } from '../errors';
import type { EstimateName } from '../estimates';
import { RecordError } from '../files/record-error';
import type { Row } from '../files/record-sink';
import { doubtsOf, emptyScores } from './doubts';
import { defaultVotes, estimateNames } from './estimate-names';
import { kindOf } from './kinds/index';
import { fieldsOf, type Kind, type KindColumns, numberFields } from './kinds/kind';
import { promptOf, promptOfRecord } from './kinds/prompt-names';
import { isArrayLike, isList, noColumn, rootOf, valueAt } from './paths';
import { repeatingColumn } from './repeating-column';
import { runColumns } from './run-columns';
import { MISSING, type Missing, type Pass, parsePass, STEPS, type Steps } from './scoring';
import { summaryOf } from './summaries';
import { unknownKind } from './unknown-kind';

/**
 * What a sample file was taken for: the columns that are read, and what each of them holds. A column is a field of the records, or a path into
 * structs and lists such as `metric.em`, `id[0]` or `completions[].score`.
 *
 * @example
 * const shape = {
 *   kind: 'code-generation samples',
 *   prompt: ['task_id'],
 *   reward: 'passed',
 *   scores: [],
 *   wide: false,
 * };
 * shape.prompt.length; // → 1
 */
export interface SampleColumns {
  /** The kind of file. */
  kind: string;
  /** The columns that together name the prompt. */
  prompt: string[];
  /** The column of the reward or, in a wide file, of the list of rewards. */
  reward: string;
  /** All rewards, where there are several: each chooses among the same samples, and gets a curve. */
  rewards?: string[];
  /** The column of the log-probability under the reference, in nats. */
  logProb?: string;
  /** The columns of further scores. */
  scores: string[];
  /** The column of what each sample answered, for votes. */
  answer?: string;
  /** The estimates that were asked for, besides those that the columns allow, by their names in the library. */
  estimates?: EstimateName[];
  /** Whether the estimates are those of votes that nobody asked for by name: weighted ones are left out where a reward is no weight. */
  unaskedVotes?: boolean;
  /** Columns whose values are results of their own, not repeats of one another: each value gets a curve. */
  by?: string[];
  /** Columns that say which run a sample is of: they get curves where they have several values. */
  runs?: string[];
  /** Whether each file is a run of its own: `named` if the user says so, and it is shown for a single file too. */
  files?: 'apart' | 'named' | 'pooled';
  /** The column by which the samples of a prompt differ. */
  sampleId?: string;
  /** The column that names the cluster of a prompt, whose prompts depend on each other. */
  cluster?: string;
  /** Whether of two samples with one id the later one counts; otherwise they are an error. */
  last?: boolean;
  /** What labels count, or the threshold that a reward must reach. */
  pass?: Pass;
  /** How a list of step rewards becomes one reward. */
  steps?: Steps;
  /** What becomes of answers without a score. */
  missing?: Missing;
  /** A column whose values repeat in the first records, where those of the prompt do not. */
  repeating?: string;
  /** Whether a record is a prompt with a list of samples, and not one sample. */
  wide: boolean;
  /** Whether the kind takes each record apart into its samples. */
  unfolded?: boolean;
  /** The fields of the file that are read; absent if all are. */
  fields?: string[];
  /** The fields of the file that hold ids, whose digits are all kept. */
  exact?: string[];
}

/** The columns as far as the user names them, each by its name or path; the fields of the file tell the others. */
export interface ColumnOptions {
  /** The columns that together name the prompt. */
  prompt?: string[];
  /** The column of the reward. */
  reward?: string;
  /** All columns of rewards, where there are several; the first of them is `reward`. */
  rewards?: string[];
  /** The column of the log-probability under the reference, in nats. */
  logprob?: string;
  /** The columns of further scores. */
  score?: string[];
  /** The column of what each sample answered, for votes: samples with the same text vote together, and null or an empty text is no vote. */
  answer?: string;
  /** Further estimates, such as `pass^k` or `maj@k.correct`. */
  estimate?: string[];
  /** The column whose values get a curve each. */
  group?: string;
  /** The column that says which run a sample is of, or `file`: each run gets a curve. */
  run?: string;
  /** Whether all files, and all runs inside of them, are parts of one run. */
  pool?: boolean;
  /** The column that says which sample of its prompt a record is. */
  sampleId?: string;
  /** The column that names the group a prompt belongs to, where prompts of a group depend on each other, as questions on one passage do. */
  cluster?: string;
  /** Whether of two samples with one id the later one counts; otherwise they are an error. */
  last?: boolean;
  /** What labels count, such as `passed=1,failed=0`, or what a reward must reach to count 1, such as `>=0.7`. */
  pass?: string;
  /** How a list of step rewards becomes one reward. */
  steps?: Steps;
  /** What becomes of answers without a score. @default 'error' */
  missing?: Missing;
}

/** What a file was taken for, and what is to be said of that. */
export interface Inferred {
  columns: SampleColumns;
  /** What the user should know, in whole sentences without a full stop. */
  notices: string[];
  /** The numbers of the file that are not read, if the user did not name the columns. */
  leftOut: string[];
}

/**
 * The columns of a file with these first records: those that the user names, and for the rest those of the first kind in the table that its
 * fields fit.
 *
 * @param rows - the first records, at least one.
 * @throws RecordError if neither tells them, or a column that the user names is not there.
 */
export function inferColumns(rows: readonly Row[], options: ColumnOptions = {}): Inferred {
  checkWord('missing', options.missing, MISSING);
  checkWord('steps', options.steps, STEPS);
  const named = options.rewards ?? (options.reward === undefined ? undefined : [options.reward]);
  const rewards = named && unique(named);
  const { kind, unfolded } = choose(rows, options.prompt, rewards);
  const samples = unfolded ? unfoldAll(kind, rows) : rows;
  if (samples.length === 0) throw new RecordError(`taken for ${kind.name}: the first records hold no samples`, {}, 'NO_RECORDS');
  const found = kind.columns(samples);
  const reward = rewards?.[0] ?? found.reward;
  if (reward === undefined)
    throw new RecordError(found.noReward ?? `${kind.name} without a reward: give --reward COLUMN`, {}, 'UNKNOWN_COLUMNS');
  const { run, pool, sampleId } = options;
  if (found.refusal !== undefined && run === undefined && !pool && sampleId === undefined)
    throw new RecordError(found.refusal, {}, 'DUPLICATE_SAMPLE');
  const own = rewards === undefined || (found.reward !== undefined && rewards.includes(found.reward));
  const scores = [...(found.reward === undefined ? [] : [found.reward]), ...found.scores];
  const columns: SampleColumns = {
    kind: kind.name,
    prompt: options.prompt ?? found.prompt,
    reward,
    ...(rewards && rewards.length > 1 ? { rewards } : {}),
    logProb: options.logprob,
    scores: options.score ?? scores.filter((name) => !(rewards ?? [reward]).includes(name)),
    ...(options.answer === undefined ? {} : { answer: options.answer }),
    ...runsOf(samples, kind, found, options),
    sampleId: options.sampleId ?? found.sampleId,
    cluster: options.cluster,
    last: options.last,
    pass: options.pass === undefined ? (own || found.pass?.numbers ? found.pass : undefined) : parsePass(options.pass),
    steps: options.steps ?? (own ? found.steps : undefined),
    missing: options.missing,
    wide: false,
    unfolded: unfolded || undefined,
  };
  if (columns.last && columns.sampleId === undefined) {
    throw coded(
      RangeError,
      'OUT_OF_RANGE',
      '--last needs --sample-id: which of two samples is the later one, only an id of samples tells'
    );
  }
  checkRules(columns);
  const asked = options.estimate ?? defaultVotes(columns);
  if (asked !== undefined) columns.estimates = estimateNames(asked, columns);
  if (asked !== undefined && options.estimate === undefined) columns.unaskedVotes = true;
  checkThere(samples, columns);
  columns.wide = isWide(samples, columns);
  const repeating = columns.wide ? undefined : repeatingColumn(samples, columns.prompt);
  if (repeating !== undefined) columns.repeating = repeating;
  const isNamed = options.prompt !== undefined && rewards !== undefined;
  const used = columnNames(columns);
  const empty = isNamed ? [] : emptyScores(samples, used);
  const notices = [...(found.notices ?? []), ...doubtsOf(samples, { ...columns, hasNoRuns: kind.hasNoRuns }), ...empty];
  const leftOut = isNamed ? [] : numberFields(samples).filter((name) => name !== '' && !used.includes(name));
  return { columns: { ...columns, ...fieldsRead(rows, columns) }, notices, leftOut };
}

/** The samples of the records that can be taken apart; those that cannot are told, with their places, when they are read. */
function unfoldAll({ unfold = (row) => [row] }: Kind, rows: readonly Row[]): Row[] {
  let bad: RecordError | undefined;
  const samples = rows.flatMap((row) => {
    try {
      return unfold(row);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      bad ??= error;
      return [];
    }
  });
  if (samples.length === 0 && bad) throw bad;
  return samples;
}

/** @throws RangeError (`OUT_OF_RANGE`) unless the option is one of the words. */
function checkWord(name: string, value: string | undefined, words: readonly string[]): void {
  if (value === undefined || words.includes(value)) return;
  throw coded(RangeError, 'OUT_OF_RANGE', `${name} is ${JSON.stringify(value)}, expected ${words.join(', ')}`);
}

/** The kind of the records, and whether it takes them apart. What the user names may stand in the records or in their samples. */
function choose(rows: readonly Row[], prompt?: string[], rewards?: string[]): { kind: Kind; unfolded: boolean } {
  const known = kindOf(rows);
  if (!prompt || !rewards) {
    const summary = summaryOf(rows);
    if (summary !== undefined) throw new RecordError(summary, {}, 'UNKNOWN_COLUMNS');
    if (known) return { kind: known, unfolded: known.unfold !== undefined };
    const found = rewards && (rewards.some(isList) ? promptOfRecord(rows) : promptOf(rows));
    if (found !== undefined) return choose(rows, [found], rewards);
    throw unknownKind(rows, { prompt, rewards });
  }
  const named = [...prompt, ...rewards];
  const unfolded = known?.unfold !== undefined && !named.every((name) => isThere(rows, name));
  const own = known && (known.unfold === undefined || unfolded) ? known : undefined;
  return { kind: namedKind(prompt, rewards[0], own, unfolded ? (own as Kind).name : 'samples'), unfolded };
}

/** A file whose prompt and reward the user names. What is no repeat in a file of a known kind stays apart. */
function namedKind(prompt: string[], reward: string, known: Kind | undefined, name: string): Kind {
  return {
    ...(known ?? { source: '', where: '', needs: [] }),
    name,
    columns(rows) {
      const found = known ? columnsOrNone(known, rows) : {};
      const { by, runs, sampleId, refusal, notices } = found;
      return {
        prompt,
        reward,
        scores: [],
        by,
        runs,
        sampleId,
        refusal,
        notices,
        steps: found.reward === reward ? found.steps : undefined,
      };
    },
  };
}

/** What the kind says of the other columns; nothing if it finds its own at fault, which nobody asked for. */
function columnsOrNone(kind: Kind, rows: readonly Row[]): Partial<KindColumns> {
  try {
    return kind.columns(rows);
  } catch (error) {
    if (error instanceof RecordError) return {};
    throw error;
  }
}

/** By which columns the samples are kept apart. */
function runsOf(rows: readonly Row[], kind: Kind, found: KindColumns, { prompt, group, run, pool }: ColumnOptions) {
  const named = [...(group === undefined ? (found.by ?? []) : [group]), ...(run === undefined || run === 'file' ? [] : [run])];
  const by = [...new Set(named)];
  const isFound = run === undefined && !pool && !kind.hasNoRuns;
  const own = isFound ? [...(found.runs ?? []), ...runColumns(rows, prompt ?? found.prompt)] : [];
  const runs = unique(own).filter((name) => !by.includes(name) && !found.prompt.includes(name));
  return {
    ...(by.length > 0 ? { by } : {}),
    ...(runs.length > 0 ? { runs } : {}),
    files: run === 'file' ? ('named' as const) : pool || run !== undefined ? ('pooled' as const) : ('apart' as const),
  };
}

/** @throws RangeError (`OUT_OF_RANGE`) if what is said of the reward would change log-probabilities. */
function checkRules({ reward, rewards = [reward], logProb, pass, steps }: SampleColumns): void {
  if (logProb === undefined || !rewards.includes(logProb) || !(pass || steps)) return;
  const rule = pass ? 'pass' : 'steps';
  throw coded(
    RangeError,
    'OUT_OF_RANGE',
    `${logProb} is the reward and the log-probability as well, and ${rule} would change it: its values must stay logarithms`
  );
}

/** @throws RecordError if a column is in none of the records. */
function checkThere(rows: readonly Row[], columns: SampleColumns): void {
  const missing = columnNames(columns).find((name) => !isThere(rows, name));
  if (missing !== undefined) throw noColumn(missing, fieldsOf(rows));
}

const isThere = (rows: readonly Row[], name: string) =>
  rows.some((row) => {
    const value = valueAt(row, name);
    return isList(name) ? Array.isArray(value) : value !== undefined;
  });

/** Whether the rewards are lists with one for each sample; a list of steps is the reward of one sample. */
function isWide(rows: readonly Row[], { reward, steps }: SampleColumns): boolean {
  if (isList(reward)) return true;
  const values = rows.map((row) => valueAt(row, reward)).find((value) => isArrayLike(value));
  if (!isArrayLike(values)) return false;
  return steps === undefined || Array.from(values).some(isArrayLike);
}

/** The fields of the file that are read, and those whose digits are all kept: ids, and whatever a path leads into. */
function fieldsRead(rows: readonly Row[], columns: SampleColumns): Pick<SampleColumns, 'fields' | 'exact'> {
  const all = new Set(fieldsOf(rows));
  if (columns.unfolded) return { exact: [...all] };
  const fields = columnNames(columns).map((name) => ({ name, root: rootOf(name, (field) => all.has(field)) }));
  const ids = [...idColumns(columns), columns.answer];
  const exact = fields.filter(({ name, root }) => ids.includes(name) || name !== root);
  return { fields: unique(fields.map(({ root }) => root)), exact: unique(exact.map(({ root }) => root)) };
}

const unique = (names: readonly string[]) => [...new Set(names)];

/** Every column that is read. */
export function columnNames(columns: SampleColumns): string[] {
  const { answer } = columns;
  return unique([...idColumns(columns), ...numberColumns(columns), ...(answer === undefined ? [] : [answer])]);
}

/** The columns whose values name something: their digits must all be kept. */
export function idColumns({ prompt, by = [], runs = [], sampleId, cluster }: SampleColumns): string[] {
  return [...by, ...runs, ...prompt, ...[sampleId, cluster].filter((name) => name !== undefined)];
}

/** The columns whose values are numbers: the rewards first. */
export function numberColumns({ reward, rewards = [reward], logProb, scores }: SampleColumns): string[] {
  return unique([...rewards, ...(logProb === undefined ? [] : [logProb]), ...scores]);
}

/** What the chosen reward is called in heads and titles. */
export function rewardName({ reward, rewards }: Pick<SampleColumns, 'reward' | 'rewards'>): string {
  return rewards ? 'reward' : reward;
}

/** One line on what a file was taken for. */
export function describeColumns(columns: SampleColumns): string {
  const {
    kind,
    prompt,
    reward,
    rewards = [reward],
    logProb,
    scores,
    answer,
    by = [],
    runs = [],
    files,
    sampleId,
    cluster,
    wide,
    steps,
  } = columns;
  const rewardWord = wide ? 'list of rewards' : rewards.length > 1 ? 'rewards' : 'reward';
  const parts = [`prompt ${prompt.join(' + ')}`, `${rewardWord} ${rewards.join(', ')}${steps ? ` (${steps} of the steps)` : ''}`];
  if (logProb) parts.push(`log-probability ${logProb}`);
  if (scores.length > 0) parts.push(`${scores.length > 1 ? 'scores' : 'score'} ${scores.join(', ')}`);
  if (answer) parts.push(`answer ${answer}`);
  if (sampleId) parts.push(`sample ${sampleId}`);
  if (cluster) parts.push(`cluster ${cluster}`);
  const apart = [...(files === 'named' ? ['file'] : []), ...by, ...runs];
  if (apart.length > 0) parts.push(`a curve for each ${apart.join(' and ')}`);
  return `${kind}: ${parts.join(', ')}`;
}
