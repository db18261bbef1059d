// Packages that only one entry needs: loaded when they are asked for.

/**
 * Imports an optional peer dependency.
 *
 * @throws Error with the line that installs it, if it is missing.
 */
export async function importPeer<T>(entry: string, name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const missing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
    if (!missing || !message.includes(`'${name}'`)) throw error;
    throw new Error(`${entry} needs the package ${name}, which is not installed: npm install ${name}`, { cause: error });
  }
}
