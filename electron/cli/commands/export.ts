import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError } from '../../../shared/errors';
import type { CommandContext } from '../command-context';
import { terminalOf } from '../command-context';
import type { ExitCode } from '../exit-codes';
import { EXIT } from '../exit-codes';
import { withCore } from '../open-core';

/** `export --file F`: settings and memory as one document, for a new PC. Takes no data folder. */
export function exportHouse(
  context: CommandContext,
  options: { readonly file: string; readonly force?: boolean },
): Promise<ExitCode> {
  const file = resolve(context.outside.folder, options.file);
  return withCore(context, 'reader', async (core) => {
    const text = await core.exportHouse();
    try {
      // `wx`: whether it is there and writing it are one step.
      writeFileSync(file, text, { flag: options.force === true ? 'w' : 'wx', mode: 0o600 });
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unwritable';
      if (code === 'EEXIST')
        throw new AppError('invalid-argument', {
          path: '--file',
          reason: `"${options.file}" ${context.terminal.t('cli.bad.exists')}`,
        });
      throw new AppError('file-unwritable', { file, reason: code }, thrown);
    }
    const terminal = terminalOf(context, core);
    terminal.say(terminal.t('cli.exported', { file }));
    terminal.answer({ file });
    return EXIT.ok;
  });
}
