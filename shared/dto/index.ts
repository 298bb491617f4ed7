export * from './check';
export * from './common';
export * from './compare';
export * from './demo';
export * from './plan';
export * from './run';
export * from './status';
export * from './is-over';
