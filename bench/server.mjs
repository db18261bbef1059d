// npm run bench:server [-- --seconds 10] [--only 64] [--write]: requests a second and latencies of the HTTP service, each as a share of what an echo of the
// same body does on the same server, and how long /healthz takes meanwhile; `--only` asks those whose names begin so. `--soak 600` asks without pause for so many seconds and prints the
// memory of the server. The server and the client run in processes of their own; `--write` puts the table into bench/results-server.md.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import autocannon from 'autocannon';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    only: { type: 'string', default: '' },
    soak: { type: 'string' },
    write: { type: 'boolean', default: false },
    serve: { type: 'boolean', default: false },
  },
});
if (options.serve) await serve();
else await measure();

/** The service with an echo beside it, and its memory after a collection. */
async function serve() {
  const { createServer } = await import('best-of-n/server');
  const app = await createServer({}, { bodyLimit: 64 * 2 ** 20 });
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, scope.getDefaultJsonParser('error', 'error'));
    // JSON is parsed and written anew, as by any service; other bodies are sent back as they are
    scope.post('/echo', async ({ body, headers }, reply) =>
      Buffer.isBuffer(body) ? reply.type(headers['content-type']).send(body) : body
    );
    scope.get('/memory', async () => {
      globalThis.gc();
      return process.memoryUsage();
    });
  });
  process.send(await app.listen({ port: 0 }));
}

function bodies() {
  const samples = { prompts: [{ rewards: Array.from({ length: 64 }, (_, i) => Math.sin(i)) }] };
  const rewards = Float64Array.from({ length: 151_936 }, (_, i) => Math.sin(i * i));
  const logits = Float64Array.from({ length: 151_936 }, (_, i) => 5 * Math.cos(i));
  const json = (value) => Buffer.from(JSON.stringify(value));
  return [
    { name: '64 samples, JSON', path: '/v1/samples', type: 'application/json', body: json(samples), connections: 16 },
    {
      name: '64 outcomes, JSON',
      path: '/v1/metrics',
      type: 'application/json',
      body: json({ rewards: Array.from(rewards.subarray(0, 64)), logits: Array.from(logits.subarray(0, 64)), n: 16 }),
      connections: 16,
    },
    {
      name: '151,936 outcomes, JSON',
      path: '/v1/metrics',
      type: 'application/json',
      body: json({ rewards: Array.from(rewards), logits: Array.from(logits), n: 16 }),
      connections: 4,
    },
    {
      name: '151,936 outcomes, Arrow',
      path: '/v1/metrics?n=16',
      type: 'application/vnd.apache.arrow.stream',
      body: Buffer.from(tableToIPC(tableFromArrays({ rewards, logits }), 'stream')),
      connections: 4,
    },
  ];
}

async function measure() {
  const server = spawn(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), '--serve'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [base] = await once(server, 'message');
  try {
    if (options.soak) await soak(base, Number(options.soak));
    else await table(base, Number(options.seconds));
  } finally {
    server.kill();
  }
}

function load(base, path, { type, body, connections }, duration) {
  return autocannon({ url: base + path, method: 'POST', headers: { 'content-type': type }, body, connections, duration });
}

async function table(base, seconds) {
  const rows = [];
  for (const request of bodies().filter(({ name }) => name.startsWith(options.only))) {
    await load(base, request.path, request, 1);
    const echo = await load(base, '/echo', request, seconds);
    const health = probe(base);
    const own = await load(base, request.path, request, seconds);
    const alive = await health.stop();
    const failed = own.non2xx + own.errors + own.timeouts + echo.non2xx + echo.errors;
    rows.push([
      request.name,
      `${(request.body.length / 1e6).toFixed(request.body.length < 1e5 ? 4 : 1)} MB`,
      request.connections,
      own.requests.average.toFixed(0),
      own.latency.p50,
      own.latency.p99,
      echo.requests.average.toFixed(0),
      echo.latency.p99,
      `${((100 * own.requests.average) / echo.requests.average).toFixed(0)} %`,
      alive.p99.toFixed(1),
      alive.most.toFixed(1),
      failed,
    ]);
  }
  const head = ['request', 'body', 'connections', 'requests/s', 'p50 ms', 'p99 ms', 'echo/s', 'echo p99 ms', 'share of the echo'];
  head.push('/healthz p99 ms', 'most', 'failed');
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const about = `${cpus()[0].model}, ${cpus().length} cores shared by server and client, Node ${process.version}, ${seconds} s each, ${new Date().toISOString().slice(0, 10)}.`;
  const text = `${about}\n\n${lines.join('\n')}\n`;
  console.log(text);
  if (options.write)
    writeFileSync(
      new URL('results-server.md', import.meta.url),
      `# The HTTP service under load\n\nMade by \`npm run bench:server -- --write\`; README.md explains what is measured.\n\n${text}`
    );
}

/** Asks /healthz every 5 ms until it is stopped. */
function probe(base) {
  const times = [];
  let going = true;
  const done = (async () => {
    while (going) {
      const began = performance.now();
      await (await fetch(`${base}/healthz`)).text();
      times.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  return {
    async stop() {
      going = false;
      await done;
      times.sort((a, b) => a - b);
      return { p99: times[Math.floor(times.length * 0.99)], most: times[times.length - 1] };
    },
  };
}

async function soak(base, seconds) {
  const memory = async () => {
    const { rss, heapUsed, external } = await (await fetch(`${base}/memory`)).json();
    return [rss, heapUsed, external].map((bytes) => (bytes / 2 ** 20).toFixed(0).padStart(6)).join('');
  };
  const round = Math.min(60, Math.max(1, seconds / 10));
  console.log('second  requests   RSS  heap  external (MiB)');
  console.log(`${'0'.padStart(6)}${'0'.padStart(10)}${await memory()}`);
  let requests = 0;
  for (let second = round; second <= seconds; second += round) {
    const results = await Promise.all(bodies().map((request) => load(base, request.path, { ...request, connections: 2 }, round)));
    requests += results.reduce((sum, result) => sum + result['2xx'], 0);
    console.log(`${second.toFixed(0).padStart(6)}${String(requests).padStart(10)}${await memory()}`);
  }
}
