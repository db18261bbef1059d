"""The selection rules, divergences and second scores of one support in numpy, and the training weights of rows of samples: the usual vectorised formulas in
float64, without ties. Prints a JSON line a stage: the time, and the values, which the benchmark holds against ours."""
import json, math, os, sys, time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # processor time counts every thread
import numpy as np

BUDGET, LEAST, LONG = 1e8, 2e6, 2.5e8  # as in ../laws.mjs


def prepare(weights, rewards, scores):
    order = np.argsort(rewards, kind="stable")
    p = weights[order] / weights.sum()
    F = np.cumsum(p)
    S = np.concatenate([np.cumsum(p[::-1])[::-1][1:], [0.0]])
    with np.errstate(divide="ignore"):
        L = np.where(F > 0.5, np.log1p(-S), np.log(F))
        d = np.log1p(-p / F)
    d[0] = -np.inf
    below = np.concatenate([[0.0], F[:-1]])
    above = np.concatenate([[1.0], S[:-1]])
    return dict(order=order, p=p, F=F, S=S, L=L, d=d, below=below, above=above, mid=below + p / 2, r=rewards[order], s=scores[order])


def best_of(s, n):
    return np.exp(n * s["L"]) * -np.expm1(n * s["d"])


def renyi(s, n, alpha):
    return np.log(np.sum(best_of(s, n) ** alpha * s["p"] ** (1 - alpha))) / (alpha - 1)


def hockey_stick(s, n, gamma):
    return np.maximum(best_of(s, n) - gamma * s["p"], 0).sum()


def kl_estimates(p, n):
    q = np.log1p(-p)
    none, some = np.exp(n * q), -np.expm1(n * q)
    return none * (math.log(n) + (n - 1) * q - (n - 1) / n) + some * np.log(some / p)


def kl_estimate_deviation(s, n):
    pi, d = best_of(s, n), kl_estimates(s["p"], n)
    return np.sqrt(pi @ (d - pi @ d) ** 2)


def max_log_ratio(s, n):
    top = s["p"][-1]
    return math.log(-math.expm1(n * math.log1p(-top)) / top)


