// The synthetic references of the paper's experiments.

import { grouped } from '../format/number';
import type { SupportInput } from '../index';

/** Outcomes in the order of ascending reward, and what the reference is called. */
export interface Reference {
  title: string;
  probs: Float64Array;
}

/** The reference as a support takes it. The reward of an outcome is its rank, from 0, so that no rewards tie. */
export function inputOf({ probs }: Reference): SupportInput {
  return { probs, rewards: Float64Array.from(probs, (_, rank) => rank) };
}

/** L outcomes of equal probability. */
function uniform(L: number): Reference {
  return { title: `uniform over ${grouped(L)}`, probs: new Float64Array(L).fill(1 / L) };
}

/** One outcome with nearly all the mass, and better outcomes with little mass: their probabilities are given in the order of ascending reward. */
function rare(title: string, top: readonly number[]): Reference {
  const rest = top.reduce((sum, p) => sum - p, 1);
  return { title, probs: Float64Array.of(rest, ...top) };
}

export const UNIFORM = [10, 100, 1000, 10_000].map(uniform);

export const RARE = [
  rare('top outcome 1e-4', [1e-4]),
  rare('top outcomes 1e-2, 1e-4', [1e-2, 1e-4]),
  rare('top outcomes 1e-1, 1e-3, 1e-5', [1e-1, 1e-3, 1e-5]),
  rare('top 1e-4 shared by 100 outcomes', Array(100).fill(1e-6)),
];
