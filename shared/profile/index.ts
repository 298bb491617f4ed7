export * from './nesting';
export * from './parse-profile';
export { reason, reasonOfIssue, sayReason } from './reasons';
export * from './schema';
export * from './zones';
