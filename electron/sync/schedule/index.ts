export * from './backoff';
export * from './due';
export * from './refill';
