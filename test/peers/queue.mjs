// The cluster with the packages of this folder: a run over the files that are given after the address of Redis, of which one may be bad.

import { createWorker, submitSamples } from 'best-of-n/queue';

const [redis, root, ...files] = process.argv.slice(2);
const worker = await createWorker({ redis, roots: [root], threads: 1 });
const run = await submitSamples(files, { redis, prompt: ['prompt'], reward: 'reward' });
await worker.close();
const means = run.groups[0].result.rows.map(({ expectedReward }) => expectedReward.mean);
console.log(JSON.stringify({ means, failed: run.files.map(({ failed }) => failed !== undefined) }));
