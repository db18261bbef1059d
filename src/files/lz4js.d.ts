// Types of the package lz4js, which has none of its own.

declare module 'lz4js' {
  export function decompress(data: Uint8Array): Uint8Array;
}
