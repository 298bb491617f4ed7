import { randomUUID } from 'node:crypto';
import type { FaultContext } from '../../electron/simulator/faults';
import type { DialectAnswer, DialectRequest, Entrance } from './server';

/** Whom every dialect knows; outside ASCII, because passwords are. */
export const ACCOUNT = { userName: 'moedeklar', password: 'sæk&<ret>+1' } as const;

const LOGIN: FaultContext = { operation: 'login' };

/** Nobody needs to log in: the server's own setting. */
export const openDoor = (): Entrance => ({
  login: () => null,
  turnAway: () => null,
  expire: () => () => undefined,
});

/**
 * Every request carries the login in a header.
 * @param stranger what anybody else is answered
 */
export function headerEntrance(name: string, value: string, stranger: DialectAnswer): Entrance {
  let isExpired = false;
  return {
    login: () => null,
    turnAway: ({ headers }) => (headers[name] === value && !isExpired ? null : stranger),
    expire: () => {
      isExpired = true;
      return () => void (isExpired = false);
    },
  };
}

export const basicEntrance = (stranger: DialectAnswer): Entrance =>
  headerEntrance(
    'authorization',
    `Basic ${Buffer.from(`${ACCOUNT.userName}:${ACCOUNT.password}`, 'utf8').toString('base64')}`,
    stranger,
  );

/**
 * One request gives a cookie that all others carry.
 * @param isLogin whether the request is that one
 * @param given user name and password as this dialect's login carries them
 */
export function cookieEntrance(
  cookie: string,
  speech: {
    isLogin(request: DialectRequest): boolean;
    given(request: DialectRequest): readonly [userName: unknown, password: unknown];
    readonly welcome: DialectAnswer;
    readonly refusal: DialectAnswer;
    readonly stranger: DialectAnswer;
  },
): Entrance {
  const sessions = new Set<string>();
  return {
    login: (request) =>
      speech.isLogin(request)
        ? {
            context: LOGIN,
            answer: () => {
              const [userName, password] = speech.given(request);
              if (userName !== ACCOUNT.userName || password !== ACCOUNT.password) return speech.refusal;
              const session = randomUUID();
              sessions.add(session);
              const set = { 'Set-Cookie': `${cookie}=${session}; path=/; HttpOnly` };
              return { ...speech.welcome, headers: { ...speech.welcome.headers, ...set } };
            },
          }
        : null,
    turnAway: ({ headers }) => {
      const carried = (headers.cookie ?? '').split(/;\s*/).map((pair) => pair.split('='));
      return carried.some(([name, value]) => name === cookie && sessions.has(value ?? '')) ? null : speech.stranger;
    },
    expire: () => {
      sessions.clear();
      return () => undefined;
    },
  };
}
