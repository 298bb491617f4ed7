export * from './desire';
export * from './evidence';
export * from './knowledge';
export * from './merge-asks';
export * from './matching';
export * from './openings';
