// A real browser, and pages for it: for tests and for the benchmark of the explorer.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { preview } from 'vite';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Where there is none, its tests are left out; in CI it must be there. */
export const noChromium = !existsSync(EXECUTABLE) && !process.env.CI;

export function launchChromium() {
  const quiet = ['disable-background-networking', 'disable-component-update', 'disable-sync', 'no-first-run'];
  const args = ['no-sandbox', 'disable-gpu', 'disable-quic', ...quiet].map((flag) => `--${flag}`);
  return chromium.launch({ executablePath: EXECUTABLE, args });
}

/** A strict content-security policy: no Wasm is compiled. Styles inside of a page are allowed. */
export const STRICT_POLICY = {
  'Content-Security-Policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:",
};

/**
 * Serves the files of a folder, below `base`.
 *
 * @param {string} folder
 * @param {{ base?: string, headers?: Record<string, string> }} options
 */
export async function serve(folder, { base = '/', headers = {} } = {}) {
  const server = await preview({
    root: folder,
    base,
    configFile: false,
    logLevel: 'silent',
    appType: 'mpa',
    build: { outDir: '.' },
    preview: { host: '127.0.0.1', port: 0, headers },
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.httpServer.address());
  return { url: `http://127.0.0.1:${port}${base}`, close: () => server.close() };
}
