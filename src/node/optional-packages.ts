// Packages that only one entry needs: optional peer dependencies, imported when they are first used. Their ranges in package.json are open,
// since npm would stop an installation for a version that nobody may ever use; what an entry needs is checked here.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { coded } from '../errors';
import { isInPlace } from './worker-file';

type Entry = 'best-of-n/pool' | 'best-of-n/server' | 'best-of-n/queue';

/** All packages that an entry needs, so that the error message installs them in one line. */
const PACKAGES: Record<Entry, string> = {
  'best-of-n/pool': 'piscina',
  'best-of-n/server': 'piscina fastify @fastify/swagger @fastify/swagger-ui prom-client',
  'best-of-n/queue': 'bullmq ioredis',
};

/** The oldest version of each that works; those that come after the newest one tested are let pass. */
export const OLDEST = {
  piscina: '4.0.0',
  fastify: '4.26.0',
  '@fastify/swagger': '8.0.0',
  '@fastify/swagger-ui': '2.0.0',
  'prom-client': '14.0.0',
  bullmq: '5.56.0',
  ioredis: '5.3.0',
};

export type OptionalPackage = keyof typeof OLDEST;

/**
 * Imports an optional peer dependency.
 *
 * @param load - the dynamic import, written by the caller with a literal name, so that bundlers see it.
 * @throws Error (`MISSING_PACKAGE`) with the command that installs it, if it is not installed; Error (`WRONG_VERSION`) if it is too old.
 */
export async function importOptional<T>(entry: Entry, name: OptionalPackage, load: () => Promise<T>): Promise<T> {
  let loaded: T;
  try {
    loaded = await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
    // another package that it needs may be missing instead: that error says more as it is
    if (!isMissing || !message.includes(`'${name}'`)) {
      checkVersion(entry, name, versionOf(name));
      throw error;
    }
    throw missing(entry, name, error);
  }
  checkVersion(entry, name, versionOf(name));
  return loaded;
}

/** @throws Error (`WRONG_VERSION`) if it is too old; a version that is not known is let pass. */
export function checkVersion(entry: Entry, name: OptionalPackage, version: string | undefined): void {
  if (version === undefined || version.localeCompare(OLDEST[name], 'en', { numeric: true }) >= 0) return;
  const needed = `${entry} needs the package ${name} in version ${OLDEST[name]} or later`;
  throw coded(Error, 'WRONG_VERSION', `${needed}, and version ${version} is installed: npm install ${name}@latest`);
}

/** The version that is installed where an import from here finds it; undefined in a bundle that holds it. */
export function versionOf(name: OptionalPackage): string | undefined {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const file = folders.map((folder) => join(folder, name, 'package.json')).find(existsSync);
  return file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8')).version;
}

/**
 * Makes sure that an optional peer dependency is there, without loading it.
 *
 * @throws Error (`MISSING_PACKAGE`, `WRONG_VERSION`) as `importOptional`.
 */
export function checkOptional(entry: Entry, name: OptionalPackage): void {
  // a bundle may hold the package itself
  if (!isInPlace()) return;
  try {
    createRequire(import.meta.url).resolve(name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') throw missing(entry, name, error);
  }
  checkVersion(entry, name, versionOf(name));
}

function missing(entry: Entry, name: OptionalPackage, cause: unknown): Error {
  const message = `${entry} needs the package ${name}, which is not installed: npm install ${PACKAGES[entry]}`;
  return coded(Error, 'MISSING_PACKAGE', message, undefined, { cause });
}
