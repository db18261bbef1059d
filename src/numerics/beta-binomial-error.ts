// How sure a fitted beta-binomial model is, from how far the problems pull the fit apart.

/** The variances of log alpha and log beta, their covariance, and how many independent units they come from. */
export interface Covariance {
  aa: number;
  ab: number;
  bb: number;
  units: number;
}

/**
 * The covariance of a fit as it would vary with the problems, also where the model is wrong: the inverse of the curvature of the likelihood, on either side of the
 * squares of each problem's pull (Huber 1967; White 1982).
 *
 * @param passed - how many samples of each problem passed.
 * @param all - how many samples each has.
 * @param clusters - the number of the cluster of each problem, where problems depend on each other.
 */
export function covarianceOf(
  passed: ArrayLike<number>,
  all: ArrayLike<number>,
  { alpha, beta }: { alpha: number; beta: number },
  clusters?: ArrayLike<number>
): Covariance {
  const most = Array.from(all).reduce((a, b) => Math.max(a, b), 0);
  const [ofAlpha, ofBeta, ofBoth] = [alpha, beta, alpha + beta].map((x) => prefixSums(x, most));
  const pulls = new Map<number, [number, number]>();
  let [curveAA, curveAB, curveBB] = [0, 0, 0];
  for (let i = 0; i < passed.length; i++) {
    const [hits, misses, tries] = [passed[i], all[i] - passed[i], all[i]];
    const pullA = alpha * (ofAlpha.first[hits] - ofBoth.first[tries]);
    const pullB = beta * (ofBeta.first[misses] - ofBoth.first[tries]);
    const unit = clusters ? clusters[i] : i;
    const [sumA, sumB] = pulls.get(unit) ?? [0, 0];
    pulls.set(unit, [sumA + pullA, sumB + pullB]);
    curveAA -= pullA + alpha * alpha * (ofBoth.second[tries] - ofAlpha.second[hits]);
    curveBB -= pullB + beta * beta * (ofBoth.second[tries] - ofBeta.second[misses]);
    curveAB -= alpha * beta * ofBoth.second[tries];
  }
  let [aa, ab, bb] = [0, 0, 0];
  for (const [a, b] of pulls.values()) {
    aa += a * a;
    ab += a * b;
    bb += b * b;
  }
  // two numbers were fitted to these units
  const factor = pulls.size / Math.max(1, pulls.size - 2);
  const determinant = curveAA * curveBB - curveAB * curveAB;
  const inverse = { aa: curveBB / determinant, ab: -curveAB / determinant, bb: curveAA / determinant };
  const left = {
    aa: inverse.aa * aa + inverse.ab * ab,
    ab: inverse.aa * ab + inverse.ab * bb,
    ba: inverse.ab * aa + inverse.bb * ab,
    bb: inverse.ab * ab + inverse.bb * bb,
  };
  return {
    aa: factor * (left.aa * inverse.aa + left.ab * inverse.ab),
    ab: factor * (left.aa * inverse.ab + left.ab * inverse.bb),
    bb: factor * (left.ba * inverse.ab + left.bb * inverse.bb),
    units: pulls.size,
  };
}

/** For every count up to `most`, the sums over `j` below it of `1 / (x + j)` and `1 / (x + j)^2`. */
function prefixSums(x: number, most: number) {
  const first = new Float64Array(most + 1);
  const second = new Float64Array(most + 1);
  for (let j = 0; j < most; j++) {
    first[j + 1] = first[j] + 1 / (x + j);
    second[j + 1] = second[j] + 1 / ((x + j) * (x + j));
  }
  return { first, second };
}
