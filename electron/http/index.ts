export { createHttp } from './create-http';
export { failureOf, redirectPath } from './failures';
export * from './http-api';
