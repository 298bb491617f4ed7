export * from './guard';
export * from './limits';
export * from './meetings';
