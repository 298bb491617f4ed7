import { Command, CommanderError } from 'commander';
import { AppError, asAppError } from '../../shared/errors';
import type { Language, Translate } from '../../shared/i18n';
import type { CommandContext } from './command-context';
import { check } from './commands/check';
import { compare } from './commands/compare';
import { configure } from './commands/configure';
import { demo } from './commands/demo';
import { exportHouse } from './commands/export';
import { holds } from './commands/holds';
import { plan } from './commands/plan';
import type { ProfilesOptions } from './commands/profiles';
import { profiles } from './commands/profiles';
import { removeAll } from './commands/remove-all';
import { run } from './commands/run';
import type { SimulateOptions } from './commands/simulate';
import { simulate } from './commands/simulate';
import { status } from './commands/status';
import { sync } from './commands/sync';
import type { ExitCode } from './exit-codes';
import { EXIT, exitCodeOfError } from './exit-codes';
import { dataFolderOf } from './open-core';
import type { Outside, Terminal } from './terminal';
import { createTerminal } from './terminal';

interface CommonOptions {
  readonly data?: string;
  readonly json?: boolean;
  readonly language?: string;
}

/**
 * One call of the command line, from its arguments to its exit code. Never throws: what goes wrong is one message on standard error, with
 * `--json` also the one document on standard output.
 * @param args without node and script
 */
export async function runCommandLine(args: readonly string[], outside: Outside): Promise<number> {
  // Needed before the arguments are understood, because not understanding them is an answer too.
  const asked = languageIn(args);
  const terminal = createTerminal(outside, { isJson: args.includes('--json'), language: asked ?? 'da' });
  let exitCode: number = EXIT.ok;
  const carryOut = (work: (context: CommandContext) => Promise<ExitCode>, command: Command): Promise<void> => {
    const { data, language } = command.optsWithGlobals<CommonOptions>();
    if (language !== undefined && asked === null) {
      throw new AppError('invalid-argument', {
        path: '--language',
        reason: `"${language}" ${terminal.t('cli.bad.language')}`,
      });
    }
    const context = { outside, terminal, dataFolder: dataFolderOf(outside, data), isLanguageGiven: asked !== null };
    return work(context).then((code) => {
      exitCode = code;
    });
  };
  try {
    await createProgram(terminal, outside, carryOut).parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return EXIT.ok;
    const error = thrown instanceof CommanderError ? usageError(thrown, terminal.t) : asAppError(thrown);
    terminal.complain(error.toWire());
    // A bug's message may hold data, but without its place nobody can mend it; the place holds none.
    if (error.code === 'bug' && error.cause instanceof Error)
      for (const line of placeOf(error.cause)) outside.err(line);
    return exitCodeOfError(error.code);
  }
}

type CarryOut = (work: (context: CommandContext) => Promise<ExitCode>, command: Command) => Promise<void>;

