export { createSystemClock } from './clock';
export { createSha256 } from './hash';
export { createSystemRandom } from './random';
