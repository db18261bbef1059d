# The quantities of README.md, each written as it is defined, in mpmath's arithmetic at the precision of the caller.

from collections import namedtuple
from itertools import combinations, groupby
from math import comb

from mpmath import exp, expm1, fsum, log, loggamma, mp, mpf, sqrt

# Outcomes of equal reward: their places in the input, P_j, F_{j-1} and F_j.
Block = namedtuple('Block', 'reward members mass below upto')


def probabilities(weights):
    # The sums of the recipes' weights are exact at the precisions of cases.py.
    total = fsum(weights)
    return [mpf(w) / total for w in weights]


def blocks_of(weights, rewards, ties='random'):
    """The blocks of positive mass by rising reward; with ties by index, every outcome is a block."""
    total = fsum(weights)
    order = sorted((i for i, w in enumerate(weights) if w > 0), key=lambda i: (rewards[i], i))
    blocks = []
    below = mpf(0)
    for _, group in groupby(order, key=lambda i: (rewards[i], i if ties == 'index' else None)):
        members = list(group)
        weight = fsum(weights[i] for i in members)
        blocks.append(Block(mpf(rewards[members[0]]), members, weight / total, below / total, (below + weight) / total))
        below += weight
    return blocks


def best_of_n(blocks, n):
    """The mass of each block under the best-of-n policy."""
    return [b.upto**n - b.below**n for b in blocks]


def within_blocks(blocks, masses, weights):
    """The policy over outcomes: inside a block, a draw is in proportion to the reference."""
    policy = [mpf(0)] * len(weights)
    p = probabilities(weights)
    for b, mass in zip(blocks, masses):
        for i in b.members:
            policy[i] = mass * p[i] / b.mass
    return policy


def kl_bound(n):
    return log(n) - (mpf(n) - 1) / n


def win_rate_bound(n):
    return mpf(n) / (mpf(n) + 1)


def kl(blocks, masses):
    return fsum(mass * log(mass / b.mass) for b, mass in zip(blocks, masses) if mass > 0)


def mid_rank(block):
    """The chance of a reward in this block against one reference draw, where a tie counts one half."""
    return block.below + block.mass / 2


def win_rate(blocks, masses):
    return fsum(mass * mid_rank(b) for b, mass in zip(blocks, masses))


def expected_reward(blocks, masses):
    return fsum(mass * b.reward for b, mass in zip(blocks, masses))


def metrics(blocks, n):
    """Every metric of golden.json, in the order of its keys."""
    masses = best_of_n(blocks, n)
    reference = [b.mass for b in blocks]
    pairs = list(zip(reference, masses))
    mean = expected_reward(blocks, masses)
    divergence = kl(blocks, masses)
    wins = win_rate(blocks, masses)
    return {
        'kl': divergence,
        'klBound': kl_bound(n),
        'klGap': kl_bound(n) - divergence,
        'reverseKl': fsum(p * log(p / q) for p, q in pairs),
        'winRate': wins,
        'winRateGap': win_rate_bound(n) - wins,
        'expectedReward': mean,
        'referenceReward': expected_reward(blocks, reference),
        'rewardVariance': fsum(q * (b.reward - mean) ** 2 for b, q in zip(blocks, masses)),
        'totalVariation': fsum(abs(q - p) for p, q in pairs) / 2,
        'chiSquared': fsum(q**2 / p for p, q in pairs) - 1,
        'squaredHellinger': fsum((sqrt(q) - sqrt(p)) ** 2 for p, q in pairs) / 2,
    }


def kl_estimate(n, epsilon):
    """d_n(epsilon), with its two limits."""
    if epsilon == 0:
        return kl_bound(n)
    if epsilon == 1:
        return mpf(0)
    rest = 1 - mpf(epsilon)
    unseen = rest**n
    seen = 1 - unseen
    return unseen * (kl_bound(n) + (mpf(n) - 1) * log(rest)) + seen * log(seen / epsilon)


def kl_estimate_mean(weights, rewards, ties, n):
    """The mean of d_n(p(y)) over outcomes y of the best-of-n policy."""
    blocks = blocks_of(weights, rewards, ties)
    policy = within_blocks(blocks, best_of_n(blocks, n), weights)
    return fsum(q * kl_estimate(n, p) for p, q in zip(probabilities(weights), policy) if q > 0)


def collision_probability(weights):
    """Over outcomes, whatever their rewards."""
    return fsum(p**2 for p in probabilities(weights))


def largest_of_n_weights(rewards, n):
    """For each sample the chance that it is the largest of n of them; tied samples share theirs equally."""
    order = sorted(range(len(rewards)), key=lambda i: rewards[i])
    weights = [mpf(0)] * len(rewards)
    choices = mpf(comb(len(rewards), n))
    ranked = ((i, comb(rank, n - 1)) for rank, i in enumerate(order))
    for _, group in groupby(ranked, key=lambda pair: rewards[pair[0]]):
        block = list(group)
        share = sum(ways for _, ways in block) / choices / len(block)
        for i, _ in block:
            weights[i] = share
    return weights


def samples_win_rate(rewards, n):
    """Best of every choice of n samples against every sample left over, a tie counting one half."""
    half_points = []
    for chosen in combinations(range(len(rewards)), n):
        best = max(rewards[i] for i in chosen)
        left_over = set(range(len(rewards))).difference(chosen)
        half_points += [1 + (best > rewards[i]) - (best < rewards[i]) for i in left_over]
    return mpf(sum(half_points)) / (2 * len(half_points))


def pass_at_k(samples, correct, k):
    return 1 - mpf(comb(samples - correct, k)) / comb(samples, k)


def pass_at_k_of_many(samples, correct, k):
    """The same where the binomials have too many digits, from the logarithms of their factorials."""
    with mp.workdps(90):
        ways = [loggamma(mpf(x + 1)) for x in (samples - correct, samples - k, samples, samples - correct - k)]
        return -expm1(ways[0] + ways[1] - ways[2] - ways[3])


def divergence(p, q):
    """The KL divergence of weights, each normalised."""
    ratio = fsum(q) / fsum(p)
    return fsum(a * log(a / b * ratio) for a, b in zip(p, q)) / fsum(p)


def threshold_policy(blocks, threshold):
    """The reference restricted to rewards of at least the threshold, and how much of it that is."""
    acceptance = fsum(b.mass for b in blocks if b.reward >= threshold)
    return [b.mass / acceptance if b.reward >= threshold else mpf(0) for b in blocks], acceptance


def tilted_policy(blocks, tilt, beta):
    """The reference tilted by e^(beta s), with s the reward or the chance to win against a reference draw."""
    score = {'winRate': mid_rank, 'reward': lambda b: b.reward}[tilt]
    tilted = [b.mass * exp(mpf(beta) * score(b)) for b in blocks]
    total = fsum(tilted)
    return [mass / total for mass in tilted]
