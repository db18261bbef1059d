// The compiled kernel.

/** The exports of assembly/index.ts, with the types that asc wrote. Addresses come as signed 32-bit integers; `>>> 0` makes them right beyond 2 GiB too. */
export type Kernel = Awaited<ReturnType<typeof import('../../../build/kernel').instantiate>>;

/** Instantiates the kernel, which imports nothing, from a module or from the embedded bytes; throws what WebAssembly throws where it cannot. */
export function loadKernel(source: WebAssembly.Module | ArrayBuffer | ArrayBufferView): Kernel {
  const module = isModule(source) ? source : new WebAssembly.Module(source as BufferSource);
  return new WebAssembly.Instance(module).exports as Kernel;
}

/** Whether the source is a compiled module. `instanceof` fails for a module of another realm, as servers at the edge hand it into their sandbox. */
export function isModule(source: unknown): source is WebAssembly.Module {
  return Object.prototype.toString.call(source) === '[object WebAssembly.Module]';
}
