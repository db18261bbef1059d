// What the explorer loads when the reader first opens a file.

export { describeFiles } from './describe-files';
export { readSource } from './file-source';
export { choicesIn, viewOf } from './file-view';
