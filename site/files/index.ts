export { describeFile } from './describe';
export { fileView } from './file-view';
