import { resolve } from 'node:path';
import type { ComposedCore } from '../compose-core';
import { composeCore } from '../compose-core';
import { routesFromEnvironment } from '../http';
import { PASSWORD_VARIABLES } from '../store';
import { defaultDataFolder } from './data-folder';
import type { CommandContext } from './command-context';
import type { Outside } from './terminal';
import { troubleText } from './texts';

/** Which folder: the one that was named, else the app's own. */
export const dataFolderOf = (outside: Outside, named: string | undefined): string =>
  named === undefined
    ? defaultDataFolder(outside.platform, outside.environment, outside.home)
    : resolve(outside.folder, named);

/**
 * The core over the folder's stores, for as long as the work takes.
 * @param how writer: the folder is taken for this process alone (W12); reader: another process may be at work on it
 * @throws AppError `already-running`, `settings-*`, `journal-*`, and whatever the work throws
 */
export async function withCore<T>(
  { outside, dataFolder, terminal }: Pick<CommandContext, 'outside' | 'dataFolder' | 'terminal'>,
  how: 'writer' | 'reader',
  work: (core: ComposedCore) => T | Promise<T>,
): Promise<T> {
  const core = await composeCore({
    dataFolder,
    isReader: how === 'reader',
    clock: outside.clock,
    systemRoutes: routesFromEnvironment(outside.environment),
    ...(outside.startErrands === undefined ? {} : { startErrands: outside.startErrands }),
    passwordsFrom: { environment: outside.environment, variables: PASSWORD_VARIABLES },
  });
  try {
    // A journal that had to be begun anew costs no command, but it must not go unsaid.
    if (core.journalTrouble !== null) outside.err(troubleText(core.journalTrouble, terminal.t));
    return await work(core);
  } finally {
    await core.stop();
  }
}
