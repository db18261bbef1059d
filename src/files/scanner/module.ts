// The compiled scanner, and its instances: a host without WebAssembly or its vectors has none.

import { scannerBytes } from '../../../build/scanner-bytes';

/** The exports of assembly/scanner/index.ts, with the types that asc wrote. */
export type Scanner = Awaited<ReturnType<typeof import('../../../build/scanner').instantiate>>;

let compiled: WebAssembly.Module | null | undefined;
/** An instance that nobody uses: its memory serves the next file. */
let idle: Scanner | undefined;

/** Whether this host can run the scanner. */
export function hasScanner(): boolean {
  if (compiled === undefined) {
    try {
      compiled = new WebAssembly.Module(scannerBytes());
    } catch {
      // no WebAssembly, no vectors, or a page whose policy forbids it
      compiled = null;
    }
  }
  return compiled !== null;
}

/** An instance of one's own, until it is given back. */
export function takeScanner(): Scanner {
  const taken = idle ?? (new WebAssembly.Instance(compiled as WebAssembly.Module).exports as Scanner);
  idle = undefined;
  return taken;
}

/** What an idle instance may hold: one that has met many ids is dropped. */
const MAX_IDLE_BYTES = 64 * 2 ** 20;

export function giveBack(scanner: Scanner): void {
  if (scanner.memory.buffer.byteLength <= MAX_IDLE_BYTES) idle = scanner;
}

const PAGE_BYTES = 1 << 16;

/** The pages that memory of so many bytes has. */
export const pagesFor = (bytes: number) => Math.ceil(bytes / PAGE_BYTES);

/** Gets more memory; false if there is none. */
export function growBy({ memory }: Scanner, bytes: number): boolean {
  try {
    memory.grow(pagesFor(bytes));
    return true;
  } catch {
    return false;
  }
}
