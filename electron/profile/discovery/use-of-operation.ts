import type { FoundOperation } from '../../../shared/dto';
import { changeWordOf, isNamedAsRead, wordsOfName } from '../change-words';
import type { ListedOperation } from './listing';

const LOGIN_WORDS = ['auth', 'authenticate', 'authentication', 'login', 'logon', 'signin', 'token', 'session'];
/** Words beside which a login is still nothing but a login. */
const NEUTRAL_WORDS = [
  'api',
  'rest',
  'user',
  'account',
  'oauth',
  'password',
  'web',
  'mvc',
  'json',
  'service',
  'in',
  'on',
  'log',
  'do',
];

const isLoginName = (name: string): boolean => {
  const words = wordsOfName(name.replace(/sign[-_ ]?in/gi, 'signin').replace(/log[-_ ]?(in|on)\b/gi, 'login'));
  return (
    words.some((word) => LOGIN_WORDS.includes(word)) &&
    words.every((word) => LOGIN_WORDS.includes(word) || NEUTRAL_WORDS.includes(word) || /^v?\d+$/.test(word))
  );
};

/**
 * What a listed operation may be used for. Its verb must be GET or unknown, and neither its name nor its path may hold a word of change; a POST
 * that is named like a read may be used when a person says so. Everything else is a change, and never used.
 */
export function useOf({ name, verb, path }: ListedOperation): Pick<FoundOperation, 'use' | 'because'> {
  if ((verb === 'POST' || verb === '') && isLoginName(name) && isLoginName(path)) return { use: 'login', because: '' };
  if (verb !== '' && verb !== 'GET' && verb !== 'POST') return { use: 'change', because: verb };
  const word = changeWordOf(path) ?? changeWordOf(name);
  if (word !== null) return { use: 'change', because: word };
  if (verb !== 'POST') return { use: 'read', because: '' };
  return isNamedAsRead(name) || isNamedAsRead(path) ? { use: 'ask', because: '' } : { use: 'change', because: verb };
}
