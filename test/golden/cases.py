# Which supports and which n the golden files hold, and at how many decimal digits each is computed.

from typing import List, NamedTuple

# Next to 1, a mass of 2^-1000 takes up 301 digits and its square 602, and a value of 1e-300 is to have its 25 digits all the same.
DIGITS = 1100
# Enough where no mass is tiny, and what keeps the largest supports to minutes.
DIGITS_OF_LARGE = 50
# At n = 1 the policy is the reference, and their differences are rounding errors: with more than 300 digits they print as 0.
DIGITS_OF_LARGE_AT_ONE = 350


class Case(NamedTuple):
    """A support by its recipe, and the n at which it is evaluated; a large one holds no policy."""

    name: str
    weights: str
    rewards: str
    size: int
    seed: int
    n: List[float] = []
    ties: str = 'random'
    large: bool = False


GOLDEN = [
    Case('binary-uniform', 'uniform', 'ascending', 2, 1, [1, 1.5, 2, 3, 4, 16, 100, 1000, 1e6, 1e9, 1e15]),
    Case('single-outcome', 'uniform', 'ascending', 1, 1, [1, 2, 1000]),
    Case('all-tied', 'random', 'ties1', 7, 2, [1, 2, 64, 1e6]),
    Case('uniform-10', 'uniform', 'ascending', 10, 1, [1, 2, 4, 10, 100, 1e4]),
    Case('random-37', 'random', 'shuffled', 37, 3, [1, 1.25, 2, 4, 16, 128, 1000, 1e6, 1e12]),
    Case('ties-random-50', 'random', 'ties8', 50, 4, [1, 2, 4, 16, 128, 1000, 1e6]),
    Case('ties-index-50', 'random', 'ties8', 50, 4, [1, 2, 4, 16, 128, 1000, 1e6], ties='index'),
    Case('spike-33', 'spike', 'shuffled', 33, 5, [1, 2, 7, 64, 1000, 1e5]),
    Case('holes-60', 'holes', 'shuffled', 60, 6, [1, 2, 16, 1000]),
    Case('zipf-64', 'zipf', 'ascending', 64, 7, [1, 2, 16, 128, 1000]),
    Case('zipf2-64-descending', 'zipf2', 'descending', 64, 7, [1, 2, 16, 128, 1000, 1e9]),
    Case('geometric-1000-ascending', 'geometric', 'ascending', 1000, 1, [1, 2, 16, 1000, 1e9, 1e300]),
    Case('geometric-1000-descending', 'geometric', 'descending', 1000, 1, [1, 2, 16, 1000]),
    Case('wide-48', 'wide', 'shuffled', 48, 8, [1, 2, 16, 1000, 1e6, 1e100]),
    Case('signed-40', 'random', 'signed', 40, 9, [1, 2, 16, 1000]),
    Case('uniform-1000', 'uniform', 'ascending', 1000, 1, [1, 2, 16, 128, 1000, 1e5], large=True),
    Case('random-4099', 'random', 'shuffled', 4099, 11, [2**i for i in range(11)], large=True),
    Case('ties-20000', 'random', 'ties300', 20000, 12, [1, 2, 16, 128, 1000], large=True),
    Case('zipf-151936', 'zipf', 'shuffled', 151936, 13, [1, 2, 16, 128, 1000, 1e6], large=True),
    Case('random-151936', 'random', 'shuffled', 151936, 14, [1.5, 16, 1000], large=True),
]

CLOSED_FORMS_N = [1, 1 + 2**-52, 1 + 2**-30, 1 + 2**-10, 1.5, 2, 3, 16, 1000, 1e6, 1e15, 1e300]

ESTIMATOR_N = [1, 1 + 2**-10, 2, 4, 16, 128, 1000, 1e6, 1e12]
ESTIMATOR_EPSILON = [
    *[0.0, 5e-324, 1e-300, 1e-30, 1e-16, 1e-12, 1e-9, 1e-6, 1e-4, 1e-3, 0.01, 0.1],
    *[0.25, 0.5, 0.9, 0.999, 1 - 2**-40, 1 - 2**-53, 1.0],
]

ESTIMATOR_MEAN = [
    Case('binary', 'uniform', 'ascending', 2, 1, [1, 2, 4, 16, 1000]),
    Case('uniform-10', 'uniform', 'ascending', 10, 1, [1, 2, 4, 10, 100, 1e4]),
    Case('random-37', 'random', 'shuffled', 37, 3, [1, 1.25, 2, 16, 1000, 1e6]),
    Case('ties-50', 'random', 'ties8', 50, 4, [1, 2, 16, 1000]),
    Case('spike-33', 'spike', 'shuffled', 33, 5, [1, 2, 7, 64, 1000]),
    Case('holes-60', 'holes', 'shuffled', 60, 6, [1, 2, 16, 1000]),
    Case('uniform-1000', 'uniform', 'ascending', 1000, 1, [2, 16, 128, 1000, 1e5]),
]

# name, rewards, size, seed, n
SAMPLES = [
    ('distinct-8', 'shuffled', 8, 21, [1, 2, 3, 8]),
    ('distinct-64', 'shuffled', 64, 22, [1, 2, 4, 16, 64]),
    ('ties-64', 'ties4', 64, 23, [1, 2, 4, 16, 64]),
    ('binary-200', 'ties2', 200, 24, [1, 2, 10, 100, 200]),
    ('distinct-2000', 'shuffled', 2000, 25, [1, 2, 64, 1000, 2000]),
]

# Each at every n from 1 to one less than the samples.
SAMPLES_WIN_RATE = [
    [3, 1, 2],
    [0, 0, 1, 1, 1],
    [5, 5, 5, 5],
    [1, 2, 2, 3, 3, 3, 4],
    [7, 1, 9, 3, 3, 8, 2, 6, 6],
    [0, 1, 0, 0, 1, 0, 0, 0, 1, 0],
]

# samples, correct, k
PASS_AT_K = [
    (1, 0, 1),
    (1, 1, 1),
    (10, 3, 1),
    (10, 3, 5),
    (10, 3, 8),
    (200, 1, 100),
    (200, 13, 10),
    (1000, 1, 1),
    (10000, 5, 1000),
    (100000, 3, 10000),
    (1000000, 1, 1),
    (1000000, 7, 250000),
    (1000000, 999000, 2),
]

# Counts up to 2^53, on both sides of where the library changes from a sum to a closed form.
LARGE_PASS_AT_K = [
    (10**10, 10**6, 10**6),
    (10**8, 52000, 52000),
    (2**53 - 1, 2**52, 40),
    (2**53 - 1, 3, 2**50),
    (2**53 - 1, 100500, 2**40),
    (2**53 - 1, 2**26, 2**27),
    (9 * 10**11, 101000, 7 * 10**6),
    (3 * 10**8, 110000, 119000),
    (3 * 10**8, 110000, 125000),
    (5 * 10**9, 100001, 100001),
    (10**12, 10**8, 20000),
    (10**15, 10**9, 10**6),
]
WIDE_TILTS = 150
DIVERGENCES = 150

PEERS = [
    Case('random-37', 'random', 'shuffled', 37, 3),
    Case('ties-50', 'random', 'ties8', 50, 4),
    Case('zipf-64', 'zipf', 'ascending', 64, 7),
    Case('spike-33', 'spike', 'shuffled', 33, 5),
    Case('uniform-1000', 'uniform', 'ascending', 1000, 1),
]
WIN_RATE_BETAS = [0.0, 0.5, 4.0, 64.0]
# In units of the inverse of the largest reward.
REWARD_BETAS = [0.5, 8.0]
