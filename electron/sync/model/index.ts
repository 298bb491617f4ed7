export * from './access';
export * from './booking';
export * from './intervals';
export * from './mapping';
export * from './memory';
export * from './plan';
export * from './policy';
export * from './run';
