// The references that a reader can pick. A name of one stands in the page's address, so names stay what they are.

import type { ReferenceName } from '../src/input/support';
import { RARE, type Reference, UNIFORM } from '../src/paper/references';

export type SoftmaxRewards = 'independent' | 'likely' | 'unlikely';

/** What the worker is asked to open. */
export type ReferenceSpec =
  | { name: string; temperature: number; rewards: SoftmaxRewards }
  | { name: 'file'; file: File; id: number; columns: FileColumns; choice?: string };

/** How the columns of a file are read. */
export type FileColumns =
  | { kind: 'support'; reference: string; as: ReferenceName; reward: string }
  | { kind: 'samples'; prompt: string[]; reward: string; logProb?: string; group?: string };

export const SYNTHETIC = new Map<string, Reference>([
  ...UNIFORM.map((reference) => [`uniform-${reference.probs.length}`, reference] as const),
  ...RARE.map((reference, i) => [`rare-${i + 1}`, reference] as const),
]);

/** The tokens of the largest vocabularies. */
export const VOCABULARY = 262_144;

export const CATALOGUE: [group: string, names: [name: string, label: string][]][] = [
  ["The paper's synthetic references", [...SYNTHETIC].map(([name, { title }]) => [name, title])],
  [
    'English words as often as film subtitles use them',
    [
      ['words-length', '74,286 words, the shorter the better'],
      ['words-likelihood', '74,286 words, the likelier the better'],
    ],
  ],
  ['A language model', [['softmax', `softmax over ${VOCABULARY.toLocaleString('en-US')} tokens`]]],
  ['Your own', [['file', 'a file of yours']]],
];

export const isReferenceName = (name: string) => CATALOGUE.some(([, names]) => names.some(([known]) => known === name));
