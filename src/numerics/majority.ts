// Who wins a vote among k of m draws without replacement, ties broken uniformly.

/** The chances of each number of successes with `count` more trials of chance p: a polynomial whose coefficients sum to 1. */
function withTrials(masses: Float64Array, count: number, p: number): Float64Array {
  const size = masses.length;
  const all = new Float64Array(size + count);
  all.set(masses);
  for (let i = 0; i < count; i++) {
    for (let u = size + i; u > 0; u--) all[u] = all[u] * (1 - p) + all[u - 1] * p;
    all[0] *= 1 - p;
  }
  return all;
}

/**
 * The chance that each answer has the most votes among k of the draws.
 *
 * With each draw taken by a coin of chance k/m, and the number that is taken given to be k, every choice of k is as likely as another; so the chances are
 * coefficients of products of binomial distributions, which neither overflow nor cancel. For each number of votes of the winner, answers that were given less often
 * cannot have as many: together they are one binomial distribution.
 *
 * @param counts - how many of the draws gave each answer.
 * @param silent - how many gave none.
 * @param k - from 1 to the number of draws.
 */
export function majorityWins(counts: ArrayLike<number>, silent: number, k: number): Float64Array {
  const sizes = Array.from(counts);
  const m = sizes.reduce((sum, count) => sum + count, silent);
  if (k === m) {
    const most = sizes.reduce((a, b) => Math.max(a, b), 0);
    const tied = sizes.filter((count) => count === most).length;
    return Float64Array.from(sizes, (count) => (count === most ? 1 / tied : 0));
  }
  const p = k / m;
  const times = new Map<number, number>();
  for (const count of sizes) times.set(count, (times.get(count) ?? 0) + 1);
  const groups = [...times.keys()].sort((a, b) => a - b).map((count) => withTrials(Float64Array.of(1), count, p));
  const countOf = (g: number) => groups[g].length - 1;
  const timesOf = (g: number) => times.get(countOf(g)) as number;

  const wins = groups.map(() => 0);
  let below = withTrials(Float64Array.of(1), silent, p);
  let low = 0;
  const leave = () => {
    below = withTrials(below, countOf(low) * timesOf(low), p);
    low++;
  };
  for (let votes = 1; votes <= k; votes++) {
    while (low < groups.length && countOf(low) < votes) leave();
    if (low === groups.length) break;
    const rest = k - votes;
    const joined = (tied: Tied, g: number) => withAnswer(tied, groups[g], votes, rest);
    // what the products without one answer have in common
    let common: Tied = [Float64Array.of(1)];
    for (let g = low; g < groups.length; g++) for (let i = 1; i < timesOf(g); i++) common = joined(common, g);
    // the products without one of the groups, each half of which shares the product with the other half
    const without = (tied: Tied, from: number, to: number): void => {
      if (to - from === 1) {
        wins[from] += groups[from][votes] * sharedChance(tied, below, rest);
        return;
      }
      const middle = (from + to) >> 1;
      let [left, right] = [tied, tied];
      for (let g = middle; g < to; g++) left = joined(left, g);
      for (let g = from; g < middle; g++) right = joined(right, g);
      without(left, from, middle);
      without(right, middle, to);
    };
    without(common, low, groups.length);
  }
  while (low < groups.length) leave();
  const all = below[k];
  const winOf = new Map(groups.map((masses, g) => [masses.length - 1, wins[g] / all]));
  return Float64Array.from(sizes, (count) => winOf.get(count) as number);
}

/** For each number of answers with as many votes as the winner, the chances of how many draws the others have taken. */
type Tied = readonly Float64Array[];

/** The chances with one more answer, which has fewer votes than the winner, or as many. */
function withAnswer(tied: Tied, masses: Float64Array, votes: number, rest: number): Tied {
  const length = Math.min(tied[0].length + votes, rest + 1);
  // no more answers can tie than the rest has votes for
  const most = Math.min(tied.length, Math.floor(rest / votes));
  const next = Array.from({ length: most + 1 }, () => new Float64Array(length));
  for (let t = 0; t < tied.length; t++) {
    const taken = tied[t];
    const own = next[t];
    for (let x = t * votes; x < taken.length; x++) {
      const chance = taken[x];
      if (chance === 0) continue;
      const fewer = Math.min(votes, length - x);
      for (let u = 0; u < fewer; u++) own[x + u] += chance * masses[u];
      if (fewer === votes && x + votes < length) next[t + 1][x + votes] += chance * masses[votes];
    }
  }
  return next;
}

/** The chance that the others and the rest take all remaining draws, divided by how many share the first place. */
function sharedChance(tied: Tied, below: Float64Array, rest: number): number {
  let chance = 0;
  for (let t = 0; t < tied.length; t++) {
    let sum = 0;
    for (let x = Math.max(0, rest + 1 - below.length); x < tied[t].length; x++) sum += tied[t][x] * below[rest - x];
    chance += sum / (t + 1);
  }
  return chance;
}
