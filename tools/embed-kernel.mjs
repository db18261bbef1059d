// Writes the compiled kernel, and the scanner, into modules, so that the bundles hold them and read no file when they run. Each byte, moved so that the frequent ones
// come first, is a printable character, with one of three marks before it from the 86th value on: 44 % shorter than hexadecimal, and 1.2 KB
// shorter once the bundle is gzipped, since compression still sees the bytes.

import { readFileSync, writeFileSync } from 'node:fs';

/** How far the bytes are moved: of the multiples of four, this one compresses best. */
const SHIFT = 16;

/** Values that one character stands for: from '(' to '}' without the backslash. */
const SINGLE = 85;

for (const name of ['kernel', 'scanner']) {
  const wasm = readFileSync(`build/${name}.wasm`);
  writeFileSync(`build/${name}-bytes.ts`, moduleOf(name, wasm));
  console.log(`${name}: ${wasm.length} bytes`);
}

function moduleOf(name, wasm) {
  const text = Array.from(wasm, (byte) => {
    const value = (byte + SHIFT) & 255;
    const code = 40 + (value % SINGLE);
    return ['', '!', '#', '%'][Math.floor(value / SINGLE)] + String.fromCharCode(code < 92 ? code : code + 1);
  }).join('');
  return `export function ${name}Bytes(): Uint8Array<ArrayBuffer> {
  const text =
    '${text}';
  const bytes = new Uint8Array(${wasm.length});
  let mark = 0;
  for (let i = 0, at = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 40) mark = (code - 31) >> 1;
    else {
      bytes[at++] = ${SINGLE} * mark + code - (code > 92 ? 41 : 40) - ${SHIFT};
      mark = 0;
    }
  }
  return bytes;
}
`;
}
