// Redis as it can be: another queue, gone, full, not there, behind a password; and what is said then.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { createWorker, type RedisAddress, submitSamples } from '../../dist/queue.js';
import { checkAddress } from '../../src/queue/redis-address';
import { options, TestCluster, until } from '../helpers/cluster';
import { freePort, hasRedis, startRedis } from '../helpers/redis.mjs';

const cluster = new TestCluster();

const command = (args: string[], env = {}) =>
  spawnSync(process.execPath, ['dist/cli.js', ...args], { encoding: 'utf8', env: { ...process.env, ...env }, timeout: 50_000 });

describe('an address', () => {
  it.each<[unknown, RegExp]>([
    [undefined, /^redis is missing/],
    ['', /^redis is empty/],
    [[], /^redis is neither a URL nor an object/],
    ['foo', /^redis is no URL of Redis: its scheme/],
    ['redis://u:secret@h:99999', /^redis is no URL of Redis: it cannot be read/],
    ['redis://u:%zzsecret@h', /^redis is no URL of Redis: it cannot be read/],
    ['http://u:secret@h', /^redis is no URL of Redis: its scheme/],
    ['redis://h/secret', /^redis is no URL of Redis: its path/],
    ['redis+sentinel://u:secret@h:26379', /^redis is no URL of Redis: its scheme/],
    [{ port: 99999, password: 'secret' }, /^redis\.port is 99999/],
    [{ keyPrefix: 'x' }, /^redis\.keyPrefix cannot be used/],
  ])('%j is refused at once, without its password', async (redis, message) => {
    const error = await submitSamples(['x.jsonl'], { redis: redis as RedisAddress }).catch((error) => error);
    expect(['WRONG_TYPE', 'OUT_OF_RANGE']).toContain(error.code);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('secret');
    await expect(createWorker({ redis: redis as RedisAddress })).rejects.toThrow(message);
  });

  it('of Sentinel is a list of hosts and the name of the master', () => {
    const { to, name, secrets } = checkAddress('rediss+sentinel://u:p%40ss@a,[::1]:5/main/2?sentinelPassword=s3');
    expect(to).toEqual({
      options: {
        sentinels: [
          { host: 'a', port: 26379 },
          { host: '::1', port: 5 },
        ],
        name: 'main',
        username: 'u',
        password: 'p@ss',
        sentinelPassword: 's3',
        db: 2,
        tls: {},
        sentinelTLS: {},
        enableTLSForSentinelMode: true,
      },
    });
    expect(name).toBe('rediss+sentinel://a:26379,::1:5/main');
    expect(secrets).toEqual(['u', 'p@ss', 's3']);
  });

  it.each<[unknown, object, RegExp]>([
    ['x.jsonl', {}, /^files is string/],
    [[], {}, /^files is empty/],
    [['-'], {}, /^files\[0\] is standard input/],
    [['x.jsonl'], { queue: 'a:b' }, /^queue is "a:b"/],
    [['x.jsonl'], { queue: 5 }, /^queue is number/],
    [['x.jsonl'], { ns: [0] }, /^ns\[0\] is 0/],
    [['x.jsonl'], { attempts: 0 }, /^attempts is 0/],
  ])('files %j with %j are refused at once', async (files, more, message) => {
    await expect(submitSamples(files as string[], { redis: 'redis://127.0.0.1:1', ...more })).rejects.toThrow(message);
  });

  it('that the command cannot use is incorrect usage', () => {
    for (const args of [
      ['samples', 'x.jsonl', '--redis', ''],
      ['worker'],
      ['worker', '--redis', 'foo'],
      ['worker', '--redis-file', '/none'],
    ]) {
      const { status, stderr } = command(args);
      expect([status, stderr]).toEqual([2, expect.stringMatching(/^best-of-n: .*redis/)]);
    }
  });
});

