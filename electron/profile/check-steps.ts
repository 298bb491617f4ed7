import type { CheckStep } from '../../shared/dto';
import type { Trouble } from '../../shared/errors';
import type { ErrorCode } from '../../shared/errors';
import { asAppError } from '../../shared/errors';
import type { Login } from '../../shared/profile';
import { isLoginByCall } from '../../shared/profile';

type StepName = CheckStep['step'];

/** Trouble of the first call that belongs to reaching the server rather than to what was asked. */
const REACHING: Partial<Record<ErrorCode, StepName>> = {
  'invalid-address': 'address',
  'address-not-found': 'address',
  'connection-refused': 'address',
  'connection-lost': 'address',
  'timed-out': 'address',
  'insecure-address': 'address',
  'certificate-not-trusted': 'certificate',
  'certificate-expired': 'certificate',
  'certificate-other-name': 'certificate',
  'certificate-changed': 'certificate',
  // No certificate was shown: it is the address, or what listens there, that is looked at first.
  'encryption-failed': 'address',
  'proxy-refused': 'address',
  'proxy-login-refused': 'address',
};
const LOGGING_IN: Partial<Record<ErrorCode, StepName>> = {
  'login-refused': 'login',
  'login-stopped': 'login',
  'login-expired': 'login',
  'password-missing': 'login',
  'keychain-unavailable': 'login',
  'keychain-locked': 'login',
};

/** What a step found: how many, and what was wrong with it although it came. */
export interface StepFinding {
  readonly count: number | null;
  readonly trouble: Trouble | null;
}

/** The connection that is tested. */
export interface CheckTarget {
  readonly root: string;
  readonly login: Login;
  readonly logIn: () => Promise<void>;
}

/**
 * Runs the steps of a connection test one after the other. Address and certificate are shown by the first answer, the login by its own call
 * or, where it goes with every request, by the first answer too. After a failed step the rest is skipped.
 * @param logIn the login as a step of its own; does nothing where it is none
 */
export async function runCheckSteps(
  connection: CheckTarget,
  steps: readonly { readonly step: StepName; readonly run: () => Promise<StepFinding> }[],
): Promise<CheckStep[]> {
  const done = new Map<StepName, CheckStep>();
  const order: StepName[] = ['address', 'certificate', 'login', ...steps.map(({ step }) => step)];
  const set = (
    step: StepName,
    state: CheckStep['state'],
    count: number | null = null,
    trouble: Trouble | null = null,
  ): void => {
    done.set(step, { step, state, count, trouble });
  };
  const reached = (): void => {
    set('address', 'ok');
    // Plain http has no certificate to show.
    set('certificate', connection.root.startsWith('https:') ? 'ok' : 'skipped');
  };
  const letIn = (): void => {
    reached();
    set('login', connection.login.kind === 'none' ? 'skipped' : 'ok');
  };
  const fail = (running: StepName, thrown: unknown): void => {
    const error = asAppError(thrown);
    const isFirst = !done.has('address');
    const step =
      (isFirst ? REACHING[error.code] : undefined) ??
      (done.get('login')?.state === 'ok' ? undefined : LOGGING_IN[error.code]) ??
      running;
    if (step === 'certificate') set('address', 'ok');
    else if (step !== 'address') reached();
    set(step, 'failed', null, error.toWire());
  };

  let hasFailed = false;
  if (isLoginByCall(connection.login)) {
    try {
      await connection.logIn();
      letIn();
    } catch (thrown) {
      fail('login', thrown);
      hasFailed = true;
    }
  }
  for (const { step, run } of steps) {
    if (hasFailed) break;
    try {
      const finding = await run();
      letIn();
      hasFailed = finding.trouble !== null;
      set(step, hasFailed ? 'failed' : 'ok', finding.count, finding.trouble);
    } catch (thrown) {
      fail(step, thrown);
      hasFailed = true;
    }
  }
  return order.map((step) => done.get(step) ?? { step, state: 'skipped', count: null, trouble: null });
}

/** Whether anything answered at the address, trusted or not. */
export const isReached = (steps: readonly CheckStep[]): boolean =>
  steps.some(({ step, state }) => step === 'address' && state === 'ok');
