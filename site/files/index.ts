// What the explorer loads when the reader first opens a file.

export { describeFile } from './describe';
export { readSource } from './file-source';
export { choicesIn, viewOf } from './file-view';
