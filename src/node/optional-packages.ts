// Packages that only one entry needs: optional peer dependencies, imported when they are first used.

import { coded } from '../errors';

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
    const missing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
    // another package that it needs may be missing instead: that error says more as it is
    if (!missing || !message.includes(`'${name}'`)) throw error;
    const needed = `${entry} needs the package ${name}, which is not installed: npm install ${PACKAGES[entry]}`;
    throw coded(Error, 'MISSING_PACKAGE', needed, undefined, { cause: error });
  }
}
