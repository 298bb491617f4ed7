import type { ErrorContext } from '../../shared/errors';
import { AppError } from '../../shared/errors';
import type { AnswerFormat, ExpiredLogin, FieldEquals, Login, LoginByCall } from '../../shared/profile';
import { isLoginByCall } from '../../shared/profile';
import type { Http, HttpAnswer } from '../http';
import { failureOf, redirectPath } from '../http';
import type { Abort } from '../sync/ports';
import { orAborted } from './abortable';
import { formatOf, parseAnswer, textsOfTop } from './answer-data';
import { createField, says } from './fields';
import type { LoginGuard } from './login-guard';
import type { SeenAnswers } from './seen-answers';
import { renderRequestBody, renderText, renderUrl } from './template';
import { idText } from './values';

/** One reading or one write: what is learned on the way beside the answers. */
export interface Conversation {
  readonly abort: Abort | null;
  /** Of the newest answer that told it, milliseconds (rule R7). */
  clockSkewMs: number | null;
  /** In a connection test: what is told of the answers. */
  readonly seen: SeenAnswers | null;
}

export const startConversation = (abort: Abort | null, seen: SeenAnswers | null = null): Conversation => ({
  abort,
  clockSkewMs: null,
  seen,
});

export interface SessionRequest {
  /** In our words, for errors: "locations", "bookings" … */
  readonly operation: string;
  readonly kind: 'read' | 'write';
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** How the answer is written; null: nothing tells it beforehand (a write without a body of its own format). */
  readonly format: AnswerFormat | null;
  /** Whether an answer's data holds what was asked for; null: no data is expected (a write). */
  readonly hasData: ((data: unknown) => boolean) | null;
}

export interface Reply {
  readonly answer: HttpAnswer;
  /** The parsed body; undefined when it is not in the format that was expected. */
  readonly data: unknown;
}

export interface SessionOptions {
  readonly login: Login;
  readonly expiredLogin: ExpiredLogin;
  /** Without trailing slash. */
  readonly root: string;
  readonly http: Http;
  readonly userName: string;
  /** Asked anew for each login, so that a changed password needs no restart. @throws AppError from the keychain */
  readonly password: () => Promise<string>;
  readonly loginGuard: LoginGuard;
}

/** Requests that carry the login. Calls may run in parallel: they share one login, one re-login and one cookie jar. */
export interface Session {
  /**
   * Sends a request, logged in. An answer that shows an expired login is followed by one new login and one more try.
   * @returns any answer that is not about the login; its status is for the caller to judge
   * @throws AppError `login-refused`, `login-stopped`, `login-expired`, `access-denied` and all of `Http.send`
   */
  send(request: SessionRequest, conversation: Conversation): Promise<Reply>;
  /** Logs in if that is a step of its own; otherwise the first request shows. */
  logIn(conversation: Conversation): Promise<void>;
}

/** Whether the answer is a web page. */
export const isHtml = (answer: HttpAnswer): boolean =>
  /^\s*(?:text\/html|application\/xhtml)/i.test(answer.headers['content-type'] ?? '') ||
  /^\s*<(?:!doctype|html)/i.test(answer.text);

/** Statuses between 400 and 499 that leave open whether the login was right. */
const NO_PROOF: readonly number[] = [401, 403, 429];

/** Whether an answer's field is as the profile says. */
const holds = (rule: FieldEquals | null, data: unknown): boolean => rule !== null && says(rule, data);

const holdsAny = (text: string, parts: readonly string[]): boolean => {
  const small = text.toLowerCase();
  return parts.some((part) => small.includes(part.toLowerCase()));
};

/** A token as a header can carry it; anything else is none. */
const TOKEN = /^[\x20-\x7E]{1,16384}$/;

