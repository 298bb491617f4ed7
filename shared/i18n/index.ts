export * from './catalogue';
export * from './format';
export * from './reasons';
export type { SameKeys } from './same-keys';
export * from './trouble-values';
