import { AppError } from '../../shared/errors';

/** What the program was started with. */
export interface StartOptions {
  /** `--data DIR`: settings and journal live there instead of in the system's folder for the program. */
  readonly dataFolder: string | null;
  /** `--hidden`: to the tray, without a window; what the PC's own start uses. */
  readonly isHidden: boolean;
}

/**
 * Reads the program's own switches; all others belong to Chromium.
 * @param argv as the process got it
 * @throws AppError `invalid-argument` when `--data` names no folder
 */
export function readStartOptions(argv: readonly string[]): StartOptions {
  const at = argv.findIndex((argument) => argument === '--data' || argument.startsWith('--data='));
  const isHidden = argv.includes('--hidden');
  if (at === -1) return { dataFolder: null, isHidden };
  const argument = argv[at] ?? '';
  const folder = argument === '--data' ? argv[at + 1] : argument.slice('--data='.length);
  if (folder === undefined || folder === '' || folder.startsWith('--'))
    throw new AppError('invalid-argument', { path: '--data' });
  return { dataFolder: folder, isHidden };
}
