# The entries of the golden files: what each is computed from, and how its values are written.

import cases
import definitions as d
import wide
from mpmath import fsum, mp, mpf, nstr
from recipes import lcg, rewards_of, weights_of

PRINTED_DIGITS = 25
# Doubles lose digits below 2.2e-308 and end at 5e-324: of smaller values the tests ask only that they are at most this.
ZERO = mpf('1e-300')


def shown(value):
    """25 digits in scientific notation, with no exponent of 0."""
    return nstr(value, PRINTED_DIGITS, strip_zeros=False, min_fixed=0, max_fixed=0) if value else '0'


def shown_values(values, digits):
    """The values as strings, without those whose printed digits the rounding of the sums could reach."""
    unsure = mpf(10) ** (PRINTED_DIGITS - digits)
    kept = {name: mpf(0) if abs(value) <= ZERO else value for name, value in values.items()}
    return {name: shown(value) for name, value in kept.items() if value == 0 or abs(value) >= unsure}


def digits_of(case, n):
    if not case.large:
        return cases.DIGITS
    return cases.DIGITS_OF_LARGE_AT_ONE if n == 1 else cases.DIGITS_OF_LARGE


def support_of(case):
    return weights_of(case.weights, case.size, case.seed), rewards_of(case.rewards, case.size, case.seed)


def recipe_of(case, *left_out):
    fields = ['name', 'weights', 'rewards', 'size', 'seed', 'ties']
    return {field: getattr(case, field) for field in fields if field not in left_out}


def golden_result(case, n):
    """One entry of `results`."""
    digits = digits_of(case, n)
    with mp.workdps(digits):
        weights, rewards = support_of(case)
        blocks = d.blocks_of(weights, rewards, case.ties)
        result = {'n': n, **shown_values(d.metrics(blocks, n), digits)}
        if not case.large:
            policy = d.within_blocks(blocks, d.best_of_n(blocks, n), weights)
            result['policy'] = [shown(q) for q in policy]
        return result


def estimates(**values):
    return shown_values(values, cases.DIGITS)


def closed_form(n):
    return {'n': n, **estimates(klBound=d.kl_bound(n), winRateBound=d.win_rate_bound(n))}


def estimator(n, epsilon):
    return {'n': n, 'epsilon': epsilon, **estimates(klEstimate=d.kl_estimate(n, mpf(epsilon)))}


def estimator_mean(case, n):
    weights, rewards = support_of(case)
    mean = d.kl_estimate_mean(weights, rewards, case.ties, n)
    collision = d.collision_probability(weights)
    return {**recipe_of(case), 'n': n, **estimates(klEstimate=mean, collisionProbability=collision)}


def samples(name, recipe, size, seed, n):
    rewards = rewards_of(recipe, size, seed)
    scores = lcg(seed + 7, size)
    probabilities = [mpf(v + 1) / 2**40 for v in lcg(seed + 9, size)]
    weights = d.largest_of_n_weights(rewards, n)

    def mean(values):
        return fsum(w * mpf(x) for w, x in zip(weights, values))

    return {
        **{'name': name, 'rewards': recipe, 'size': size, 'seed': seed, 'n': n},
        **estimates(
            expectedReward=mean(rewards),
            expectedScore=mean(scores),
            klEstimate=mean(d.kl_estimate(n, p) for p in probabilities),
        ),
    }


def samples_win_rate(rewards, n):
    return {'rewards': rewards, 'n': n, **estimates(winRate=d.samples_win_rate(rewards, n))}


def pass_at_k(samples, correct, k):
    return {'samples': samples, 'correct': correct, 'k': k, **estimates(passAtK=d.pass_at_k(samples, correct, k))}


def peer(case, settings):
    blocks = d.blocks_of(*support_of(case))
    found = {}
    if settings['policy'] == 'threshold':
        masses, found['acceptance'] = d.threshold_policy(blocks, settings['threshold'])
    else:
        masses = d.tilted_policy(blocks, settings['tilt'], settings['beta'])
    found['kl'] = d.kl(blocks, masses)
    found['winRate'] = d.win_rate(blocks, masses)
    found['expectedReward'] = d.expected_reward(blocks, masses)
    return {**recipe_of(case, 'ties'), **settings, **estimates(**found)}


def peer_settings(case):
    """Thresholds at the lowest, middle and highest reward; tilts by both scores."""
    rewards = sorted(support_of(case)[1])
    for threshold in (rewards[0], rewards[len(rewards) // 2], rewards[-1]):
        yield {'policy': 'threshold', 'threshold': threshold}
    for beta in cases.WIN_RATE_BETAS:
        yield {'policy': 'tilted', 'tilt': 'winRate', 'beta': beta}
    for beta in cases.REWARD_BETAS:
        yield {'policy': 'tilted', 'tilt': 'reward', 'beta': beta / rewards[-1]}


def wide_tilt(seed):
    weights, rewards, tilt, beta = wide.tilt_case(seed)
    with mp.workdps(wide.DIGITS):
        blocks = d.blocks_of([mpf(w) for w in weights], rewards, 'index')
        masses = d.tilted_policy(blocks, tilt, beta)
        values = {
            'kl': d.kl(blocks, masses),
            'winRate': d.win_rate(blocks, masses),
            'expectedReward': d.expected_reward(blocks, masses),
            'rewardSize': wide.reward_size(blocks, masses),
        }
        policy = [shown(q) for q in d.within_blocks(blocks, masses, weights)]
        values = {name: shown(value) for name, value in values.items()}
        return {'weights': weights, 'rewards': rewards, 'tilt': tilt, 'beta': beta, **values, 'policy': policy}


def divergence(seed):
    p, q = wide.divergence_case(seed)
    with mp.workdps(wide.DIGITS):
        return {'p': p, 'q': q, 'kl': shown(d.divergence([mpf(x) for x in p], [mpf(x) for x in q]))}


def large_pass_at_k(samples, correct, k):
    return {'samples': samples, 'correct': correct, 'k': k, 'passAtK': shown(d.pass_at_k_of_many(samples, correct, k))}


# The sections of estimators.json: what makes one entry, and the arguments of each.
SECTIONS = {
    'closedForms': (closed_form, [(n,) for n in cases.CLOSED_FORMS_N]),
    'estimator': (estimator, [(n, epsilon) for n in cases.ESTIMATOR_N for epsilon in cases.ESTIMATOR_EPSILON]),
    'estimatorMean': (estimator_mean, [(case, n) for case in cases.ESTIMATOR_MEAN for n in case.n]),
    'samples': (samples, [(*sample, n) for *sample, ns in cases.SAMPLES for n in ns]),
    'samplesWinRate': (samples_win_rate, [(r, n) for r in cases.SAMPLES_WIN_RATE for n in range(1, len(r))]),
    'passAtK': (pass_at_k, cases.PASS_AT_K),
    'largePassAtK': (large_pass_at_k, cases.LARGE_PASS_AT_K),
    'wideTilts': (wide_tilt, [(seed,) for seed in range(cases.WIDE_TILTS)]),
    'divergences': (divergence, [(seed,) for seed in range(cases.DIVERGENCES)]),
    'peers': (peer, [(case, settings) for case in cases.PEERS for settings in peer_settings(case)]),
}


def section_entry(section, arguments):
    with mp.workdps(cases.DIGITS):
        return SECTIONS[section][0](*arguments)
