// Which estimates of the library a list of the command's names means for the columns of a file.

import { coded } from '../errors';
import { defaultEstimates, type EstimateName, estimateOf, estimatesOfNames } from '../estimates';
import { ESTIMATE_WORDS, WORDS, type Word } from './estimate-words';

/** The columns of a file, as far as estimates are of them; see SampleColumns. */
interface Columns {
  reward: string;
  rewards?: string[];
  logProb?: string;
  scores: string[];
  answer?: string;
  estimates?: EstimateName[];
}

/** The word, a number after a colon, and a score after a full stop. */
const NAME = /^([a-z@^-]+)(?::([0-9]+(?:\.[0-9]+)?))?(?:\.(.+))?$/s;

interface Parsed extends Word {
  value: string | undefined;
  score: string | undefined;
}

/** @throws RangeError that lists the names there are, or says what the number must be. */
export function parseEstimate(name: string): Parsed {
  const [, word, value, score] = NAME.exec(name) ?? [];
  const known = WORDS.find((each) => each.word === word);
  if (known === undefined || (known.parameter === undefined) !== (value === undefined)) {
    const message = `${JSON.stringify(name)} is no estimate: expected one of ${ESTIMATE_WORDS}, each perhaps with .SCORE after it`;
    throw coded(RangeError, 'UNKNOWN_NAME', message);
  }
  const parsed = { ...known, value, score };
  const { parameter } = estimateOf(nameIn({ ...parsed, value: value && '1' }, score ?? (known.ofScores && 'x')), name).estimator;
  if (parameter !== undefined && !parameter.allows(Number(value)))
    throw coded(
      RangeError,
      'OUT_OF_RANGE',
      `${JSON.stringify(name)} has ${value} after the colon, expected ${parameter.expected}`
    );
  return parsed;
}

const nameIn = ({ family, value }: Parsed, score: string | undefined): EstimateName =>
  `${family}${value === undefined ? '' : `(${value})`}${score === undefined ? '' : `.${score}`}` as EstimateName;

/**
 * The library's names of the estimates that are asked for.
 *
 * @throws RangeError (`UNKNOWN_NAME`) if a score is not among the columns; TypeError (`NO_ANSWERS`) if a vote has no column of answers.
 */
export function estimateNames(asked: readonly string[], { reward, rewards = [reward], scores, answer }: Columns): EstimateName[] {
  const names = asked.flatMap((text) => {
    const parsed = parseEstimate(text);
    const { score, ofScores } = parsed;
    const known = [...rewards, ...scores];
    if (score !== undefined && !known.includes(score)) {
      const message = `${text}: there is no score ${JSON.stringify(score)}; the scores are: ${known.join(', ')}; --score names further ones`;
      throw coded(RangeError, 'UNKNOWN_NAME', message);
    }
    const own = score !== undefined ? [score] : ofScores ? (scores.length > 0 ? scores : rewards) : [undefined];
    return own.map((each) => {
      const name = nameIn(parsed, each);
      if (estimateOf(name, text).estimator.needsAnswers && answer === undefined)
        throw coded(TypeError, 'NO_ANSWERS', `${text} needs the answers of the samples: give --answer COLUMN`);
      return name;
    });
  });
  return [...new Set(names)];
}

/** What is estimated of votes if nothing is asked for: all there is to be set side by side. With a pass flag alone, weights by it would be the oracle's. */
export function defaultVotes({ answer, scores }: Pick<Columns, 'answer' | 'scores'>): string[] | undefined {
  if (answer === undefined) return undefined;
  return scores.length > 0 ? ['maj@k', 'wmaj@k', 'pass@k'] : ['maj@k', 'pass@k'];
}

/**
 * Names of the library, each of which the columns must allow.
 *
 * @throws TypeError or RangeError that names the first that is not known, or lacks a column.
 */
export function checkedNames(names: unknown, { reward, rewards = [reward], scores, logProb, answer }: Columns): EstimateName[] {
  const columns = {
    hasLogProbs: logProb !== undefined,
    hasAnswers: answer !== undefined,
    scoreNames: [...new Set([...rewards, ...scores])],
  };
  return estimatesOfNames(names, columns).map(({ name }) => name);
}

/** The scores of the samples of a group: where several rewards choose, each of them is a score too, and so is a reward that an estimate asks for as one. */
export function scoresIn({ reward, rewards = [reward], scores, estimates = [] }: Columns): string[] {
  const asked = estimates.map((name) => estimateOf(name, name).score);
  const own = rewards.length > 1 ? rewards : rewards.filter((name) => asked.includes(name));
  return [...new Set([...own, ...scores])];
}

/** All estimates of a group, those that there are without being asked for first; undefined where only these are wanted. */
export function allEstimates(columns: Columns): EstimateName[] | undefined {
  const { rewards = [], scores, logProb, estimates = [] } = columns;
  if (estimates.length === 0) return undefined;
  const scoreNames = rewards.length > 1 ? [...new Set([...rewards, ...scores])] : scores;
  const own = defaultEstimates({ hasLogProbs: logProb !== undefined, hasAnswers: false, scoreNames });
  return [...own.map(({ name }) => name), ...estimates];
}
