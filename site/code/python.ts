// The formulas in Python with numpy.

/** The formulas of the paper for blocks of equal rewards: Q is the probability of each block under best-of-n. */
export function pythonOf(reference: readonly string[], n: number): string {
  return [
    'import numpy as np',
    ...reference,
    // an integer of Python of more than 64 bits is none of numpy's
    `n = ${n < 2 ** 53 ? n : n.toExponential()}`,
    '',
    'probs = probs / probs.sum()',
    'levels, block = np.unique(rewards[probs > 0], return_inverse=True)  # equal rewards form a block',
    'P = np.bincount(block, probs[probs > 0])',
    'F = np.cumsum(P)  # up to each block, and above it',
    'above = np.append(np.cumsum(P[::-1])[::-1][1:], 0)',
    'log_F = np.where(F < 0.5, np.log(F), np.log1p(-np.minimum(above, 0.5)))',
    'log_below = np.append(-np.inf, log_F[:-1])',
    'Q = np.exp(n * log_F) * -np.expm1(n * (log_below - log_F))  # F**n less its value just below',
    'drawn = Q > 0',
    'print("kl", np.sum(Q[drawn] * np.log(Q[drawn] / P[drawn])))',
    'print("winRate", np.sum(Q * (F - P / 2)))',
    'finite = np.isfinite(levels)  # an infinite reward counts, however small its probability',
    'print("expectedReward", np.sum(Q[finite] * levels[finite]) + np.sum(levels[~finite]))',
    '',
  ].join('\n');
}
