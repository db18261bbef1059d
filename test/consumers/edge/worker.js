// A worker at the edge: bytes may not be compiled there, so the kernel comes as a module.

import { useEngine } from 'best-of-n';
import kernel from 'best-of-n/kernel.wasm';
import { goldenCase } from '../golden-case.js';

export default {
  fetch() {
    const without = goldenCase();
    useEngine('wasm', kernel);
    return Response.json([without, goldenCase()]);
  },
};
