import type { RunDetailDto } from '../../../shared/dto';
import { hash } from '../arguments';
import type { CommandContext } from '../command-context';
import { terminalOf } from '../command-context';
import { remainderLines, troubleSource } from '../describe';
import type { ExitCode } from '../exit-codes';
import { exitCodeOfRun } from '../exit-codes';
import { withCore } from '../open-core';
import { troubleLine } from '../texts';
import { actionsWithoutPersonNames } from '../without-person-names';

/** `sync`: one run by hand, told when it has ended. */
export function sync(context: CommandContext, options: { readonly accept?: string }): Promise<ExitCode> {
  const acceptPlanHash = options.accept === undefined ? null : hash(options.accept, '--accept', context.terminal.t);
  return withCore(context, 'writer', async (core) => {
    const terminal = terminalOf(context, core);
    const { t } = terminal;
    const { runId } = core.syncNow({ trigger: 'manual', acceptPlanHash, isUnattended: true });
    // Asked to end in the middle of it: what is written stays, each with its end (W9).
    context.outside.stop.addEventListener('abort', () => void core.stop(), { once: true });
    const { result, differing, plan, troubles } = await core.whenDone(runId);
    const status = core.status();
    const run = await findRun(() => core.readRun(runId));

    terminal.say(t(`cli.result.${result}`));
    const written = run?.written ?? 0;
    terminal.say(written === 0 ? t('cli.nothingWritten') : t('cli.written', { count: written }));
    if (differing.length > 0)
      terminal.say(
        t('cli.differing', { names: differing.map((id) => nameOf(core.readSettings().exceptions, id)).join(', ') }),
      );
    for (const line of remainderLines(status, terminal, status.now)) terminal.say(line);
    if (status.planHash !== null) terminal.say(t('cli.giveConsent', { hash: status.planHash }));
    for (const lasting of status.troubles) {
      terminal.say(t('cli.trouble', { side: troubleSource(lasting, t), sentence: troubleLine(lasting.trouble, t) }));
    }
    terminal.answer({
      runId,
      result,
      isEqual: result === 'equal',
      written,
      differing,
      // Where consent is missing: `sync --accept` with this.
      planHash: status.planHash,
      consents: status.consents,
      holds: status.holds,
      overflow: status.overflow,
      troubles,
      actions: actionsWithoutPersonNames(run?.actions ?? []),
      targets: plan?.targets.map(({ exceptionId, periods, places }) => ({ exceptionId, places, periods })) ?? [],
    });
    return exitCodeOfRun(result);
  });
}

/** The journal's own account; a run that the journal could not take is told without it. */
async function findRun(read: () => Promise<RunDetailDto>): Promise<RunDetailDto | null> {
  try {
    return await read();
  } catch {
    // Its trouble is among the run's already.
    return null;
  }
}

const nameOf = (exceptions: readonly { readonly id: string; readonly name: string }[], id: string): string =>
  exceptions.find((one) => one.id === id)?.name || id;
