/** Who can mend it: the user, the other system, the profile that describes it, the safety rules, this machine, or we (a bug). */
export type ErrorClass = 'user' | 'remote' | 'contract' | 'safety' | 'local' | 'bug';

/** Whether trying again can help: at once, at the next run, or never without a change. */
export type ErrorRetry = 'now' | 'later' | 'never';

interface Traits {
  readonly class: ErrorClass;
  readonly retry: ErrorRetry;
  readonly background: boolean;
}

const traits = (errorClass: ErrorClass, retry: ErrorRetry, background: boolean): Traits => ({
  class: errorClass,
  retry,
  background,
});

/** Every error the program can tell of. Title, explanation and remedy stand in `shared/i18n` under `errors.<code>`, in every language. */
export const ERROR_TRAITS = {
  // reaching a server
  'address-not-found': traits('remote', 'later', true),
  'connection-refused': traits('remote', 'later', true),
  'connection-lost': traits('remote', 'now', true),
  'timed-out': traits('remote', 'later', true),
  'certificate-not-trusted': traits('user', 'never', true),
  'certificate-expired': traits('user', 'never', true),
  'certificate-other-name': traits('user', 'never', true),
  'certificate-changed': traits('user', 'never', true),
  'encryption-failed': traits('user', 'never', true),
  'proxy-refused': traits('remote', 'later', true),
  'proxy-login-refused': traits('user', 'never', true),
  'server-error': traits('remote', 'later', true),
  'too-many-requests': traits('remote', 'later', true),
  'answer-too-large': traits('contract', 'never', true),
  'redirected-away': traits('contract', 'never', true),
  'insecure-address': traits('user', 'never', false),
  // login
  'login-refused': traits('user', 'never', true),
  'login-stopped': traits('user', 'never', true),
  'login-expired': traits('remote', 'now', true),
  'access-denied': traits('user', 'never', true),
  // understanding the answer
  'not-data': traits('contract', 'later', true),
  'unexpected-answer': traits('contract', 'later', true),
  'not-found': traits('contract', 'never', true),
  'reading-partial': traits('remote', 'later', true),
  'reading-empty': traits('safety', 'later', true),
  'answers-changed': traits('contract', 'never', true),
  // writing
  'write-conflict': traits('remote', 'now', true),
  'write-refused': traits('remote', 'later', true),
  'write-unconfirmed': traits('remote', 'later', true),
  'other-writer': traits('safety', 'never', true),
  // handing over by file
  'handover-waiting': traits('remote', 'later', true),
  'handover-not-taken': traits('remote', 'later', true),
  'import-folder-unreachable': traits('remote', 'later', true),
  'import-folder-unwritable': traits('remote', 'later', true),
  'import-folder-unsuitable': traits('user', 'never', true),
  'import-folder-mount-point': traits('user', 'never', true),
  'try-not-by-file': traits('user', 'never', false),
  'import-place-taken': traits('remote', 'later', true),
  'handover-unwritable': traits('local', 'later', true),
  'persons-file-missing': traits('user', 'never', true),
  'persons-file-unreadable': traits('remote', 'later', true),
  // safety
  'clock-differs': traits('safety', 'later', true),
  'zone-unsettled': traits('safety', 'never', true),
  'consent-needed': traits('safety', 'never', true),
  'removals-held': traits('safety', 'never', true),
  'mapping-target-missing': traits('user', 'never', true),
  'location-unknown': traits('user', 'never', true),
  'room-unread': traits('remote', 'later', true),
  'status-unknown': traits('contract', 'later', true),
  'group-unread': traits('remote', 'later', true),
  // this machine
  'keychain-unavailable': traits('local', 'later', true),
  'keychain-locked': traits('local', 'later', true),
  'password-missing': traits('user', 'never', true),
  'settings-damaged': traits('local', 'never', false),
  'settings-newer': traits('local', 'never', false),
  'settings-invalid': traits('user', 'never', false),
  'export-foreign': traits('user', 'never', false),
  'memory-present': traits('user', 'never', false),
  'settings-unwritable': traits('local', 'later', false),
  'journal-damaged': traits('local', 'never', true),
  'journal-newer': traits('local', 'never', false),
  'journal-unwritable': traits('local', 'later', true),
  'already-running': traits('local', 'never', false),
  'port-in-use': traits('local', 'never', false),
  // what a person typed or handed over
  'not-set-up': traits('user', 'never', false),
  'profile-invalid': traits('user', 'never', false),
  'profile-in-use': traits('user', 'never', false),
  'bookings-file-invalid': traits('user', 'never', false),
  'file-unreadable': traits('user', 'never', false),
  'file-unwritable': traits('local', 'later', false),
  'invalid-address': traits('user', 'never', false),
  'invalid-argument': traits('user', 'never', false),
  'hold-unknown': traits('user', 'never', false),
  'plan-changed': traits('safety', 'never', false),
  'run-unknown': traits('user', 'never', false),
  // the two-minute opening of the set-up
  'sync-running': traits('user', 'later', false),
  'no-free-place': traits('user', 'never', false),
  'already-open': traits('user', 'later', false),
  // the window
  'request-refused': traits('bug', 'never', false),
  'run-interrupted': traits('local', 'now', true),
  cancelled: traits('user', 'now', false),
  bug: traits('bug', 'later', true),
} as const satisfies Record<string, Traits>;

export type ErrorCode = keyof typeof ERROR_TRAITS;

/** All codes, for the texts' completeness test and the wire schema. */
export const ERROR_CODES = Object.keys(ERROR_TRAITS) as [ErrorCode, ...ErrorCode[]];
