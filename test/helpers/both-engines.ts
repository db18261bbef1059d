// One computation in both engines.

import { expect } from 'vitest';
import { useEngine } from '../../src/index';

/** What both engines answer, which must be the same to the bit; the kernel is then the engine. */
export function inBothEngines<T>(use: () => T): T {
  useEngine('js');
  const fallback = use();
  useEngine('wasm');
  const result = use();
  expect(result).toEqual(fallback);
  return result;
}
