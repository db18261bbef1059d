// Every number that the kernel and the code around it must agree on: offsets, bits, sizes and limits. Both compilers read this file, asc
// for the kernel and tsc for the library, so that none of these numbers stands twice. It holds constants only and imports nothing.

// ---- Coefficients: what depends on n alone, as f64[COEFFICIENT_COUNT] (made by src/numerics/coefficients.ts) ----

/** Offsets of n, n - 1, x = (n - 1)/n, log n and klBound(n). */
export const N: u32 = 0;
export const N_MINUS_1: u32 = 1;
export const X: u32 = 2;
export const LOG_N: u32 = 3;
export const KL_BOUND: u32 = 4;
/** Offsets of what the other divergences are at most: those from a continuous reference. */
export const TOTAL_VARIATION_BOUND: u32 = 5;
export const CHI_SQUARED_BOUND: u32 = 6;
export const REVERSE_KL_BOUND: u32 = 77;
export const SQUARED_HELLINGER_BOUND: u32 = 78;

// Of each series the coefficient of the k-th power stands at the name plus k.

/** Powers a^2k, k from 1, a = n delta: log(t / n) - (n - 1) logMid. */
export const LOG_RATIO_SERIES: u32 = 7;
/** Powers a^2k, k from 1: g(a), the KL gap of a block per unit of its best-of-n mass. */
export const KL_GAP_SERIES: u32 = 25;
/** Powers a^2k, k from 1: the win-rate gap of a block per unit of its best-of-n mass and its middle CDF. */
export const WIN_GAP_SERIES: u32 = 43;
/** Powers A^2k, k from 0: (sinhc A - sinhc B) / (A^2 - B^2), A = (n + 1) delta/2, B = (n - 1) delta/2, sinhc z = sinh z / z. */
export const SINHC_GAP_SERIES: u32 = 52;
/** Powers a^k, k from 0, a = -n log(1 - epsilon): the paper's estimator d_n(epsilon). */
export const ESTIMATE_SERIES: u32 = 64;

/** Doubles in one set of coefficients; even, so that sets packed end to end stay aligned to two lanes. */
export const COEFFICIENT_COUNT: u32 = 80;

/** Terms of the log-ratio and KL-gap series: up to a = MAX_SERIES_A they leave 2^-55 of the sum (the series converge up to a = 2 pi). */
export const SERIES_TERMS: u32 = 18;
export const MAX_SERIES_A: f64 = 2.0;
/** Terms of the win-rate-gap series, enough up to the small steps that it is used for. */
export const WIN_GAP_TERMS: u32 = 8;
/** Terms of the sinhc series, enough up to A = 2. */
export const SINHC_GAP_TERMS: u32 = 12;
/** The highest power of a in the estimator's series. */
export const ESTIMATE_DEGREE: u32 = 12;

/** Below this n, quantities of order n - 1 are built from n - 1, never as differences of what stays finite. */
export const NEAR_ONE_LIMIT: f64 = 2.0;

// ---- Results: what an engine computes of a support, as f64[RESULT_COUNT] ----
// An infinite reward counts as 0 in all of them but TOP_REWARD.

/** The sums over a support at one n. They come first, since only they change with n. */
export const KL: u32 = 0;
export const WIN_RATE: u32 = 1;
export const EXPECTED_REWARD: u32 = 2;
export const KL_GAP: u32 = 3;
export const WIN_RATE_GAP: u32 = 4;
export const REVERSE_KL: u32 = 5;
export const TOTAL_VARIATION: u32 = 6;
export const CHI_SQUARED: u32 = 7;
export const SQUARED_HELLINGER: u32 = 8;
/** The first moment of the reward about the reward nearest to its mean; the second one while it is summed, and then the variance. */
export const CENTRED_REWARD: u32 = 9;
export const REWARD_VARIANCE: u32 = 10;
export const KL_ESTIMATE: u32 = 11;
/** The entropy of all outcomes of a policy but one of more than half of the mass, and the mass of those outcomes. */
export const ENTROPY_OF_OTHERS: u32 = 12;
export const OTHER_OUTCOMES: u32 = 13;
export const DISTINCT_OUTCOMES: u32 = 14;
/** The standard deviation of the paper's estimator. */
export const ESTIMATE_DEVIATION: u32 = 15;
export const SUM_COUNT: u32 = 16;

/** Of a policy other than best-of-n, in the place of sums that it has not, or not yet: the sums of the exponents of a tilt and of their squares, and the mass of
 *  the reference that a threshold keeps. */
export const EXPONENT_SUM: u32 = 1;
export const EXPONENT_SQUARE: u32 = 2;
export const ACCEPTANCE: u32 = 3;

/** From here on, results that do not depend on n. */
export const BLOCKS: u32 = SUM_COUNT;
/** sum p^2 over outcomes. */
export const COLLISION_PROBABILITY: u32 = SUM_COUNT + 1;
export const REFERENCE_REWARD: u32 = SUM_COUNT + 2;
/** How many blocks have the reward -Infinity. */
export const LOW_INFINITE: u32 = SUM_COUNT + 3;
export const TOP_REWARD: u32 = SUM_COUNT + 4;
export const TOP_MASS: u32 = SUM_COUNT + 5;
/** The CDF below the top block. */
export const BELOW_TOP: u32 = SUM_COUNT + 6;
/** sum P^2 over blocks. */
export const BLOCK_COLLISION: u32 = SUM_COUNT + 7;
/** 1 - p(y) of the one outcome with p(y) > 1/2, summed over the others; 0 without one. */
export const LARGEST_COMPLEMENT: u32 = SUM_COUNT + 8;
/** How many blocks have the reward Infinity. */
export const HIGH_INFINITE: u32 = SUM_COUNT + 9;
/** The win rate at n = Infinity, 1 - P/2 for the top block, and what its rounding left. */
export const WIN_RATE_LIMIT: u32 = SUM_COUNT + 10;
export const WIN_RATE_LIMIT_LOW: u32 = SUM_COUNT + 11;
export const RESULT_COUNT: u32 = SUM_COUNT + 12;

