// Takes the place of the package hysnappy in the page. That package compiles WebAssembly as soon as it is imported, which a content-security
// policy may forbid; then no Parquet file at all could be read. hyparquet decompresses Snappy without it.

export const snappyUncompressor = () => undefined;

export function snappyUncompress(): never {
  throw new Error('hyparquet decompresses Snappy itself');
}