describe.skipIf(!hasRedis)('Redis', () => {
  it('with a password, from a file or the environment: no message shows it', async () => {
    const port = await freePort();
    const locked = await startRedis(port, cluster.folder, ['--requirepass', 'S3cretWord']);
    const file = cluster.sampleFile('locked.jsonl', 20, 1);
    const place = cluster.write('place', `redis://:S3cretWord@127.0.0.1:${port}\n`);
    const worker = await cluster.startWorker({ redis: `redis://:S3cretWord@127.0.0.1:${port}` });
    expect(command(['samples', file, '--redis-file', place]).stdout).toMatch(/20 samples in all/);
    const { files } = await submitSamples([file], { ...options, redis: { port, password: 'S3cretWord' } });
    expect(files).toMatchObject([{ samples: 20 }]);
    expect(worker.said()).not.toMatch(/S3cretWord/);

    const said: string[] = [];
    const onError = (error: Error) => said.push(JSON.stringify([error, error.message, error.stack, Object.values(error)]));
    const wrong = await createWorker({ redis: `redis://:WrongWord@127.0.0.1:${port}`, onError });
    await until(() => said.length > 0);
    expect(said.join()).toMatch(/WRONGPASS/);
    expect(said.join()).not.toMatch(/WrongWord/);
    await wrong.close();
    locked.kill('SIGKILL');
  });

  it('a queue of another name is another queue; the run says that no worker has answered', async () => {
    const file = cluster.sampleFile('named.jsonl', 20, 1);
    await cluster.startWorker({ args: ['--queue', 'theirs'] });
    const ended = new AbortController();
    const said: string[] = [];
    const onMessage = (message: string) => {
      said.push(message);
      ended.abort(new Error('seen'));
    };
    const run = submitSamples([file], { ...options, redis: cluster.url, queue: 'ours', signal: ended.signal, onMessage });
    await expect(run).rejects.toThrow('seen');
    expect(said).toEqual([
      expect.stringMatching(/^no worker has answered for \d+ s: start `best-of-n worker` for redis:.*, queue ours$/),
    ]);
    const { files } = await submitSamples([file], { ...options, redis: new Redis(cluster.port), queue: 'theirs' });
    expect(files).toMatchObject([{ samples: 20 }]);
  });

  it('that is gone is waited for, and given up after the time for it', async () => {
    const port = await freePort();
    let redis: ChildProcess = await startRedis(port, cluster.folder, ['--appendfilename', 'gone.aof', '--appenddirname', 'gone']);
    const address = `redis://127.0.0.1:${port}`;
    const said: string[] = [];
    const run = submitSamples([cluster.sampleFile('gone.jsonl', 20, 1)], {
      ...options,
      redis: address,
      redisWait: 5,
      onMessage: (message) => said.push(message),
      onProgress: () => redis.kill('SIGKILL'),
    });
    const failed = run.catch((error) => error);
    await until(() => said.length === 1);
    redis = await startRedis(port, cluster.folder, ['--appendfilename', 'gone.aof', '--appenddirname', 'gone']);
    expect(await failed).toMatchObject({ code: 'REDIS_UNREACHABLE', message: `${address} has been gone for 5 s` });
    expect(said.slice(0, 3)).toEqual([
      `Redis is gone: there is no connection to ${address}; it has 5 s to come back`,
      'Redis is back',
      `Redis is gone: there is no connection to ${address}; it has 5 s to come back`,
    ]);
    redis.kill('SIGKILL');
  });

  it('that is full ends the run, and the worker says so', async () => {
    const port = await freePort();
    const full = await startRedis(port, cluster.folder, [
      '--appendonly',
      'no',
      '--maxmemory',
      '3mb',
      '--maxmemory-policy',
      'noeviction',
    ]);
    const redis = `redis://127.0.0.1:${port}`;
    const line = (i: number) =>
      `${JSON.stringify({ input: `q${i % 311}`, output: '', reward: Math.sin(i), gold: Math.cos(i) })}\n`;
    const file = cluster.write('much.jsonl', Array.from({ length: 900_000 }, (_, i) => line(i)).join(''));
    const worker = await cluster.startWorker({ redis });
    const { status, stderr } = command(['samples', file, '-n', '1', '--redis', redis]);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^best-of-n: Redis is full: /m)]);
    await until(() => worker.said().includes('Redis is full'));
    full.kill('SIGKILL');
  });

  it('that is not there is said, and the worker ends when it is told to', async () => {
    const child = spawn(process.execPath, ['dist/cli.js', 'worker', '--redis', 'redis://127.0.0.1:1'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let text = '';
    child.stderr.on('data', (piece) => {
      text += piece;
    });
    await until(() => text.includes('ECONNREFUSED'));
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(text).toContain('redis://127.0.0.1:1 does not answer: connect ECONNREFUSED');
  });
});
