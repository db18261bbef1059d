// npm run reliability:fuzz-service [-- --requests 4000 --seed 1 --peak 2000]: thousands of hostile requests to the service, whose heap is
// limited to 512 MB. It fails if one ends the process, is answered with 500 or not at all, or if the memory of the process passes the limit.

import { parseArgs } from 'node:util';
import { requestOf } from './hostile-requests.mjs';
import { startService } from './serve.mjs';

const { values: options } = parseArgs({
  options: {
    requests: { type: 'string', default: '4000' },
    seed: { type: 'string', default: '1' },
    /** In MiB. */
    peak: { type: 'string', default: '2000' },
    verbose: { type: 'boolean', default: false },
  },
});
const [requests, seed, peak] = [options.requests, options.seed, options.peak].map(Number);
const CLIENTS = 4;
const LARGEST = 64 * 2 ** 20;

const service = await startService(['--threads', '2', '--time-limit', '20']);
const counts = {};
const faults = [];
let next = 0;
const start = Date.now();

async function client() {
  while (next < requests && service.isAlive()) {
    const index = next++;
    const { path, headers, body, name = path } = requestOf(seed, index, LARGEST);
    const began = Date.now();
    try {
      const answer = await fetch(service.base + path, { method: 'POST', headers, body });
      const text = await answer.text();
      counts[answer.status] = (counts[answer.status] ?? 0) + 1;
      if (answer.status === 500) faults.push(`request ${index} (${name}): ${text}`);
      if (options.verbose && index % 40 === 0)
        console.log(index, name, answer.status, `${Date.now() - began} ms`, service.memory(), text.slice(0, 150));
    } catch (error) {
      counts.unanswered = (counts.unanswered ?? 0) + 1;
      faults.push(`request ${index} (${name}): ${error.cause?.code ?? error}`);
    }
  }
}
await Promise.all(Array.from({ length: CLIENTS }, client));

if (!service.isAlive()) faults.push(`the process ended: ${service.log().slice(-2000)}`);
else {
  const memory = service.memory();
  const health = await fetch(`${service.base}/healthz`);
  if (health.status !== 200) faults.push('/healthz does not answer');
  if (memory.peak > peak) faults.push(`the memory of the process reached ${memory.peak} MiB`);
  console.log(`${next} requests of seed ${seed} in ${Math.round((Date.now() - start) / 1000)} s; answers by status`, counts);
  console.log(`memory of the process: ${memory.peak} MiB at most, ${memory.now} MiB at the end`);
}
await service.stop();
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
