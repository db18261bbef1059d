// Where Redis is, as a URL or as options of ioredis: checked before anything connects, and named in messages without user and password.

import type { Cluster, Redis, RedisOptions } from 'ioredis';
import { coded } from '../errors';

/**
 * Where Redis is: a URL, options of ioredis, or a connection of ioredis, which is copied and left as it is.
 *
 * @example
 * const address = { host: '127.0.0.1', port: Number(new URL(redis).port) };
 * const worker = await createWorker({ redis: address, threads: 1 });
 * (await submitSamples([file], { redis })).groups.length; // → 1
 * await worker.close();
 */
export type RedisAddress = string | RedisOptions | Redis | Cluster;

export interface CheckedAddress {
  /** What ioredis connects to. */
  to: { url: string } | { options: RedisOptions } | { client: Redis | Cluster };
  /** The address in messages. */
  name: string;
  /** What must not stand in any message. */
  secrets: string[];
}

const EXPECTED = 'expected redis://HOST:PORT, rediss://HOST:PORT or redis+sentinel://HOST:PORT,HOST:PORT/NAME';

/**
 * @param argument - the name of what is wrong in messages, which never quote it: it can hold a password.
 * @throws TypeError (`WRONG_TYPE`) or RangeError (`OUT_OF_RANGE`) if it is no address of Redis.
 */
export function checkAddress(redis: unknown, argument = 'redis'): CheckedAddress {
  if (redis === undefined || redis === null || redis === '')
    throw coded(TypeError, 'WRONG_TYPE', `${argument} is ${redis === '' ? 'empty' : 'missing'}, ${EXPECTED}`);
  if (typeof redis === 'string') return ofUrl(redis.trim(), argument);
  if (typeof redis !== 'object' || Array.isArray(redis))
    throw coded(TypeError, 'WRONG_TYPE', `${argument} is neither a URL nor an object of options`);
  return isClient(redis) ? ofClient(redis) : ofOptions(redis, argument);
}

function isClient(redis: object): redis is Redis | Cluster {
  return ['connect', 'disconnect', 'duplicate', 'defineCommand'].every(
    (name) => typeof (redis as Record<string, unknown>)[name] === 'function'
  );
}

function ofClient(client: Redis | Cluster): CheckedAddress {
  if (!client.isCluster)
    return { to: { client }, name: nameOf(client.options), secrets: secretsOf(client.options as RedisOptions) };
  return { to: { client }, name: 'the Redis cluster', secrets: secretsOf((client as Cluster).options.redisOptions ?? {}) };
}

function ofOptions(options: RedisOptions, argument: string): CheckedAddress {
  const { port, keyPrefix } = options;
  if (port !== undefined && !isPort(port))
    throw coded(
      RangeError,
      'OUT_OF_RANGE',
      `${argument}.port is ${JSON.stringify(port)}, expected a whole number from 0 to 65535`
    );
  if (keyPrefix)
    throw coded(RangeError, 'OUT_OF_RANGE', `${argument}.keyPrefix cannot be used: the name of the queue keeps users apart`);
  return { to: { options }, name: nameOf(options), secrets: secretsOf(options) };
}

const isPort = (port: unknown) => Number.isInteger(Number(port)) && Number(port) >= 0 && Number(port) <= 65535;

function ofUrl(text: string, argument: string): CheckedAddress {
  const bad = (why: string) => coded(RangeError, 'OUT_OF_RANGE', `${argument} is no URL of Redis: ${why}; ${EXPECTED}`);
  const sentinel = /^(rediss?)\+sentinel:\/\/(?:([^@]*)@)?([^@/?]+)\/([^/?]+)(?:\/(\d+))?(\?.*)?$/i.exec(text);
  try {
    if (sentinel) return ofSentinel(sentinel, argument);
    if (!/^rediss?:\/\//i.test(text)) throw bad('its scheme is another one');
    const url = new URL(text);
    if (url.hostname === '') throw bad('it has no host');
    if (!/^\/?\d*$/.test(url.pathname)) throw bad('its path is no number of a database');
    const options = Object.fromEntries(url.searchParams);
    const [username, password] = [url.username, url.password].map(decodeURIComponent);
    return {
      to: { url: text },
      name: `${url.protocol}//${url.host}`,
      secrets: [...secretsOf({ username, password }), ...secretsOf(options), url.password].filter(Boolean),
    };
  } catch (error) {
    // the errors of URL and decodeURIComponent quote what they are given
    throw 'code' in (error as Error) && (error as { code: string }).code === 'OUT_OF_RANGE' ? error : bad('it cannot be read');
  }
}

/** `redis+sentinel://USER:PASSWORD@HOST:PORT,HOST:PORT/NAME/DB?sentinelPassword=…`; with `rediss`, all connections are encrypted. */
function ofSentinel([, scheme, login = '', hosts, name, db, query = '']: RegExpExecArray, argument: string): CheckedAddress {
  const sentinels = hosts.split(',').map((host) => {
    const { hostname, port } = new URL(`redis://${host}`);
    return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 26379 : Number(port) };
  });
  const { username, password } = new URL(`redis://${login && `${login}@`}host`);
  const { sentinelUsername, sentinelPassword } = Object.fromEntries(new URLSearchParams(query));
  const options: RedisOptions = {
    sentinels,
    name: decodeURIComponent(name),
    ...(username ? { username: decodeURIComponent(username) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
    ...(db ? { db: Number(db) } : {}),
    ...(sentinelUsername ? { sentinelUsername } : {}),
    ...(sentinelPassword ? { sentinelPassword } : {}),
    ...(/^rediss$/i.test(scheme) ? { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true } : {}),
  };
  return ofOptions(options, argument);
}

function nameOf({ host = '127.0.0.1', port = 6379, path, sentinels, name, tls }: RedisOptions): string {
  const scheme = tls ? 'rediss' : 'redis';
  if (sentinels?.length)
    return `${scheme}+sentinel://${sentinels.map(({ host = '127.0.0.1', port = 26379 }) => `${host}:${port}`).join(',')}/${name}`;
  return path ?? `${scheme}://${host}:${port}`;
}

function secretsOf({ username, password, sentinelUsername, sentinelPassword }: RedisOptions): string[] {
  const secrets = [username, password, sentinelUsername, sentinelPassword];
  return secrets.filter((secret): secret is string => typeof secret === 'string' && secret !== '' && secret !== 'default');
}
