// Rebuilds the supports of the golden files from their recipes; see test/golden/README.md.

/** `count` values of the linear congruential generator. */
export function lcg(seed: number, count: number): number[] {
  const values: number[] = [];
  let s = seed >>> 0;
  for (let i = 0; i < count; i++) {
    s = (Math.imul(1664525, s) + 1013904223) >>> 0;
    values.push(s);
  }
  return values;
}

const SIGNED = [-1.5, -0, 0, 5e-324, 2.5, -5e-324, 1e150, -1e150];

function weightsOf(recipe: string, size: number, seed: number): number[] {
  const v = lcg(seed, size);
  switch (recipe) {
    case 'uniform':
      return v.map(() => 1);
    case 'zipf':
      return v.map((_, i) => Math.floor(2 ** 50 / (i + 1)));
    case 'zipf2':
      return v.map((_, i) => Math.floor(2 ** 52 / (i + 1) ** 2));
    case 'geometric':
      return v.map((_, i) => 2 ** -i);
    case 'random':
      return v.map((x) => x + 1);
    case 'spike': {
      const w = v.map((x) => x + 1);
      w[Math.floor(size / 2)] = 15 * w.reduce((a, b) => a + b, 0);
      return w;
    }
    case 'wide':
      return v.map((x) => (x + 1) * 2 ** -(x % 900));
    case 'holes':
      return v.map((x, i) => (i % 3 === 0 ? 0 : x + 1));
    default:
      throw new Error(`unknown weights ${recipe}`);
  }
}

function rewardsOf(recipe: string, size: number, seed: number): number[] {
  const v = lcg(seed + 1, size);
  if (recipe === 'ascending') return v.map((_, i) => i);
  if (recipe === 'descending') return v.map((_, i) => -i);
  if (recipe === 'shuffled') return v.map((x, i) => x * 2 ** 21 + i);
  if (recipe === 'signed') return v.map((x) => SIGNED[Math.floor(x / 65536) % 8]);
  const ties = /^ties(\d+)$/.exec(recipe);
  if (ties) return v.map((x) => Math.floor(x / 65536) % Number(ties[1]));
  throw new Error(`unknown rewards ${recipe}`);
}

export interface Recipe {
  name: string;
  weights: string;
  rewards: string;
  size: number;
  seed: number;
  ties: 'random' | 'index';
}

export function supportOf(recipe: Recipe): { weights: Float64Array; rewards: Float64Array; ties: 'random' | 'index' } {
  return {
    weights: Float64Array.from(weightsOf(recipe.weights, recipe.size, recipe.seed)),
    rewards: Float64Array.from(rewardsOf(recipe.rewards, recipe.size, recipe.seed)),
    ties: recipe.ties,
  };
}

/** The rewards of a case that lists them or names their recipe. */
export const listedRewards = (c: { rewards: string | number[]; size: number; seed: number }): number[] =>
  Array.isArray(c.rewards)
    ? c.rewards
    : Array.from(
        supportOf({ name: '', ties: 'random', weights: 'uniform', rewards: c.rewards, size: c.size, seed: c.seed }).rewards
      );
