import type { AccessProfile, BookingProfile } from '../../shared/profile';
import type { HttpLimits } from '../http';
import type { HttpAnswer } from '../http';
import { createHttp, DEFAULT_HTTP_LIMITS } from '../http';
import type { Clock, Logger, Random } from '../sync/ports';
import { rootFrom } from './address';
import type { CheckTarget } from './check-steps';
import type { ProfileClient } from './client';
import { createProfileClient } from './client';
import type { LoginGuard } from './login-guard';
import type { Conversation } from './session';
import { createSession } from './session';
import type { Witness } from './witness';

/** What a connector to any profiled server is made from. */
export interface ConnectorOptions<Profile extends BookingProfile | AccessProfile> {
  readonly profile: Profile;
  /** As typed by a person. */
  readonly address: string;
  readonly userName: string;
  /** Asked for each login. @throws AppError from the keychain */
  readonly password: () => Promise<string>;
  readonly limits?: HttpLimits;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** One per connector, outliving this object: it keeps the account from being locked (rule W11). */
  readonly loginGuard: LoginGuard;
  /** Looks on while answers are read, e.g. for a preview. */
  readonly witness?: Witness;
}

/** One server as its profile says it is spoken to. */
export interface ProfileConnection {
  readonly client: ProfileClient;
  /** Without trailing slash. */
  readonly root: string;
  /**
   * The text at a path below the root, whatever it is; read, never written.
   * @throws AppError when no answer comes or the login fails
   */
  readText(path: string, conversation: Conversation): Promise<HttpAnswer>;
  /** What the first steps of a connection test are tried on. */
  checkTarget(conversation: Conversation): CheckTarget;
  close(): void;
}

/** @throws AppError `invalid-address` */
export function openConnection(options: ConnectorOptions<BookingProfile | AccessProfile>): ProfileConnection {
  const { profile, clock, random, userName, password, loginGuard } = options;
  const root = rootFrom(options.address, profile.root.ending);
  const http = createHttp({ limits: options.limits ?? DEFAULT_HTTP_LIMITS, clock, random });
  const { login, expiredLogin } = profile;
  const session = createSession({ login, expiredLogin, root, http, userName, password, loginGuard });
  return {
    client: createProfileClient(root, session, options.witness ?? null),
    root,
    async readText(path, conversation) {
      const { answer } = await session.send(
        {
          operation: 'discovery',
          kind: 'read',
          method: 'GET',
          url: root + path,
          headers: { Accept: 'text/html, application/json;q=0.9, */*;q=0.5' },
          body: null,
          format: 'json',
          hasData: null,
        },
        conversation,
      );
      return answer;
    },
    checkTarget: (conversation) => ({ root, login: login.kind, logIn: () => session.logIn(conversation) }),
    close: () => http.close(),
  };
}