/** Creates the session of one connector. */
export function createSession(options: SessionOptions): Session {
  const { login, expiredLogin, root, http, userName, loginGuard } = options;

  function note(operation: string, answer: HttpAnswer, conversation: Conversation): HttpAnswer {
    conversation.seen?.answered(operation, answer);
    if (answer.clockSkewMs !== null) conversation.clockSkewMs = answer.clockSkewMs;
    return answer;
  }

  function isExpired(reply: Reply, request: SessionRequest): boolean {
    const { answer, data } = reply;
    if (expiredLogin.statuses.includes(answer.status)) return true;
    if (answer.status >= 300 && answer.status < 400) return holdsAny(redirectPath(answer), expiredLogin.redirectsTo);
    if (answer.status < 200 || answer.status >= 300) return false;
    if (expiredLogin.isHtml && isHtml(answer)) return true;
    // Said in so many words, it holds whatever stands beside it: an empty list too would be believed.
    if (expiredLogin.fields.some((field) => says(field, data))) return true;
    // Only texts of the top level, and only where the data is missing: a meeting may be called "Access denied".
    return (
      expiredLogin.texts.length > 0 &&
      request.hasData?.(data) !== true &&
      textsOfTop(data, request.format ?? formatOf(answer.text)).some((text) => holdsAny(text, expiredLogin.texts))
    );
  }

  async function sendWith(
    headers: Readonly<Record<string, string>>,
    request: SessionRequest,
    conversation: Conversation,
  ): Promise<Reply> {
    const answer = note(
      request.operation,
      await http.send(
        {
          kind: request.kind,
          method: request.method,
          url: request.url,
          headers: { ...request.headers, ...headers },
          body: request.body,
        },
        conversation.abort,
      ),
      conversation,
    );
    return { answer, data: parseAnswer(answer.text, request.format ?? formatOf(answer.text)) };
  }

  // ── login by a call of its own ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Counts logins: a call that finds its login expired tries anew only if nobody has since. */
  let generation = 0;
  let loginUnderWay: Promise<void> | null = null;
  /** What the newest login gave for every other call to carry, beside its cookies. Told nobody but the server. */
  let carried: Readonly<Record<string, string>> = {};

  async function logInByCall(call: LoginByCall, conversation: Conversation): Promise<void> {
    // The password first: one that is not the refused one may be tried.
    const secrets = { userName, password: await options.password() };
    loginGuard.check();
    const body = renderRequestBody(call.request.body, secrets);
    http.forgetLogin();
    carried = {};
    // Without the caller's abort: others wait for the same login.
    const answer = note(
      'login',
      await http.send(
        {
          kind: 'login',
          method: call.request.method,
          url: renderUrl(root, call.request, { userName }),
          headers: body === null ? {} : { 'Content-Type': body.type },
          body: body?.text ?? null,
        },
        null,
      ),
      conversation,
    );
    // A login's answer is looked at for one field, in whatever format it came.
    const data = parseAnswer(answer.text, 'json') ?? (isHtml(answer) ? undefined : parseAnswer(answer.text, 'xml'));
    if (holds(call.refused.field, data)) throw loginGuard.refused();
    // Where a redirect is the success, what counts is where it leads: its page is for whoever does not follow.
    const isRedirect = answer.status >= 300 && answer.status < 400;
    const isWelcome = isRedirect ? !holdsAny(redirectPath(answer), expiredLogin.redirectsTo) : !isHtml(answer);
    const isSuccess =
      call.success.statuses.includes(answer.status) &&
      isWelcome &&
      (call.success.field === null || holds(call.success.field, data));
    // A server may say yes and no with one status, and the fields tell them apart.
    if (!isSuccess && call.refused.statuses.includes(answer.status)) throw loginGuard.refused();
    if (!isSuccess) {
      const context: ErrorContext = { operation: 'login' };
      throw (
        failureOf(answer, context) ??
        new AppError(isHtml(answer) ? 'not-data' : 'unexpected-answer', { ...context, status: answer.status })
      );
    }
    if (call.kind === 'token') {
      const token = idText(createField(call.token)(data));
      // The right password with nothing to show for it: trouble with the server, or with the profile, not with the account.
      if (token === null || !TOKEN.test(token))
        throw new AppError('unexpected-answer', {
          operation: 'login',
          status: answer.status,
          path: call.token[0] ?? '',
        });
      carried = { [call.header]: renderText(call.value, { token }) };
    }
    loginGuard.succeeded();
    generation += 1;
  }

  function sharedLogin(call: LoginByCall, conversation: Conversation): Promise<void> {
    loginUnderWay ??= logInByCall(call, conversation).finally(() => (loginUnderWay = null));
    return orAborted(loginUnderWay, conversation.abort);
  }

  async function sendByCall(call: LoginByCall, request: SessionRequest, conversation: Conversation): Promise<Reply> {
    if (generation === 0 || loginUnderWay !== null) await sharedLogin(call, conversation);
    const used = generation;
    const first = await sendWith(carried, request, conversation);
    if (!isExpired(first, request)) return first;
    if (generation === used) await sharedLogin(call, conversation);
    const second = await sendWith(carried, request, conversation);
    if (isExpired(second, request)) throw expiryOf(second, request);
    return second;
  }

  // ── login in a header ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The header, once a request with it was let in. */
  let provenHeader: Readonly<Record<string, string>> | null = null;
  let proofUnderWay: Promise<unknown> | null = null;

  async function headerWithSecret(): Promise<Readonly<Record<string, string>>> {
    const password = await options.password();
    if (login.kind === 'basic')
      return { Authorization: `Basic ${Buffer.from(`${userName}:${password}`, 'utf8').toString('base64')}` };
    return login.kind === 'header' ? { [login.header]: renderText(login.value, { userName, password }) } : {};
  }

  async function sendByHeader(request: SessionRequest, conversation: Conversation): Promise<Reply> {
    // One request alone proves the password: four parallel ones with a wrong password would be four refusals at once.
    while (provenHeader === null && proofUnderWay !== null) await orAborted(proofUnderWay, conversation.abort);
    if (provenHeader !== null) return judged(provenHeader, request, conversation);
    const proof = (async () => {
      const header = await headerWithSecret();
      loginGuard.check();
      const reply = await judged(header, request, conversation);
      // Neither trouble of the server's own nor a redirect says anything of the password.
      const { status } = reply.answer;
      if ((status >= 200 && status < 300) || (status >= 400 && status < 500 && !NO_PROOF.includes(status))) {
        provenHeader = header;
        loginGuard.succeeded();
      }
      return reply;
    })();
    // Those who wait try themselves; only the first is told how this one failed.
    proofUnderWay = proof.catch(() => undefined).finally(() => (proofUnderWay = null));
    return proof;
  }

  /** Whether the answer, be it to a read or a write, says that the login is the wrong one. */
  function isRefused({ answer, data }: Reply): boolean {
    if (login.kind !== 'basic' && login.kind !== 'header') return false;
    // Whoever turns away before the operation is reached may do so in a format of his own.
    const said = data ?? (isHtml(answer) ? undefined : parseAnswer(answer.text, formatOf(answer.text)));
    return login.refused.statuses.includes(answer.status) || holds(login.refused.field, said);
  }

  async function judged(
    header: Readonly<Record<string, string>>,
    request: SessionRequest,
    conversation: Conversation,
  ): Promise<Reply> {
    const reply = await sendWith(header, request, conversation);
    if (isRefused(reply)) {
      provenHeader = null;
      throw loginGuard.refused();
    }
    if (isExpired(reply, request)) throw expiryOf(reply, request);
    return reply;
  }

  function expiryOf(reply: Reply, request: SessionRequest): AppError {
    const context: ErrorContext = { operation: request.operation, status: reply.answer.status };
    if (reply.answer.status === 403) return new AppError('access-denied', context);
    // Where the login goes with every request there is nothing that could expire.
    if (isLoginByCall(login)) return new AppError('login-expired', context);
    return new AppError(isHtml(reply.answer) ? 'not-data' : 'access-denied', context);
  }

  return {
    async send(request, conversation) {
      if (isLoginByCall(login)) return sendByCall(login, request, conversation);
      if (login.kind !== 'none') return sendByHeader(request, conversation);
      const reply = await sendWith({}, request, conversation);
      if (isExpired(reply, request)) throw expiryOf(reply, request);
      return reply;
    },
    async logIn(conversation) {
      if (isLoginByCall(login)) await sharedLogin(login, conversation);
    },
  };
}
