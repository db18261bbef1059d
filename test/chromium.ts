// A real browser for tests, and pages for it.

import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { preview } from 'vite';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Where there is none, its tests are left out; in CI it must be there. */
export const noChromium = !existsSync(EXECUTABLE) && !process.env.CI;

export function launchChromium(): Promise<Browser> {
  const quiet = ['disable-background-networking', 'disable-component-update', 'disable-sync', 'no-first-run'];
  const args = ['no-sandbox', 'disable-gpu', 'disable-quic', ...quiet].map((flag) => `--${flag}`);
  return chromium.launch({ executablePath: EXECUTABLE, args });
}

/** A strict content-security policy: no Wasm is compiled. Styles inside of a page are allowed. */
export const STRICT_POLICY = {
  'Content-Security-Policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:",
};

export interface Site {
  url: string;
  close(): Promise<void>;
}

/** Serves the files of a folder, below `base`. */
export async function serve(folder: string, { base = '/', headers = {} as Record<string, string> } = {}): Promise<Site> {
  const server = await preview({
    root: folder,
    base,
    configFile: false,
    logLevel: 'silent',
    appType: 'mpa',
    build: { outDir: '.' },
    preview: { host: '127.0.0.1', port: 0, headers },
  });
  const { port } = server.httpServer.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${base}`, close: () => server.close() };
}
