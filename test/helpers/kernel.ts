// The compiled kernel itself, for tests of what lies below the typed library.

import { readFileSync } from 'node:fs';
import { type Kernel, loadKernel } from '../../src/engine/wasm/index';

export const kernelBytes = readFileSync(new URL('../../build/kernel.wasm', import.meta.url));
export const kernel: Kernel = loadKernel(kernelBytes);
