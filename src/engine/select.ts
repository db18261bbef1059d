// Which engine answers: the kernel where it can run, the JavaScript engine elsewhere. Nothing is compiled before the first use.

import { kernelBytes } from '../../build/kernel-bytes';
import { coded, messageOf } from '../errors';
import { checkEither } from '../input/numbers';
import type { Engine, EngineKind } from './interface';
import { jsEngine } from './js/index';
import { loadKernel, WasmEngine } from './wasm/index';

/**
 * A compiled kernel or its bytes: the file `best-of-n/kernel.wasm`.
 *
 * @example
 * const { readFileSync } = await import('node:fs');
 * const file = new URL(import.meta.resolve('best-of-n/kernel.wasm'));
 * const module = new WebAssembly.Module(readFileSync(file));
 * useEngine('wasm', module);
 * engine(); // → { kind: 'wasm' }
 */
export type KernelSource = WebAssembly.Module | ArrayBuffer | ArrayBufferView;

let current: Engine | undefined;
let reason: string | undefined;
/** The one instance of the embedded kernel in this thread, however often engines are chosen. */
let embedded: WasmEngine | undefined;
/** The instances of kernels that `useEngine` was given. */
const given = /* @__PURE__ */ new WeakMap<object, WasmEngine>();

/** The engine that makes the next support. */
export function currentEngine(): Engine {
  if (current === undefined) {
    try {
      current = embeddedKernel();
    } catch (error) {
      current = jsEngine;
      reason = `the WebAssembly kernel could not be used: ${messageOf(error)}`;
    }
  }
  return current;
}

/**
 * Which engine answers, and why if it is not the kernel. The first call compiles the kernel.
 *
 * @returns the kind of the engine and, if it is not the kernel, the reason.
 *
 * @example
 * engine(); // → { kind: 'wasm' }
 */
export function engine(): {
  /** `'wasm'` for the kernel, `'js'` for the JavaScript engine. */
  kind: EngineKind;
  /** Why the kernel is not used; absent where it is. */
  reason?: string;
} {
  const { kind } = currentEngine();
  return reason === undefined ? { kind } : { kind, reason };
}

/**
 * Chooses the engine for the supports made from now on; those made before keep theirs. Both give the same bits.
 *
 * @param kind - `'wasm'` or `'js'`.
 * @param module - the kernel (`best-of-n/kernel.wasm`), for runtimes that accept only modules compiled beforehand; by default the kernel inside the package.
 * @throws TypeError if `kind` is neither of the two, or `module` is given with `'js'`.
 * @throws Error if the kernel is asked for and cannot run here; the engine is then what it was.
 *
 * @example
 * useEngine('js');
 * engine(); // → { kind: 'js', reason: "useEngine('js') was called" }
 * useEngine('wasm');
 */
export function useEngine(kind: EngineKind, module?: KernelSource): void {
  if (kind === 'js') {
    if (module !== undefined) throw coded(TypeError, 'WRONG_TYPE', "module is given, but the engine 'js' takes none");
    current = jsEngine;
    reason = "useEngine('js') was called";
    return;
  }
  checkEither('kind', kind, 'wasm', 'js');
  try {
    current = module === undefined ? embeddedKernel() : kernelOf(module);
    reason = undefined;
  } catch (error) {
    const message = `the WebAssembly kernel cannot be used here: ${messageOf(error)}`;
    throw coded(Error, 'NO_KERNEL', message, undefined, { cause: error });
  }
}

function embeddedKernel(): WasmEngine {
  if (typeof WebAssembly === 'undefined') throw new Error('this runtime has no WebAssembly');
  // not inlined, so that the bytes stay at the head of the bundle (see src/index.ts)
  embedded ??= new WasmEngine(loadKernel(/* @__NOINLINE__ */ kernelBytes()));
  return embedded;
}

function kernelOf(module: KernelSource): WasmEngine {
  let made = given.get(module);
  if (made === undefined) {
    made = new WasmEngine(loadKernel(module));
    given.set(module, made);
  }
  return made;
}
