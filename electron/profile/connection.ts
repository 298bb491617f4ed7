import type { ConnectionFacts } from '../../shared/dto';
import { asAppError } from '../../shared/errors';
import type { AccessProfile, BookingProfile } from '../../shared/profile';
import type { TrustSettings } from '../../shared/settings';
import type { HttpAnswer, HttpLimits, RoutesTo } from '../http';
import { createHttp, DEFAULT_HTTP_LIMITS, hasSystemStore } from '../http';
import type { Clock, Logger, Random } from '../sync/ports';
import { rootFrom } from './address';
import type { CheckTarget } from './check-steps';
import type { ProfileClient } from './client';
import { createProfileClient } from './client';
import type { LoginGuard } from './login-guard';
import { createPoliteHttp } from './polite-http';
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
  /** Whose certificate is believed; the system's authorities when nothing is said. */
  readonly trust?: TrustSettings;
  /** The ways through proxies; straight when nothing is said. */
  readonly routesTo?: RoutesTo;
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
  /**
   * The way to the server and what was seen of its answers in the conversation; looks at the certificate once more, which sends nothing.
   * @param isReached whether anything answered: a server that is not there is not asked for its certificate
   */
  facts(conversation: Conversation, isReached: boolean): Promise<ConnectionFacts>;
  close(): void;
}

/** @throws AppError `invalid-address`; `settings-invalid` when the trusted authority is no certificate */
export function openConnection(options: ConnectorOptions<BookingProfile | AccessProfile>): ProfileConnection {
  const { profile, clock, random, userName, password, loginGuard, trust = { kind: 'system' }, routesTo } = options;
  const root = rootFrom(options.address, profile.root.ending);
  const http = createPoliteHttp(
    createHttp({
      limits: options.limits ?? DEFAULT_HTTP_LIMITS,
      clock,
      random,
      trust,
      ...(routesTo === undefined ? {} : { routesTo }),
    }),
    profile,
  );
  const { login, expiredLogin } = profile;
  const session = createSession({ login, expiredLogin, root, http, userName, password, loginGuard });
  return {
    client: createProfileClient(root, session, options.witness ?? null, profile.outcome),
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
    checkTarget: (conversation) => ({ root, login, logIn: () => session.logIn(conversation) }),
    facts: async (conversation, isReached) => ({
      root,
      profile: profile.id,
      // What cannot be looked at is told by the step that failed.
      certificate: isReached ? await http.lookAtCertificate(root).catch(ignoring) : null,
      trust: trust.kind,
      hasSystemStore: hasSystemStore(),
      proxy: await http.proxyTo(root),
      login: login.kind,
      clockSkewMs: conversation.clockSkewMs,
      operations: conversation.seen?.facts() ?? [],
    }),
    close: () => http.close(),
  };
}

/** Trouble of the other side is no answer; a bug stays one. */
function ignoring(thrown: unknown): null {
  if (asAppError(thrown).code === 'bug') throw thrown;
  return null;
}
