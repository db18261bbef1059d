// Packages that only one entry needs: loaded when they are asked for.

/** What each entry asks for, so that one line installs it all. */
const PACKAGES = {
  'best-of-n/pool': 'piscina',
  'best-of-n/server': 'piscina fastify @fastify/swagger @fastify/swagger-ui prom-client',
  'best-of-n/queue': 'piscina bullmq ioredis',
};

/**
 * Imports an optional peer dependency.
 *
 * @throws Error with the line that installs it, if it is missing.
 */
export async function importPeer<T>(entry: keyof typeof PACKAGES, name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const missing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
    if (!missing || !message.includes(`'${name}'`)) throw error;
    throw new Error(`${entry} needs the package ${name}, which is not installed: npm install ${PACKAGES[entry]}`, {
      cause: error,
    });
  }
}
