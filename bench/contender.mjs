// What every contender in JavaScript shares: the data, the clock, and one JSON line a stage, as the peers in other languages print.

export const SIZES = [1000, 10_000, 151_936, 1_000_000, 10_000_000];
/** Samples in a row of a batch. */
export const LENGTHS = [8, 16, 64, 256, 4096];
export const N_SAMPLES = 16;

/** Random weights and normal rewards. */
export function randomData(size, seed) {
  const weights = new Float64Array(size);
  const rewards = new Float64Array(size);
  let s = seed >>> 0;
  const uniform = () => {
    s = (Math.imul(1664525, s) + 1013904223) >>> 0;
    return (s + 1) / 4294967297;
  };
  for (let i = 0; i < size; i++) {
    weights[i] = uniform() + 1e-9;
    rewards[i] = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  }
  return { weights, rewards };
}

/** Small sizes go round many data sets: a branch predictor learns one. */
export function dataSets(size) {
  return Array.from({ length: size < 5000 ? 64 : 1 }, (_, i) => randomData(size, 12345 + 7 * i));
}

/** How often a stage is run, after as many runs that let the compiler finish. */
export function runsOf(size) {
  return size < 5000 ? 300 : size < 5e5 ? 41 : size <= 1e6 ? 15 : 3;
}

/** Median nanoseconds of `run(i)`. */
export function median(size, run) {
  return medianOf(runsOf(size), run);
}

export function medianOf(runs, run) {
  for (let i = 0; i < runs; i++) run(i);
  const times = [];
  for (let i = 0; i < runs; i++) {
    const start = process.hrtime.bigint();
    run(i);
    times.push(Number(process.hrtime.bigint() - start));
  }
  return times.sort((a, b) => a - b)[runs >> 1];
}

export function report(impl, size, stage, nanoseconds) {
  console.log(JSON.stringify({ impl, N: size, stage, ns: Number((nanoseconds / size).toPrecision(4)) }));
}
