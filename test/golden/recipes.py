# Rebuilds the named supports as doubles, by the tables of README.md; test/helpers/recipes.ts does the same for the tests.

SIGNED = [-1.5, -0.0, 0.0, 5e-324, 2.5, -5e-324, 1e150, -1e150]


def lcg(seed, count):
    """`count` values of the linear congruential generator."""
    values = []
    s = seed % 2**32
    for _ in range(count):
        s = (1664525 * s + 1013904223) % 2**32
        values.append(s)
    return values


def spike(v):
    """One entry in the middle that is 15 times the sum of all."""
    weights = [x + 1 for x in v]
    weights[len(v) // 2] = 15 * sum(weights)
    return weights


WEIGHTS = {
    'uniform': lambda v: [1 for _ in v],
    'zipf': lambda v: [2**50 // (i + 1) for i in range(len(v))],
    'zipf2': lambda v: [2**52 // (i + 1) ** 2 for i in range(len(v))],
    'geometric': lambda v: [2.0**-i for i in range(len(v))],
    'random': lambda v: [x + 1 for x in v],
    'spike': spike,
    'wide': lambda v: [(x + 1) * 2.0 ** -(x % 900) for x in v],
    'holes': lambda v: [0 if i % 3 == 0 else x + 1 for i, x in enumerate(v)],
}

REWARDS = {
    'ascending': lambda v: [i for i in range(len(v))],
    'descending': lambda v: [-i for i in range(len(v))],
    'shuffled': lambda v: [x * 2**21 + i for i, x in enumerate(v)],
    'signed': lambda v: [SIGNED[x // 2**16 % 8] for x in v],
}


def weights_of(recipe, size, seed):
    return [float(w) for w in WEIGHTS[recipe](lcg(seed, size))]


def rewards_of(recipe, size, seed):
    v = lcg(seed + 1, size)
    if recipe.startswith('ties'):
        return [float(x // 2**16 % int(recipe[4:])) for x in v]
    return [float(r) for r in REWARDS[recipe](v)]
