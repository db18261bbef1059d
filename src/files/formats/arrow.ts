// Arrow IPC, as a file (Feather 2 included) or as a stream. A file stays whole: a stream has no list of its batches.

import type { Format, FormatReader } from './format';

export const arrow: Format = {
  title: 'Arrow',
  extensions: ['arrow', 'arrows', 'feather', 'ipc'],
  unit: 'row',
  compressed: false,
  // the magic word of a file, or the mark before each message of a stream
  start: /^(ARROW1|\xff\xff\xff\xff)/,
};

export const arrowReader: FormatReader = {
  // the reader is large: it is loaded with the first file
  read: async (file, sink) => (await import('../arrow-rows')).readArrow(file, sink),
  readColumns: async (file, sink, fast) => (await import('../arrow-rows')).readArrow(file, sink, fast),
};
