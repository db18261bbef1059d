// The kernel loads with AssemblyScript's own loader too. The library instantiates it by itself, since the loader makes a TextDecoder when it is
// imported, which not every runtime has.

import { instantiateSync } from '@assemblyscript/loader';
import { expect, it } from 'vitest';
import { kernel, kernelBytes } from '../helpers/kernel';

it('has the same exports as by the library', () => {
  const { exports } = instantiateSync(kernelBytes);
  expect(Object.keys(exports)).toEqual(expect.arrayContaining(Object.keys(kernel)));
  expect(exports.memory).toBeInstanceOf(WebAssembly.Memory);
});
