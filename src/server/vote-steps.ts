// About how many steps votes take, which is far more than anything else that samples are asked for: the loops of numerics/majority.ts and
// numerics/weighted-majority.ts, counted without running them.

import { VOTE_DRAWS } from '../defaults';

/** The answers of a prompt; null is no vote. */
export type Answers = readonly (string | number | null)[];

/** Drawing a sample, or looking at the sum of an answer, takes some more than a multiplication. */
const STEPS_PER_DRAW = 8;

/** What a chance takes besides its multiplications. */
const STEPS_PER_CHANCE = 4;

/** How many draws gave each answer. */
function countsOf(answers: Answers): number[] {
  const counts = new Map<string | number, number>();
  for (const answer of answers) if (answer !== null) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return [...counts.values()];
}

/**
 * The steps of the majority of n, at every n together. For each number of votes v of the winner, the answers with at least v votes are joined one after
 * another: chances of at most `rest = n - v` further draws, for each number of answers that tie, each times v chances of the answer that joins. The votes of all
 * others are one product of m^2.
 *
 * @param most - where the sum exceeds it, the rest is not counted.
 */
export function majoritySteps(answers: Answers, ns: readonly number[], most: number): number {
  const m = answers.length;
  const counts = countsOf(answers);
  const largest = counts.reduce((a, b) => Math.max(a, b), 0);
  const timesOf = new Uint32Array(largest + 1);
  for (const count of counts) timesOf[count]++;
  // how many answers have at least v votes, and how often one of them is joined
  const [answered, joined] = [new Uint32Array(largest + 2), new Float64Array(largest + 1)];
  let groups = 0;
  for (let v = largest; v >= 1; v--) {
    answered[v] = answered[v + 1] + timesOf[v];
    groups += timesOf[v] > 0 ? 1 : 0;
    joined[v] = answered[v] + groups * Math.ceil(Math.log2(groups));
  }
  let steps = 0;
  for (const n of ns) {
    if (n > m) continue;
    steps += n === m ? m : m * m;
    for (let v = 1; v <= Math.min(n, largest) && n < m && steps <= most; v++) {
      const ties = Math.min(answered[v], Math.floor((n - v) / v)) + 1;
      const taken = Math.min(answered[v] * v, n - v) + 1;
      steps += joined[v] * ties * taken * (Math.min(v, taken) + STEPS_PER_CHANCE);
    }
    if (steps > most) break;
  }
  return steps;
}

/** The steps of the weighted majority of n, at every n together: so many choices of n draws, after each of which the sums of all answers are compared. */
export function weightedMajoritySteps(answers: Answers, ns: readonly number[]): number {
  const m = answers.length;
  const { length } = countsOf(answers);
  return ns.reduce((steps, n) => (n > m ? steps : steps + STEPS_PER_DRAW * (m + VOTE_DRAWS * (n + length))), 0);
}
