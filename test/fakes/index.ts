export * from './fake-access-control';
export * from './fake-booking-source';
export * from './fake-clock';
export * from './fake-journal';
export * from './fake-logger';
export * from './fake-random';
export * from './sha-hash';
