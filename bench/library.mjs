// This package, in one engine: node bench/library.mjs wasm|js [sizes]
import { Support, useEngine } from '../dist/index.js';
import { dataSets, median, N_SAMPLES, report, SIZES } from './contender.mjs';

const [engine = 'wasm', ...sizes] = process.argv.slice(2);
useEngine(engine);

for (const size of sizes.length ? sizes.map(Number) : SIZES) {
  const sets = dataSets(size);
  const prepare = (i) => Support.from(sets[i % sets.length]).dispose();
  const supports = sets.map((input) => Support.from(input));
  const at = (i) => supports[i % supports.length];
  const out = new Float64Array(size);
  report(engine, size, 'prepare', median(size, prepare));
  report(
    engine,
    size,
    'evaluate',
    median(size, (i) => at(i).metrics(N_SAMPLES, ['kl', 'winRate', 'expectedReward']))
  );
  report(
    engine,
    size,
    'all metrics',
    median(size, (i) => at(i).metrics(N_SAMPLES))
  );
  report(
    engine,
    size,
    'policy',
    median(size, (i) => at(i).policy(N_SAMPLES, out))
  );
  for (const support of supports) support.dispose();
}
