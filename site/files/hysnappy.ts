// Takes the place of the package hysnappy in the page: that compiles WebAssembly as soon as it is imported, which a content-security policy may
// forbid, and no Parquet file at all could then be read. hyparquet has a Snappy of its own.

export const snappyUncompressor = () => undefined;

export function snappyUncompress(): never {
  throw new Error('hyparquet reads Snappy itself');
}
