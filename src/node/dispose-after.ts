// Disposes of a resource after its use, in every version of Node.js that the package supports.

/**
 * Uses a resource and then disposes of it, also when that throws. `using` would do the same, but Node.js has Symbol.dispose only from 20.5 on.
 */
export function disposeAfter<R extends { dispose(): void }, T>(resource: R, use: (resource: R) => T): T {
  try {
    return use(resource);
  } finally {
    resource.dispose();
  }
}
