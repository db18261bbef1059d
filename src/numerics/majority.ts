// Who wins a vote among k of m draws without replacement, ties broken uniformly.

/** The chances of 0 to `count` successes in as many trials of chance p: a polynomial whose coefficients sum to 1. */
function binomial(count: number, p: number): Float64Array {
  let masses = Float64Array.of(1);
  for (let i = 0; i < count; i++) {
    const next = new Float64Array(masses.length + 1);
    masses.forEach((mass, u) => {
      next[u] += mass * (1 - p);
      next[u + 1] += mass * p;
    });
    masses = next;
  }
  return masses;
}

/**
 * The chance that each answer has the most votes among k of the draws.
 *
 * With each draw taken by a coin of chance k/m, and the number that is taken given to be k, every choice of k is as likely as another; so the chances are
 * coefficients of products of binomial distributions, which neither overflow nor cancel.
 *
 * @param counts - how many of the draws gave each answer.
 * @param silent - how many gave none.
 * @param k - from 1 to the number of draws.
 */
export function majorityWins(counts: ArrayLike<number>, silent: number, k: number): Float64Array {
  const sizes = Array.from(counts);
  const m = sizes.reduce((sum, count) => sum + count, silent);
  const p = k / m;
  const groups = new Map<number, number>();
  for (const count of sizes) groups.set(count, (groups.get(count) ?? 0) + 1);
  const masses = new Map([...groups.keys()].map((count) => [count, binomial(count, p)]));
  const none = binomial(silent, p);
  const all = binomial(m, p)[k];
  const wins = new Map<number, number>();
  for (const count of groups.keys()) {
    let chance = 0;
    for (let votes = 1; votes <= Math.min(count, k); votes++) {
      const rest = k - votes;
      // for each number of answers with as many votes, the chances of how many draws the others have taken
      let tied: Float64Array[] = [none.slice(0, rest + 1)];
      for (const [other, times] of groups) {
        for (let i = other === count ? 1 : 0; i < times; i++)
          tied = withAnswer(tied, masses.get(other) as Float64Array, votes, rest);
      }
      const shared = tied.reduce((sum, taken, t) => sum + (taken[rest] ?? 0) / (t + 1), 0);
      chance += (masses.get(count) as Float64Array)[votes] * shared;
    }
    wins.set(count, chance / all);
  }
  return Float64Array.from(sizes, (count) => (count === 0 ? 0 : (wins.get(count) as number)));
}

/** The chances with one more answer, which has fewer votes, or as many. */
function withAnswer(tied: readonly Float64Array[], masses: Float64Array, votes: number, rest: number): Float64Array[] {
  const next = Array.from({ length: tied.length + (masses.length > votes ? 1 : 0) }, () => new Float64Array(rest + 1));
  tied.forEach((taken, t) => {
    taken.forEach((chance, x) => {
      if (chance === 0) return;
      for (let u = 0; u < votes && u < masses.length && x + u <= rest; u++) next[t][x + u] += chance * masses[u];
      if (masses.length > votes && x + votes <= rest) next[t + 1][x + votes] += chance * masses[votes];
    });
  });
  return next;
}
