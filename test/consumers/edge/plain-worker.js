// A worker at the edge that knows nothing of the kernel: the condition `workerd` brings it. Choosing the engine works as elsewhere.

import { useEngine } from 'best-of-n';
import { goldenCase } from '../golden-case.js';

export default {
  fetch() {
    const first = goldenCase();
    useEngine('js');
    useEngine('wasm');
    return Response.json([first, goldenCase()]);
  },
};