function createProgram({ t }: Terminal, outside: Outside, carryOut: CarryOut): Command {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': t('cli.help.usage'),
    'Options:': t('cli.help.options'),
    'Commands:': t('cli.help.commands'),
    'Arguments:': t('cli.help.arguments'),
    'Global Options:': t('cli.help.globalOptions'),
  };
  const program = new Command('modeklar')
    .description(t('cli.about'))
    .option('--data <dir>', t('cli.help.data'))
    .option('--json', t('cli.help.json'))
    .option('--language <da|en>', t('cli.help.language'))
    .helpOption('-h, --help', t('cli.help.helpOption'))
    .helpCommand('help [command]', t('cli.help.helpCommand'))
    .configureHelp({ showGlobalOptions: true, styleTitle: (title) => titles[title] ?? title })
    .configureOutput({
      writeOut: (text) => outside.out(text.replace(/\n$/, '')),
      // Our own sentence follows.
      writeErr: () => undefined,
      outputError: () => undefined,
    })
    .exitOverride();
  const add = (name: string, summary: string): Command =>
    program.command(name).description(summary).helpOption('-h, --help', t('cli.help.helpOption'));

  add('simulate', t('cli.help.simulate'))
    .option('--pronestor-port <n>', t('cli.help.pronestorPort'))
    .option('--unilock-port <n>', t('cli.help.unilockPort'))
    .option('--bookings <file>', t('cli.help.bookings'))
    .option('--clock <iso>', t('cli.help.clock'))
    .option('--places <n>', t('cli.help.places'))
    .option('--seed <n>', t('cli.help.seed'))
    .action((options: SimulateOptions, command: Command) => carryOut((context) => simulate(context, options), command));
  add('configure', t('cli.help.configure'))
    .requiredOption('--file <file>', t('cli.help.file'))
    .action((options: { readonly file: string }, command: Command) =>
      carryOut((context) => configure(context, options), command),
    );
  add('check', t('cli.help.check'))
    .option('--report <file>', t('cli.help.report'))
    .action((options: { readonly report?: string }, command: Command) =>
      carryOut((context) => check(context, options), command),
    );
  add('plan', t('cli.help.plan')).action((_options: object, command: Command) => carryOut(plan, command));
  add('profiles', t('profiles.cli.about'))
    .argument('<what>', t('profiles.cli.what'))
    .argument('[which]', t('profiles.cli.which'))
    .option('--live', t('profiles.cli.live'))
    .option('--accept-post <path...>', t('profiles.cli.acceptPost'))
    .action((what: string, which: string | undefined, options: ProfilesOptions, command: Command) =>
      carryOut((context) => profiles(context, what, which, options), command),
    );
  add('sync', t('cli.help.sync'))
    .option('--accept <hash>', t('cli.help.accept'))
    .action((options: { readonly accept?: string }, command: Command) =>
      carryOut((context) => sync(context, options), command),
    );
  add('holds', t('cli.help.holds'))
    .argument('[confirm|refuse]', t('cli.help.holdsAnswer'))
    .argument('[hash]', t('cli.help.holdsHash'))
    .action((answer: string | undefined, hash: string | undefined, _options: object, command: Command) =>
      carryOut((context) => holds(context, answer, hash), command),
    );
  add('run', t('cli.help.run')).action((_options: object, command: Command) => carryOut(run, command));
  add('compare', t('cli.help.compare'))
    .option('--from <iso>', t('cli.help.from'))
    .option('--to <iso>', t('cli.help.to'))
    .action((options: { readonly from?: string; readonly to?: string }, command: Command) =>
      carryOut((context) => compare(context, options), command),
    );
  add('status', t('cli.help.status')).action((_options: object, command: Command) => carryOut(status, command));
  add('remove-all', t('cli.help.removeAll'))
    .option('--yes', t('cli.help.yes'))
    .action((options: { readonly yes?: boolean }, command: Command) =>
      carryOut((context) => removeAll(context, options), command),
    );
  add('export', t('cli.help.export'))
    .requiredOption('--file <file>', t('cli.help.exportFile'))
    .option('--force', t('cli.help.force'))
    .action((options: { readonly file: string; readonly force?: boolean }, command: Command) =>
      carryOut((context) => exportHouse(context, options), command),
    );
  add('demo', t('cli.help.demo'))
    .option('--seed <n>', t('cli.help.seed'))
    .action((options: { readonly seed?: string }, command: Command) =>
      carryOut((context) => demo(context, options), command),
    );
  return program;
}

/** `--language en` or `--language=en`, where it names a language. */
function languageIn(args: readonly string[]): Language | null {
  const index = args.findIndex((arg) => arg === '--language' || arg.startsWith('--language='));
  const value = args[index]?.split('=')[1] ?? (index < 0 ? undefined : args[index + 1]);
  return value === 'da' || value === 'en' ? value : null;
}

/** The parser's refusal as ours: which argument, and what is wrong with it. */
function usageError(error: CommanderError, t: Translate): AppError {
  const [named] = /'([^']*)'/.exec(error.message)?.slice(1) ?? [];
  const path = named?.split(/[ ,]/)[0] ?? (error.code === 'commander.help' ? '<command>' : '');
  return new AppError('invalid-argument', { path, reason: reasonOf(error.code, t) });
}

function reasonOf(code: string, t: Translate): string {
  switch (code) {
    case 'commander.unknownOption':
      return t('cli.bad.unknownOption');
    case 'commander.unknownCommand':
      return t('cli.bad.unknownCommand');
    case 'commander.optionMissingArgument':
      return t('cli.bad.missingValue');
    case 'commander.missingMandatoryOptionValue':
    case 'commander.missingArgument':
    case 'commander.help':
      return t('cli.bad.missing');
    case 'commander.excessArguments':
      return t('cli.bad.tooMany');
    default:
      return t('cli.bad.invalid');
  }
}

const placeOf = (error: Error): string[] => (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
