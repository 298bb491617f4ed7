import type { CommandContext } from '../command-context';
import { callOf, terminalOf } from '../command-context';
import { planLines } from '../describe';
import type { ExitCode } from '../exit-codes';
import { EXIT } from '../exit-codes';
import { withCore } from '../open-core';
import { planWithoutPersonNames } from '../without-person-names';

/** `plan`: the dry run. Takes no data folder and writes nothing (P18). */
export function plan(context: CommandContext): Promise<ExitCode> {
  return withCore(context, 'reader', async (core) => {
    const planned = await core.plan('settings', null, callOf(context.outside));
    const terminal = terminalOf(context, core);
    for (const line of planLines(planned, terminal)) terminal.say(line);
    terminal.answer(planWithoutPersonNames(planned));
    return planned.hash === '' ? EXIT.failed : EXIT.ok;
  });
}
