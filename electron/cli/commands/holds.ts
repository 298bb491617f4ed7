import { AppError } from '../../../shared/errors';
import { hash } from '../arguments';
import type { CommandContext } from '../command-context';
import { callOf, terminalOf } from '../command-context';
import { holdLines } from '../describe';
import type { ExitCode } from '../exit-codes';
import { EXIT } from '../exit-codes';
import { withCore } from '../open-core';

/** `holds`, `holds confirm HASH`, `holds refuse HASH`. An answer takes effect with the next run. */
export function holds(context: CommandContext, answer?: string, wanted?: string): Promise<ExitCode> {
  const { t } = context.terminal;
  const given = answerOf(answer, wanted, context);
  return withCore(context, 'writer', async (core) => {
    const terminal = terminalOf(context, core);
    if (given !== null) {
      await core.answerHold(given.hash, given.answer);
      terminal.say(
        terminal.t(given.answer === 'confirmed' ? 'cli.holdConfirmed' : 'cli.holdRefused', { hash: given.hash }),
      );
    }
    const planned = await core.plan('settings', null, callOf(context.outside));
    if (planned.hash === '') {
      const [trouble] = planned.troubles;
      throw new AppError(trouble?.code ?? 'reading-partial', trouble?.context ?? {});
    }
    const left = planned.holds;
    for (const line of left.length === 0 ? [t('cli.noHolds')] : holdLines(left, terminal, planned.madeAt))
      terminal.say(line);
    terminal.answer({ answered: given, holds: left });
    return left.length === 0 ? EXIT.ok : EXIT.unsettled;
  });
}

function answerOf(
  answer: string | undefined,
  wanted: string | undefined,
  { terminal: { t } }: CommandContext,
): { readonly hash: string; readonly answer: 'confirmed' | 'refused' } | null {
  if (answer === undefined) return null;
  if ((answer !== 'confirm' && answer !== 'refuse') || wanted === undefined) {
    throw new AppError('invalid-argument', { path: 'holds', reason: `"${answer}" ${t('cli.bad.answer')}` });
  }
  return { hash: hash(wanted, 'holds', t), answer: answer === 'confirm' ? 'confirmed' : 'refused' };
}
