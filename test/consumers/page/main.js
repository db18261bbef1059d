// On the page itself and in a Web Worker.

import { goldenCase } from '../golden-case.js';

const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }) => {
  globalThis.answers = [goldenCase(), data];
};
