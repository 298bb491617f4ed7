import type { CommandContext } from '../command-context';
import { terminalOf } from '../command-context';
import { runLine } from '../describe';
import type { ExitCode } from '../exit-codes';
import { EXIT } from '../exit-codes';
import { withCore } from '../open-core';
import { AppError } from '../../../shared/errors';
import { untilStopped } from '../until-stopped';
import { statusWithoutPersonNames } from '../without-person-names';

/** `run`: the scheduler, until somebody asks it to end. One line per run; with `--json` one document at the end. */
export function run(context: CommandContext): Promise<ExitCode> {
  return withCore(context, 'writer', async (core) => {
    const terminal = terminalOf(context, core);
    const trouble = core.settingsTrouble();
    if (trouble !== null) throw new AppError(trouble.code, trouble.context);
    const { isSetUp, timing } = core.readSettings();
    if (!isSetUp) throw new AppError('not-set-up');
    let count = 0;
    let told: string | null = core.status().lastRun?.runId ?? null;
    const unwatch = core.onChange((topics) => {
      const { lastRun, now } = core.status();
      if (!topics.includes('runs') || lastRun === null || lastRun.runId === told) return;
      told = lastRun.runId;
      count += 1;
      terminal.say(runLine(lastRun, terminal, now));
    });
    terminal.say(terminal.t('cli.runStarted', { minutes: timing.intervalMinutes }));
    core.start();
    await untilStopped(context.outside.stop);
    unwatch();
    const status = core.status();
    terminal.say(terminal.t('cli.stopped'));
    terminal.answer({ runs: count, status: statusWithoutPersonNames(status) });
    return EXIT.ok;
  });
}
