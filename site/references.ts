// The references that a reader can choose, and what the workers need to open one. A new reference is an entry of the catalogue here and one line in
// worker/sources.ts.

import { grouped } from '../src/format/number';
import type { ReferenceName } from '../src/input/support';
import { RARE, type Reference, UNIFORM } from '../src/paper/references';
import type { Bar } from './bars';
import type { NumberLayout } from './files/number-layouts';

/** How the made-up language model rewards its tokens, and what the page calls that. */
export const SOFTMAX_REWARDS = {
  independent: 'independent of the likelihood',
  likely: 'the likelier the better',
  unlikely: 'the unlikelier the better',
} as const;

export type SoftmaxRewards = keyof typeof SOFTMAX_REWARDS;

/** What a worker is asked to open. */
export type ReferenceSpec =
  | { name: string; temperature: number; rewards: SoftmaxRewards; bars?: readonly Bar[] }
  | { name: 'file'; file: File; others?: File[]; id: number; columns: FileColumns; choice?: string };

/** How the columns of a file are read. */
export type FileColumns =
  /** Without a column of the reference all outcomes are equally likely. */
  | { kind: 'support'; reference?: string; as: ReferenceName; reward: string }
  | { kind: 'samples'; prompt: string[]; reward: string; logProb?: string; group?: string; answer?: string; gold?: string }
  /** Numbers without names. */
  | { kind: 'numbers'; layout: NumberLayout };

export const SYNTHETIC = new Map<string, Reference>([
  ...UNIFORM.map((reference) => [`uniform-${reference.probs.length}`, reference] as const),
  ...RARE.map((reference, i) => [`rare-${i + 1}`, reference] as const),
]);

/** As many tokens as the largest vocabularies of language models have. */
export const VOCABULARY_SIZE = 262_144;

/** The temperatures that the slider has. */
export const TEMPERATURES = { min: 0.1, max: 2, step: 0.01 };

/** The controls that belong to some references only: the elements of class `for-softmax` or `for-file`. */
export const CONTROLS = ['softmax', 'file'] as const;

interface CatalogueEntry {
  /** Stands in the page's address. Links depend on it, so it never changes. */
  name: string;
  label: string;
  controls?: (typeof CONTROLS)[number];
}

export const CATALOGUE: { group: string; references: CatalogueEntry[] }[] = [
  {
    group: "The paper's synthetic references",
    references: [...SYNTHETIC].map(([name, { title }]) => ({ name, label: title })),
  },
  {
    group: 'English words as often as film subtitles use them',
    references: [
      { name: 'words-length', label: '74,286 English words, the shorter the better' },
      { name: 'words-likelihood', label: '74,286 English words, the likelier the better' },
    ],
  },
  {
    group: 'A made-up language model',
    references: [{ name: 'softmax', label: `softmax over ${grouped(VOCABULARY_SIZE)} tokens`, controls: 'softmax' }],
  },
  {
    group: 'Your own',
    references: [
      { name: 'file', label: 'a file or a text of yours', controls: 'file' },
      { name: 'bars', label: 'bars that you drag' },
    ],
  },
];

/** The entry of a name; undefined if no reference has it. */
export function catalogueEntry(name: string): CatalogueEntry | undefined {
  return CATALOGUE.flatMap(({ references }) => references).find((entry) => entry.name === name);
}

/** Tells whether two specs open the same numbers. */
export function keyOf(spec: ReferenceSpec): string {
  // JSON has no infinite numbers, which rewards of bars may be
  if (!('file' in spec)) return JSON.stringify(spec, (_, value) => (Math.abs(value) === Infinity ? String(value) : value));
  const { id, columns, choice } = spec;
  return JSON.stringify([id, columns, choice]);
}
