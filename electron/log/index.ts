export { createFileLog } from './file-log';
