export * from './compare-house';
export * from './equality';
export * from './explain';
export type { CompareInput } from './wanted';
