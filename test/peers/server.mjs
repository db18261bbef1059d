// The service with the packages of this folder: prints the status of some answers, and what the metrics counted.

import { createServer } from 'best-of-n/server';

const app = await createServer({ threads: 1 });
const payload = { rewards: [0, 1], probs: [0.5, 0.5], n: 2 };
const { winRate } = (await app.inject({ method: 'POST', url: '/v1/metrics', payload })).json();
const statuses = {};
for (const url of ['/healthz', '/openapi.json', '/docs/static/index.html', '/v1/metrics', '/nowhere']) {
  statuses[url] = (await app.inject({ url })).statusCode;
}
const counted = /^best_of_n_request_seconds_count\{.*\} (\d+)$/m.exec((await app.inject({ url: '/metrics' })).body)?.[1];
await app.close();
console.log(JSON.stringify({ winRate, statuses, counted }));
