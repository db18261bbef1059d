// Laws of counts and estimates whose coverage is enumerated: every outcome with its probability.

const logFactorials = [0];
for (let k = 1; k <= 2000; k++) logFactorials.push(logFactorials[k - 1] + Math.log(k));
const logChoose = (m, k) => logFactorials[m] - logFactorials[k] - logFactorials[m - k];

/** The chance of exactly c of m. */
export function binomial(m, c, rate) {
  return Math.exp(logChoose(m, c) + (c > 0 ? c * Math.log(rate) : 0) + (m > c ? (m - c) * Math.log1p(-rate) : 0));
}

/** The chances of 0 to m of m where the rate has the law Beta(a, 1), the mean of which is a / (a + 1). */
export function betaBinomial(m, a) {
  return Array.from({ length: m + 1 }, (_, c) => {
    let log = logChoose(m, c) + Math.log(a) + logFactorials[m - c];
    for (let i = c; i <= m; i++) log -= Math.log(a + i);
    return Math.exp(log);
  });
}

/** The unbiased estimate of pass@n from c of m. */
export function passAtN(m, c, n) {
  return m - c < n ? 1 : 1 - Math.exp(logChoose(m - c, n) - logChoose(m, n));
}

/** The mean of 1 - (1 - p)^n where p has the law Beta(a, 1). */
export function powerLawPassAtN(a, n) {
  let none = 1;
  for (let i = 1; i <= n; i++) none *= i / (a + i);
  return 1 - none;
}

/** All ways to put `total` prompts into `parts` values: how many have each. */
export function compositions(total, parts) {
  if (parts === 1) return [[total]];
  return Array.from({ length: total + 1 }, (_, first) =>
    compositions(total - first, parts - 1).map((rest) => [first, ...rest])
  ).flat();
}
