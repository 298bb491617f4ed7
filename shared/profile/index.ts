export * from './nesting';
export * from './parse-profile';
export * from './schema';
export * from './zones';
