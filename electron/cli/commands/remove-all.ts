import { AppError } from '../../../shared/errors';
import type { CommandContext } from '../command-context';
import { callOf, terminalOf } from '../command-context';
import { removalLines, removedLines } from '../describe-removal';
import type { ExitCode } from '../exit-codes';
import { EXIT } from '../exit-codes';
import { withCore } from '../open-core';

/**
 * `remove-all --yes`: says what is ours and which openings run, then takes it back (P19). Needs UniLock alone. A second call goes on where the
 * first one could not.
 */
export async function removeAll(context: CommandContext, options: { readonly yes?: boolean }): Promise<ExitCode> {
  if (options.yes !== true)
    throw new AppError('invalid-argument', { path: '--yes', reason: context.terminal.t('cli.bad.yes') });
  return withCore(context, 'writer', async (core) => {
    const call = callOf(context.outside);
    const before = await core.previewRemoval(call);
    const terminal = terminalOf(context, core).inZone(before.houseZone);
    for (const line of removalLines(before, terminal)) terminal.say(line);
    const removal = await core.removeEverything({ isUnattended: true }, call);
    for (const line of removedLines(removal, terminal)) terminal.say(line);
    terminal.answer({ before, ...removal });
    return removal.isDone ? EXIT.ok : EXIT.failed;
  });
}
