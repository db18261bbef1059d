declare module 'lz4js' {
  export function decompress(data: Uint8Array): Uint8Array;
}
