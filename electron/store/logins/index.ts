export * from './refused-logins';
