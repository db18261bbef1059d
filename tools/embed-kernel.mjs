// Writes the compiled kernel into a module, so that the bundle holds it and reads no file when it runs.
import { readFileSync, writeFileSync } from 'node:fs';

const wasm = readFileSync('build/kernel.wasm');
writeFileSync('build/kernel.ts', `export const kernelBase64 =\n  '${wasm.toString('base64')}';\n`);
console.log(`kernel: ${wasm.length} bytes`);
