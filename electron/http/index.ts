export { readCertificates } from './certificate';
export { createHttp } from './create-http';
export { failureOf, redirectPath } from './failures';
export * from './http-api';
export type { RoutesTo } from './routes';
export { routesFromEnvironment, routesFromPac, straightTo } from './routes';
export { hasSystemStore } from './trust';
