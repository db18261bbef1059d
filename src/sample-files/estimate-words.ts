// What the command calls estimates, which the library knows by other names: the words that are in use for them.

export interface Word {
  /** What the name begins with. */
  word: string;
  /** The first word of the library's name. */
  family: string;
  /** What stands after a colon. */
  parameter?: string;
  /** Whether it is of scores: of all of them if the name does not say which, and of the rewards where there are none. */
  ofScores?: true;
}

export const WORDS: readonly Word[] = [
  { word: 'pass^k', family: 'passHat' },
  { word: 'g-pass@k', family: 'gPass', parameter: 'TAU' },
  { word: 'pass@k', family: 'oracle', ofScores: true },
  { word: 'maj@k', family: 'majority', ofScores: true },
  { word: 'wmaj@k', family: 'weightedMajority', ofScores: true },
  { word: 'top@k', family: 'topOf', parameter: 'J' },
  { word: 'worst@k', family: 'worstOf' },
];

/** All names there are, with a placeholder for each number. */
export const ESTIMATE_WORDS: string = WORDS.map(({ word, parameter }) => (parameter ? `${word}:${parameter}` : word)).join(', ');

/** What the command calls an estimate of the library: `maj@k correct`, `top@k:2`. */
export function commandName(name: string): string {
  const [, family, parameter, score] = /^(\w+)(?:\(([^()]*)\))?(?:\.(.*))?$/s.exec(name) ?? [];
  const word = WORDS.find((each) => each.family === family)?.word ?? name;
  return `${word}${parameter === undefined ? '' : `:${parameter}`}${score === undefined ? '' : ` ${score}`}`;
}
