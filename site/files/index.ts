// What the explorer loads when the reader first opens a file.

export { describeFile } from './describe';
export { fileView } from './file-view';
