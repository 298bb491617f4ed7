export { createEnvironmentCredentials, PASSWORD_VARIABLES } from './environment-credentials';
export { createKeychain } from './keychain';
export { createMemoryCredentials } from './memory-credentials';
