// The chance that k samples of a problem fail whose chance of success has a beta distribution.

import { log1p } from './exp-log';
import { logGammaRatio } from './gamma';

/** How many factors are multiplied before the rest is told by the gamma function. */
const MAX_FACTORS = 1000;

/** `log B(alpha, beta + k) - log B(alpha, beta)`: the chance that k samples fail. */
export function logFail(alpha: number, beta: number, k: number): number {
  const factors = Math.min(k, MAX_FACTORS);
  let sum = 0;
  for (let i = 0; i < factors; i++) sum += log1p(-alpha / (alpha + beta + i));
  return k === factors ? sum : sum + logGammaRatio(beta + factors, alpha) - logGammaRatio(beta + k, alpha);
}
