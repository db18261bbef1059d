// Which engine answers: the kernel where it can run, the JavaScript engine elsewhere. Nothing is compiled before the first use.

import { kernelBytes } from '../../build/kernel-bytes';
import { coded, messageOf } from '../errors';
import { checkEither } from '../input/numbers';
import type { Engine, EngineKind } from './interface';
import { jsEngine } from './js/index';
import { isModule, loadKernel, WasmEngine } from './wasm/index';
import { testKernel } from './wasm/self-test';

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
/** The module that `useEngine` was given last; undefined where the kernel is the embedded one. */
let given: WebAssembly.Module | undefined;
/** The one instance of the embedded kernel in this thread, however often engines are chosen. */
let embedded: WasmEngine | undefined;
/** The instances of the modules that `useEngine` was given. */
const instances = /* @__PURE__ */ new WeakMap<WebAssembly.Module, WasmEngine>();

/** The engine that makes the next support. A kernel that broke off is replaced by a new instance. */
export function currentEngine(): Engine {
  if (current === undefined || (current instanceof WasmEngine && current.hasFailed)) {
    try {
      current = kernelOf(given);
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
 * @param module - the kernel (`best-of-n/kernel.wasm`), for runtimes that accept only modules compiled beforehand; by default the kernel inside the
 *   package. Bytes must be those of that file. A compiled module, whose bytes cannot be seen, is tested when it is first given: it must answer some
 *   thousands of known cases with the bits of the JavaScript engine, which takes some milliseconds.
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
    const source = module === undefined || isModule(module) ? module : embeddedIfSame(module);
    current = kernelOf(source);
    given = source;
    reason = undefined;
  } catch (error) {
    const message = `the WebAssembly kernel cannot be used here: ${messageOf(error)}`;
    throw coded(Error, 'NO_KERNEL', message, undefined, { cause: error });
  }
}

/** The engine of a module, or of the embedded kernel. */
function kernelOf(module: WebAssembly.Module | undefined): WasmEngine {
  if (module === undefined) return embeddedKernel();
  let made = instances.get(module);
  if (made === undefined || made.hasFailed) {
    made = new WasmEngine(loadKernel(module));
    // the bytes of a module cannot be seen, so it must show that it answers as the kernel does
    testKernel(made);
    instances.set(module, made);
  }
  return made;
}

function embeddedKernel(): WasmEngine {
  if (typeof WebAssembly === 'undefined') throw new Error('this runtime has no WebAssembly');
  if (embedded === undefined || embedded.hasFailed) embedded = new WasmEngine(loadKernel(embeddedBytes()));
  return embedded;
}

/** The bytes, or in the build for workerd a module. Not inlined, so that the bytes stay at the head of the bundle (see src/index.ts). */
function embeddedBytes(): Uint8Array<ArrayBuffer> | WebAssembly.Module {
  return /* @__NOINLINE__ */ kernelBytes();
}

/** Bytes that are those of the embedded kernel stand for it. */
function embeddedIfSame(bytes: ArrayBuffer | ArrayBufferView): undefined {
  const source = embeddedBytes();
  if (isModule(source)) throw coded(Error, 'NO_KERNEL', 'bytes may not be compiled here: leave them out, or give a module');
  const own = source as Uint8Array;
  const others = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
  if (own.length !== others.length || own.some((byte, i) => byte !== others[i]))
    throw coded(Error, 'NO_KERNEL', `these ${others.length} bytes are not the kernel of this version, best-of-n/kernel.wasm`);
}
