import type { RunResultDto } from '../../shared/dto';
import type { ErrorCode } from '../../shared/errors';

/** The exit codes of the manual's table. */
export const EXIT = { ok: 0, badInput: 2, failed: 3, unsettled: 4 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What somebody typed or handed over, and nothing else, is bad input. */
const BAD_INPUT: readonly ErrorCode[] = [
  'invalid-argument',
  'invalid-address',
  'insecure-address',
  'settings-invalid',
  'settings-newer',
  'export-foreign',
  'memory-present',
  'profile-invalid',
  'bookings-file-invalid',
  'file-unreadable',
  'hold-unknown',
];

export const exitCodeOfError = (code: ErrorCode): ExitCode => (BAD_INPUT.includes(code) ? EXIT.badInput : EXIT.failed);

/** `sync`: everything equal (or handed over), something left, or not carried out. */
export function exitCodeOfRun(result: RunResultDto): ExitCode {
  if (result === 'equal' || result === 'handed-over') return EXIT.ok;
  return result === 'different' ? EXIT.unsettled : EXIT.failed;
}
