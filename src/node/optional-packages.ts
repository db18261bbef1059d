// Packages that only one entry needs: optional peer dependencies, imported when they are first used.

import { createRequire } from 'node:module';
import { coded } from '../errors';
import { isInPlace } from './worker-file';

/** All packages that an entry needs, so that the error message installs them in one line. */
const PACKAGES = {
  'best-of-n/pool': 'piscina',
  'best-of-n/server': 'piscina fastify @fastify/swagger @fastify/swagger-ui prom-client',
  'best-of-n/queue': 'bullmq ioredis',
};

/**
 * Imports an optional peer dependency.
 *
 * @param load - the dynamic import, written by the caller with a literal name, so that bundlers see it.
 * @throws Error (`MISSING_PACKAGE`) with the command that installs it, if it is not installed.
 */
export async function importOptional<T>(entry: keyof typeof PACKAGES, name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
    // another package that it needs may be missing instead: that error says more as it is
    if (!isMissing || !message.includes(`'${name}'`)) throw error;
    throw missing(entry, name, error);
  }
}

/**
 * Makes sure that an optional peer dependency is there, without loading it.
 *
 * @throws Error (`MISSING_PACKAGE`) as `importOptional`.
 */
export function checkOptional(entry: keyof typeof PACKAGES, name: string): void {
  // a bundle may hold the package itself
  if (!isInPlace()) return;
  try {
    createRequire(import.meta.url).resolve(name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') throw missing(entry, name, error);
  }
}

function missing(entry: keyof typeof PACKAGES, name: string, cause: unknown): Error {
  const message = `${entry} needs the package ${name}, which is not installed: npm install ${PACKAGES[entry]}`;
  return coded(Error, 'MISSING_PACKAGE', message, undefined, { cause });
}
