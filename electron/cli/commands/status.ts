import type { CommandContext } from '../command-context';
import { terminalOf } from '../command-context';
import { statusLines } from '../describe';
import type { ExitCode } from '../exit-codes';
import { EXIT } from '../exit-codes';
import { withCore } from '../open-core';
import { statusWithoutPersonNames } from '../without-person-names';

const RUNS_SHOWN = 10;

/** `status`: what the journal knows; reads neither system and takes no data folder. */
export function status(context: CommandContext): Promise<ExitCode> {
  return withCore(context, 'reader', async (core) => {
    const terminal = terminalOf(context, core);
    const known = core.status();
    const runs = await core.listRuns({ limit: RUNS_SHOWN, before: null });
    for (const line of statusLines(known, runs, terminal)) terminal.say(line);
    terminal.answer({ ...statusWithoutPersonNames(known), runs });
    return EXIT.ok;
  });
}