/** Groups of sums, as bits. KL, win rate and expected reward need none: they are always summed. */
export const GAPS: u32 = 1;
export const DIVERGENCES: u32 = 2;
export const VARIANCE: u32 = 4;
export const ESTIMATES: u32 = 8;
export const OUTCOMES: u32 = 16;
export const DEVIATION: u32 = 32;

// ---- Estimates from samples: what the mean is of, over all choices of n of m draws ----

/** The highest and the lowest reward. */
export const EXPECTED_BEST: u32 = 0;
export const EXPECTED_WORST: u32 = 1;
/** Whether the highest reward beats that of one more draw. */
export const WIN_RATE_OF_BEST: u32 = 2;
/** The paper's estimator, from the logarithms of probabilities in a column, at the draw with the highest reward. */
export const KL_OF_BEST: u32 = 3;
/** The value in a column at the draw with the highest reward, and the lowest value in a column. */
export const BEST_VALUE: u32 = 4;
export const WORST_VALUE: u32 = 5;

// ---- Laws of ranks (assembly/rank-laws.ts), by G(F); the rate is n - 1, mu or m - 1 ----

/** 1 - (1 - F)^n. */
export const WORST_OF: u32 = 0;
/** F e^(-mu (1 - F)). */
export const BEST_OF_POISSON: u32 = 1;
/** m max(F - (1 - 1/m), 0). */
export const TOP_FRACTION: u32 = 2;

// ---- Arrays of the outcomes and of the blocks, in the order of their fields in Support (assembly/arrays.ts) ----

/** The input index of each outcome, its block, and p(y): the fields before those of the blocks. */
export const OUTCOME_ORDER: i32 = -3;
export const OUTCOME_BLOCK: i32 = -2;
export const OUTCOME_PROB: i32 = -1;
/** P; the reward, 0 where infinite; F_{j-1} + P/2; delta; L = log F. */
export const BLOCK_MASS: u32 = 0;
export const BLOCK_REWARD: u32 = 1;
export const BLOCK_MID_CDF: u32 = 2;
export const BLOCK_LOG_STEP: u32 = 3;
export const BLOCK_LOG_CDF: u32 = 4;

// ---- Sizes ----

/** Blocks in a cell: the unit in which a range of n is judged easy, and in which sums stay uncompensated (32 beat 16 and 64, see bench/README.md). */
export const CELL: u32 = 32;

/** Doubles that a tilt notes of each lane of a cell. */
export const PARTS: u32 = 5;

/** Up to this length a network sorts the rows of a batch, and rows of unit weights are read off a table. */
export const MAX_NETWORK_LENGTH: u32 = 512;

/** Up to this many blocks, a support keeps its CDF as pairs of doubles, from which means keep their digits where rewards cancel. */
export const MAX_EXACT_BLOCKS: u32 = 64;

/** The number of 32-bit words in the record that describes a batch, one for each field of Batch in assembly/batch.ts. */
export const BATCH_WORDS: u32 = 15;

/** The number of 32-bit words in the record that describes rows of samples, one for each field of SampleRows in assembly/sample-rows.ts. */
export const SAMPLE_ROWS_WORDS: u32 = 15;

/** Pairs of rows that rows of samples are evaluated in, besides one for each estimate. */
export const WORK_ROWS: u32 = 8;

/** Bytes of one record of the kernel's sort: a key of 8 bytes, and the weight or index that goes along with it. */
export const RECORD_BYTES: u32 = 16;

/** The longest array of doubles whose every byte has an address of 32 bits, with one lane and the allocator's header to spare. */
export const MAX_DOUBLES: u32 = 536870908; // 2^29 - 4

/** Bytes that the kernel holds for each outcome at the peak of `prepare`: rewards and weights (16), two arrays of records (32), blockOf
 *  (4), and outcomeProb, refMass, reward, midCdf and logStep (40). */
export const BYTES_PER_OUTCOME: u32 = 92;

/** Bytes that `reserve` takes for each outcome of a batch's longest row: those above, and logCdf, logMid, cellMaxStep and bonMass (32). */
export const BYTES_PER_RESERVED_OUTCOME: u32 = 124;

// ---- Limits of doubles ----

/** e^x rounds to 0 from here down: the smallest double is e^-744.44, and half of it e^-745.13. */
export const LOG_OF_ZERO: f64 = -746.0;

/** Weights this large could overflow their sum (2^900): all are then scaled by 2^-100, which is exact and takes digits only from
 *  weights whose probability underflows anyway. */
export const LARGE_WEIGHT: f64 = 8.452712498170644e270;
export const WEIGHT_SCALE: f64 = 7.888609052210118e-31;

/** Weights this small (2^-800) are scaled by 2^300, so that what roundings leave of their sums and products is no subnormal number. */
export const SMALL_WEIGHT: f64 = 1.499696813895631e-241;
export const SMALL_WEIGHT_SCALE: f64 = 2.037035976334486e90;
