# Supports and pairs of distributions over hundreds of decades: their inputs are too varied for a recipe, and stand in the file as doubles.

import math

from mpmath import mpf
from recipes import lcg

# Digits for sums of weights over 300 decades and for divergences of which the first 300 digits cancel.
DIGITS = 900


def uniform(seed):
    """Yields numbers in (0, 1), each from the upper bits of two values of the generator."""
    values = lcg(seed, 400)
    for i in range(0, 400, 2):
        yield ((values[i] >> 6) + (values[i + 1] >> 6) / 2.0**26) / 2.0**26 + 2.0**-53


def tilt_case(seed):
    """Weights, rewards, the score to tilt by, and beta, from gentle tilts to strong ones."""
    u = uniform(104729 * seed + 11)

    def pick(*options):
        return options[int(next(u) * len(options))]

    size = 2 + int(next(u) * 4)
    decades = pick(0.5, 3, 20, 150, 290)
    spike = int(next(u) * size) if next(u) < 0.4 else -1
    if spike < 0:
        weights = [(0.5 + next(u)) * 10 ** (-decades * next(u)) for _ in range(size)]
    else:
        weights = [1.0 if i == spike else (0.5 + next(u)) * 10.0**-decades for i in range(size)]
    kind = pick('unit', 'wide', 'narrow', 'huge', 'tiny')
    scale = {'unit': 1.0, 'huge': 3.4e307 * 5, 'tiny': 1e-305}.get(kind, 1.0)
    rewards = []
    for i in range(size):
        if kind == 'wide':
            rewards.append((next(u) - 0.5) * 10 ** (600 * next(u) - 300))
        elif kind == 'narrow':
            rewards.append(1 + (10 * i + int(10 * next(u))) * 2.0**-52)
        else:
            rewards.append((2 * next(u) - 1) * scale)
    tilt = pick('reward', 'winRate')
    least = min(weights) / sum(weights)
    half = max(rewards) / 2 - min(rewards) / 2
    span = half if tilt == 'reward' else pick(1.0, least, math.sqrt(least))
    strength = 10 ** pick(-140 * next(u), -8 * next(u), 3 * next(u), 1 + 2 * next(u))
    beta = pick(1, -1) * min(1.7e308, max(1e-300, strength / span))
    return weights, rewards, tilt, beta


def divergence_case(seed):
    """Two lists of weights: nearly equal, in proportion, or with nothing in common."""
    u = uniform(104729 * seed + 12)
    decades = [1, 10, 300][seed % 3]
    p = [(0.5 + next(u)) * 10 ** (-decades * next(u)) for _ in range(2 + seed % 5)]
    one = int(next(u) * len(p))
    factor = next(u) * 10 ** (500 * next(u) - 200)
    kind = seed // 3 % 5
    if kind == 0:
        q = [x * (1 + int(next(u) * 5 - 2) * 2.0**-52) for x in p]
    elif kind == 1:
        q = [x * (1 + 2.0**-52) if i == one else x for i, x in enumerate(p)]
    elif kind == 2:
        q = [x * factor for x in p]
    elif kind == 3:
        q = [(0.5 + next(u)) * 10 ** (600 * next(u) - 300) for _ in p]
    else:
        q = [x * (1 + (next(u) - 0.5) * 10 ** (-16 * next(u))) for x in p]
    return [max(x, 5e-324) for x in p], [max(x, 5e-324) for x in q]


def reward_size(blocks, masses):
    """The sum of the masses times the sizes of the rewards, to which the error of the mean reward is relative."""
    return sum(mass * abs(mpf(b.reward)) for b, mass in zip(blocks, masses))
