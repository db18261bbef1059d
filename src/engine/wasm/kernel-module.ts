// In the build for workerd, this takes the place of the kernel's bytes, which may not be compiled there: the kernel as a module that was compiled when
// the worker was deployed.

import kernel from '../../../build/kernel.wasm';

export function kernelBytes(): WebAssembly.Module {
  return kernel;
}
