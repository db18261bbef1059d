// npm run reliability:soak-service [-- --seconds 60 --peak 1000]: clients that are slow, leave, do not read, send half a request or many at once,
// all beside honest ones. It fails if an honest request is refused or answered wrongly, if an accepted one gets no answer, if the process ends,
// or if its memory passes the limit.

import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { randomFrom } from '../helpers/random.mjs';
import { startService } from './serve.mjs';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    /** In MiB. */
    peak: { type: 'string', default: '1000' },
  },
});
const [seconds, seed, peak] = [options.seconds, options.seed, options.peak].map(Number);
const TIME_LIMIT_SECONDS = 5;
const MEBIBYTE = 2 ** 20;

const service = await startService(['--threads', '2', '--time-limit', String(TIME_LIMIT_SECONDS), '--max-connections', '400']);
const end = Date.now() + 1000 * seconds;
const counts = {};
const count = (what) => {
  counts[what] = (counts[what] ?? 0) + 1;
};
const faults = [];
const latencies = [];

const small = JSON.stringify({
  rewards: Array.from({ length: 64 }, (_, i) => i),
  weights: Array(64).fill(1),
  n: 4,
  fields: ['winRate'],
});
const heavy = JSON.stringify({
  interval: 'bootstrap',
  resamples: 100_000,
  ns: Array(40).fill(1),
  prompts: Array(180).fill({ rewards: [0, 1, 2] }),
});
const large = JSON.stringify({
  rewards: Array(350).fill([1, 2]),
  ns: Array(900).fill(3),
  metrics: ['kl', 'winRate', 'expectedReward'],
});
const head = (path, length) =>
  `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;

/** Waits for the first of some events; unlike Node's own `once`, it takes an error for no more than the end of the connection. */
function first(socket, ...names) {
  return new Promise((resolve) => {
    const done = () => {
      for (const name of names) socket.off(name, done);
      resolve();
    };
    for (const name of names) socket.on(name, done);
    if (socket.destroyed) done();
  });
}

async function open() {
  const socket = connect({ port: service.port, host: '127.0.0.1' });
  socket.on('error', () => {});
  await first(socket, 'connect', 'close');
  return socket;
}

/** Asks and measures; everyone else must not disturb this. */
async function honest() {
  const expected = await (await fetch(`${service.base}/v1/metrics`, { method: 'POST', headers: TYPE, body: small })).text();
  while (Date.now() < end) {
    const start = performance.now();
    try {
      const answer = await fetch(`${service.base}/v1/metrics`, { method: 'POST', headers: TYPE, body: small });
      const text = await answer.text();
      latencies.push(performance.now() - start);
      count(`honest ${answer.status}`);
      if (text !== expected) faults.push(`an honest request got ${answer.status}: ${text}`);
    } catch (error) {
      faults.push(`an honest request got no answer: ${error.cause?.code ?? error}`);
    }
    await delay(20);
  }
}
const TYPE = { 'content-type': 'application/json' };

/** Each does one hostile thing; they are repeated until the end. */
const HOSTILE = {
  /** A body that comes in byte by byte. */
  async slow() {
    const socket = await open();
    socket.write(head('/v1/metrics', 10_000));
    while (!socket.destroyed && Date.now() < end) {
      socket.write(' ');
      await delay(200);
    }
    socket.destroy();
  },
  /** A large body that is never finished. */
  async unfinished() {
    const socket = await open();
    // the end of a connection is seen only by who reads
    socket.resume();
    socket.write(head('/v1/metrics', 60 * MEBIBYTE));
    for (let i = 0; i < 59 && !socket.destroyed; i++)
      if (!socket.write(Buffer.alloc(MEBIBYTE, ' '))) await first(socket, 'drain', 'close');
    await Promise.race([first(socket, 'close'), delay(1000 * (TIME_LIMIT_SECONDS + 5))]);
    if (!socket.destroyed && Date.now() < end) faults.push('an unfinished body was not cut off');
    socket.destroy();
  },
  /** Small requests whose client leaves at once. */
  async leaving() {
    const socket = await open();
    socket.write(head('/v1/metrics', small.length) + small);
    await delay(1);
    socket.destroy();
  },
  /** A heavy request whose client leaves while it is computed. */
  async abandoned(random) {
    const socket = await open();
    socket.write(head('/v1/samples', heavy.length) + heavy);
    await delay(300 * random());
    socket.destroy();
    await delay(700);
  },
  /** An answer of 10 MB that nobody reads. */
  async unread() {
    const socket = await open();
    socket.pause();
    socket.write(head('/v1/batch', large.length) + large);
    await delay(1000 * (TIME_LIMIT_SECONDS + 3));
    socket.destroy();
  },
  /** Half a head, or nothing. */
  async halfOpen(random) {
    const socket = await open();
    if (random() < 0.5) socket.write('POST /v1/met');
    await Promise.race([first(socket, 'close'), delay(1000 * (TIME_LIMIT_SECONDS + 3))]);
    socket.destroy();
  },
  /** Many requests at once over one connection, each of which must be answered in turn. */
  async pipelining() {
    const socket = await open();
    let text = '';
    socket.on('data', (bytes) => (text += bytes));
    socket.write((head('/v1/metrics', small.length) + small).repeat(20));
    const answers = () => text.match(/HTTP\/1.1 \d+/g)?.length ?? 0;
    for (let i = 0; i < 500 && answers() < 20 && !socket.destroyed; i++) await delay(20);
    if (answers() < 20 && Date.now() < end) faults.push(`${answers()} of 20 pipelined requests were answered`);
    else count('pipelined');
    socket.destroy();
  },
};
const CLIENTS = { slow: 10, unfinished: 3, leaving: 8, abandoned: 1, unread: 4, halfOpen: 60, pipelining: 2 };

async function hostile(name, random) {
  while (Date.now() < end && service.isAlive()) {
    await HOSTILE[name](random);
    count(name);
    await delay(10);
  }
}

const all = Object.entries(CLIENTS).flatMap(([name, clients], k) =>
  Array.from({ length: clients }, (_, i) => hostile(name, randomFrom(seed + 1000 * k + i)))
);
await Promise.all([honest(), honest(), ...all]);

if (!service.isAlive()) faults.push(`the process ended: ${service.log().slice(-2000)}`);
else {
  const memory = service.memory();
  if (memory.peak > peak) faults.push(`the memory of the process reached ${memory.peak} MiB`);
  latencies.sort((a, b) => a - b);
  const at = (share) => `${Math.round(latencies[Math.floor(share * (latencies.length - 1))])} ms`;
  console.log(`${seconds} s of seed ${seed}:`, counts);
  console.log(`honest requests take ${at(0.5)} in the middle, ${at(0.99)} for 99 % and ${at(1)} at most`);
  console.log(`memory of the process: ${memory.peak} MiB at most, ${memory.now} MiB at the end`);
}
await service.stop();
for (const fault of new Set(faults)) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
