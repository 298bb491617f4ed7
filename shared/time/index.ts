export * from './instant';
export * from './zone';
