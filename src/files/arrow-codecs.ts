// The compressions that Arrow files use; pyarrow writes Feather with LZ4 unless told otherwise.

import { CompressionType, compressionRegistry } from 'apache-arrow';
import { decompress as unzstd } from 'fzstd';
import { decompress as unlz4 } from 'lz4js';

export function registerCodecs(): void {
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (data: Uint8Array) => unlz4(data) });
  compressionRegistry.set(CompressionType.ZSTD, { decode: (data: Uint8Array) => unzstd(data) });
}