def entropy(s, n):
    pi = best_of(s, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.where(pi > 0, pi * np.log(pi), 0.0).sum()


def distinct_outcomes(s, n):
    return -np.expm1(n * np.log1p(-s["p"])).sum()


def quantile(s, n, level):
    return s["r"][np.searchsorted(s["L"], math.log(level) / n)]


def win_rate_against(s, n, m):
    return best_of(s, n) @ (s["below"] ** m + best_of(s, m) / 2)


def law(s, q):
    """What a rule returns: three metrics, and the policy in the order of the input."""
    with np.errstate(divide="ignore", invalid="ignore"):
        kl = np.where(q > 0, q * np.log(q / s["p"]), 0.0).sum()
    policy = np.empty_like(q)
    policy[s["order"]] = q
    return kl, q @ s["mid"], q @ s["r"], policy


def worst_of(s, n):
    above = s["above"]
    with np.errstate(divide="ignore"):
        return law(s, np.exp(n * np.log(above)) * -np.expm1(n * np.log1p(-np.minimum(s["p"] / above, 1.0))))


def top_of(s, n, j):
    G = sum((j - i) * math.comb(n, i) * s["S"] ** i * s["F"] ** (n - i) for i in range(j)) / j
    return law(s, np.diff(G, prepend=0.0))


def best_of_poisson(s, mu):
    return law(s, np.exp(-mu * s["S"]) * (s["p"] - s["below"] * np.expm1(-mu * s["p"])))


def top_fraction(s, m):
    return law(s, m * np.minimum(s["p"], np.maximum(1 / m - s["S"], 0)))


def soft_best_of(s, n, temperature):
    """Trapezoid rule in log t, as far as the integrand has digits."""
    p, w = s["p"], np.exp((s["r"] - s["r"][-1]) / temperature)
    q, step = np.zeros_like(p), 0.25
    for t in np.exp(np.arange(-38, 60, step)):
        e = np.exp(-t * w)
        phi = p @ e
        q += t * phi ** (n - 1) * e
        if phi ** n < 1e-20:
            break
    return law(s, n * p * w * q * step)


def pessimistic(s, beta):
    p, r = s["p"][::-1], s["r"][::-1]
    taus = (np.cumsum(p * r) - beta) / np.cumsum(p)
    tau = taus[np.argmax(taus >= np.append(r[1:], -np.inf))]
    return law(s, s["p"] * np.maximum(s["r"] - tau, 0) / beta)


def expected_score(s, n):
    return best_of(s, n) @ s["s"]


def peak(s):
    """The best of 64 numbers of samples, refined by golden sections: the n has half the digits at most, and a higher peak between them is missed."""
    logs = np.linspace(0, math.log(1e6), 64)
    values = [expected_score(s, math.exp(x)) for x in logs]
    best = int(np.argmax(values))
    low, high, golden = logs[max(best - 1, 0)], logs[min(best + 1, 63)], (math.sqrt(5) - 1) / 2
    for _ in range(30):
        a, b = high - golden * (high - low), low + golden * (high - low)
        if expected_score(s, math.exp(a)) > expected_score(s, math.exp(b)):
            high = b
        else:
            low = a
    return max(values[best], expected_score(s, math.exp((low + high) / 2)))


def pairwise_disagreement(s):
    """Outcomes by rising reward; those that differ in one bit of their rank by score, and agree in all higher ones, at once."""
    p, rank = s["p"], np.empty(len(s["p"]), np.int32)
    rank[np.argsort(s["s"], kind="stable")] = np.arange(len(rank), dtype=np.int32)
    total = 0.0
    for bit in range(len(rank).bit_length()):
        group = rank >> (bit + 1)
        order = np.argsort(group, kind="stable")
        q, g, upper = p[order], group[order], (rank[order] >> bit & 1).astype(bool)
        before = np.cumsum(np.where(upper, q, 0.0))
        starts = np.searchsorted(g, g, side="left")
        before -= np.where(starts > 0, before[starts - 1], 0.0)
        total += q[~upper] @ before[~upper]
    return 2 * total


def stopping(s, cost):
    p, r = s["p"][::-1], s["r"][::-1]
    M = np.cumsum(p)
    zs = (np.cumsum(p * r) - cost) / M
    at = np.argmax(zs >= np.append(r[1:], -np.inf))
    F, rises = s["F"][:-1], (1 - s["F"][:-1]) * np.diff(s["r"])
    gain = lambda n: F ** n @ rises
    high = 1
    while gain(high) > cost:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if gain(middle) > cost else (low, middle)
    return zs[at], 1 / M[at], high, best_of(s, high) @ s["r"] - cost * high


SUPPORT_STAGES = {
    "renyi": lambda s: renyi(s, 16, 1.5),
    "hockeyStick": lambda s: hockey_stick(s, 16, 2),
    "klTopBound": lambda s: kl_estimates(s["p"][-1], 16),
    "klEstimateDeviation": lambda s: kl_estimate_deviation(s, 16),
    "maxLogRatio": lambda s: max_log_ratio(s, 16),
    "entropy": lambda s: entropy(s, 16),
    "distinctOutcomes": lambda s: distinct_outcomes(s, 16),
    "quantile": lambda s: quantile(s, 16, 0.5),
    "winRateAgainst": lambda s: win_rate_against(s, 16, 4),
    "worstOf": lambda s: worst_of(s, 16),
    "topOf": lambda s: top_of(s, 16, 4),
    "topFraction": lambda s: top_fraction(s, 16),
    "bestOfPoisson": lambda s: best_of_poisson(s, 16),
    "softBestOf": lambda s: soft_best_of(s, 16, 0.5),
    "pessimistic": lambda s: pessimistic(s, 1),
    "expectedScore": lambda s: expected_score(s, 16),
    "peak": peak,
    "pairwiseDisagreement": pairwise_disagreement,
    "stopping": lambda s: stopping(s, 0.01),
}


def max_at_k_weights(R, k):
    """Walder and Karkhanis, from suffix sums over the rewards in order."""
    m = R.shape[1]
    own = np.array([math.comb(i, k - 1) for i in range(m)]) / math.comb(m, k)
    pair = np.array([math.comb(i - 1, k - 2) if i > 0 else 0 for i in range(m)]) / math.comb(m, k)
    order = np.argsort(R, axis=1)
    r = np.take_along_axis(R, order, axis=1)
    above = np.cumsum((r * pair)[:, ::-1], axis=1)[:, ::-1] - r * pair
    weights = np.empty_like(R)
    np.put_along_axis(weights, order, r * own + above, axis=1)
    return weights


def leave_one_out(R, k):
    """The weights less k/(m-1) times the mean of the best of k of the others."""
    m = R.shape[1]
    own = np.array([math.comb(i, k - 1) for i in range(m)]) / math.comb(m - 1, k)
    order = np.argsort(R, axis=1)
    r = np.take_along_axis(R, order, axis=1)
    below = np.cumsum(r * own, axis=1) - r * own
    shifted = r[:, 1:] * own[:-1]
    above = np.cumsum(shifted[:, ::-1], axis=1)[:, ::-1]
    others = below
    others[:, :-1] += above
    result = np.empty_like(R)
    np.put_along_axis(result, order, others, axis=1)
    return max_at_k_weights(R, k) - k / (m - 1) * result


def leave_one_out_of_others(R, k):
    """Sums of the gaps of neighbours in order."""
    m = R.shape[1]
    own = np.array([math.comb(i, k - 1) for i in range(m)]) / math.comb(m, k)
    order = np.argsort(R, axis=1)
    r = np.take_along_axis(R, order, axis=1)
    weights = np.empty_like(R)
    np.put_along_axis(weights, order, np.cumsum(np.diff(r, axis=1, prepend=r[:, :1]) * own, axis=1), axis=1)
    return weights


def off_policy(R, W, n):
    """Value and weights of every row: for each sample the elementary symmetric polynomials of the ratios below, without it."""
    rows, m = R.shape
    order = np.argsort(R, axis=1)
    r, w = np.take_along_axis(R, order, axis=1), np.take_along_axis(W, order, axis=1)
    e = np.zeros((rows, m, n))  # e[:, i, d]: of degree d, without sample i
    e[:, :, 0] = 1
    g = np.zeros((rows, m))
    for l in range(m):
        g[:, l] += r[:, l] * w[:, l] * e[:, l, n - 1]
        g[:, :l] += (r[:, l] * w[:, l])[:, None] * w[:, :l] * e[:, :l, n - 2]
        own = e[:, l].copy()
        e[:, :, 1:] += w[:, l, None, None] * e[:, :, :-1]
        e[:, l] = own
    g /= math.comb(m, n)
    weights = np.empty_like(g)
    np.put_along_axis(weights, order, g, axis=1)
    return g.sum(axis=1) / n, weights


def holdout(C, n, judges):
    """Judgements of rows, samples and judges."""
    m, K = C.shape[1:]
    rank = np.array([math.comb(i, n - 1) for i in range(m)]) / math.comb(m, n)
    wide = np.concatenate([C, C[:, :, : judges - 1]], axis=2)
    chosen = np.lib.stride_tricks.sliding_window_view(wide, judges, axis=2).sum(axis=3)
    held = (C.sum(axis=2, keepdims=True) - chosen) / (K - judges)
    return np.einsum("amk,m->a", np.take_along_axis(held, np.argsort(chosen, axis=1), axis=1), rank) / K


def timed(run, count):
    a = time.process_time_ns()
    for _ in range(count):
        run()
    return max(time.process_time_ns() - a, 1) / count


def measure(run):
    value, once = run(), timed(run, 1)
    if once > LONG:
        return once, value
    together = math.ceil(LEAST / min(once, timed(run, 1)))
    runs = max(3, int(BUDGET / (once * together)))
    return sorted(timed(run, together) for _ in range(runs))[runs // 2], value


def numbers(value):
    return [float(x[0] if np.ndim(x) == 1 else x) for x in (value if isinstance(value, tuple) else (value,))]


def print_stage(N, stage, nanoseconds, values):
    print(json.dumps(dict(impl="numpy", N=N, stage=stage, us=nanoseconds / 1e3, values=values)))


kind, path, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
if kind == "support":
    support = prepare(*np.fromfile(path).reshape(3, size))
    for stage, run in SUPPORT_STAGES.items():
        nanoseconds, value = measure(lambda: run(support))
        print_stage(size, stage, nanoseconds, numbers(value))
else:
    R, W = np.fromfile(path).reshape(2, -1, size)
    C = W.reshape(-1, size, 4)
    few = len(R) // 16
    for stage, rows, run in [
        ("maxAtKWeights", len(R), lambda: max_at_k_weights(R, 8)),
        ("maxAtKWeights, leave-one-out", len(R), lambda: leave_one_out(R, 8)),
        ("maxAtKWeights, k minus one", len(R), lambda: leave_one_out_of_others(R, 8)),
        ("offPolicyBestOf", few, lambda: off_policy(R[:few], W[:few], 8)),
        ("holdoutBestOf", len(C), lambda: holdout(C, 8, 2)),
    ]:
        nanoseconds, value = measure(run)
        value = value[0] if isinstance(value, tuple) else value.ravel()
        print_stage(size, stage, nanoseconds / rows, numbers(value))
