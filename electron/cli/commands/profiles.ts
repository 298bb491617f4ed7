import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FilePreview, ProfileFault, ProfilePreview } from '../../../shared/dto';
import { AppError } from '../../../shared/errors';
import type { TextKey } from '../../../shared/i18n';
import { profileJsonSchema, readProfileText } from '../../profile';
import type { CommandContext } from '../command-context';
import { terminalOf } from '../command-context';
import type { ExitCode } from '../exit-codes';
import { EXIT } from '../exit-codes';
import { finishJob } from '../jobs';
import { withCore } from '../open-core';
import { table } from '../table';
import type { Terminal } from '../terminal';
import { troubleLine } from '../texts';

export interface ProfilesOptions {
  readonly live?: boolean;
  readonly acceptPost?: readonly string[];
}

/**
 * `profiles list | show ID | schema | check FILE | discover`. Paths, field names and counts, and of an import file the names of the
 * exceptions that stand in it; no names of persons, rooms or meetings.
 */
export function profiles(
  context: CommandContext,
  what: string,
  which: string | undefined,
  options: ProfilesOptions,
): Promise<ExitCode> {
  switch (what) {
    case 'list':
      return list(context);
    case 'show':
      return show(context, needed(context, which));
    case 'schema':
      return Promise.resolve(schema(context));
    case 'check':
      return check(context, needed(context, which), options.live === true);
    case 'discover':
      return discover(context, options.acceptPost ?? []);
    default:
      throw new AppError('invalid-argument', { path: what, reason: context.terminal.t('cli.bad.unknownCommand') });
  }
}

function needed({ terminal }: CommandContext, which: string | undefined): string {
  if (which === undefined)
    throw new AppError('invalid-argument', { path: '[which]', reason: terminal.t('cli.bad.missing') });
  return which;
}

/** The schema's text, exactly as the manual has it. */
export const schemaText = (): string => `${JSON.stringify(profileJsonSchema(), null, 2)}\n`;

/** A document is a document with and without `--json`. */
function schema({ outside }: CommandContext): ExitCode {
  outside.out(schemaText().trimEnd());
  return EXIT.ok;
}

function list(context: CommandContext): Promise<ExitCode> {
  return withCore(context, 'reader', (core) => {
    const terminal = terminalOf(context, core);
    const { t } = terminal;
    const listed = core.listProfiles('settings');
    const state = ({ isShipped, isConfirmed, isUsed }: (typeof listed)[number]): string =>
      [
        t(isShipped ? 'profiles.cli.shipped' : 'profiles.cli.own'),
        t(isConfirmed ? 'profiles.cli.confirmed' : 'profiles.cli.unconfirmed'),
        ...(isUsed ? [t('profiles.cli.used')] : []),
      ].join(', ');
    const head = (['headId', 'headTitle', 'headKind', 'headState'] as const).map((key) => t(`profiles.cli.${key}`));
    const rows = listed.map((each) => [
      each.id,
      each.title,
      t(`overview.side.${each.kind === 'booking-source' ? 'bookings' : 'access'}`),
      state(each),
    ]);
    table(head, rows).forEach(terminal.say);
    terminal.answer({ profiles: listed });
    return EXIT.ok;
  });
}

function show(context: CommandContext, id: string): Promise<ExitCode> {
  return withCore(context, 'reader', (core) => {
    context.outside.out(core.profileText('settings', id).trimEnd());
    return EXIT.ok;
  });
}

function check(context: CommandContext, name: string, isLive: boolean): Promise<ExitCode> {
  const { outside, terminal } = context;
  const file = resolve(outside.folder, name);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    const reason = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unreadable';
    throw new AppError('file-unreadable', { file, reason }, thrown);
  }
  const { profile, faults } = readProfileText(text, terminal.language);
  if (profile === null) {
    faults.forEach((fault) => terminal.say(faultLine(terminal, name, fault)));
    terminal.answer({ ok: false, faults });
    return Promise.resolve(EXIT.badInput);
  }
  const { id, kind } = profile;
  if (!isLive) {
    terminal.say(terminal.t('profiles.cli.valid', { file: name, id }));
    terminal.answer({ ok: true, id, kind, faults: [] });
    return Promise.resolve(EXIT.ok);
  }
  return withCore(context, 'reader', async (core) => {
    const speaking = terminalOf(context, core);
    const side = kind === 'booking-source' ? 'bookings' : 'access';
    const result = await finishJob(core, { kind: 'preview-profile', source: 'settings', side, text });
    if (result.kind !== 'preview-profile' && result.kind !== 'preview-file') throw new AppError('bug');
    const { preview } = result;
    speaking.say(speaking.t('profiles.cli.valid', { file: name, id }));
    if (result.kind === 'preview-file') sayFile(speaking, result.preview);
    else sayPreview(speaking, result.preview);
    speaking.answer({ id, kind, faults: [], ...preview });
    return preview.ok ? EXIT.ok : EXIT.failed;
  });
}

const faultLine = ({ t }: Terminal, file: string, { line, column, path, reason }: ProfileFault): string =>
  t('profiles.cli.fault', { file, line, column, path: path === '' ? t('profiles.editor.wholeText') : path, reason });

function sayPreview({ t, say }: Terminal, preview: ProfilePreview): void {
  preview.steps.forEach(({ step, state, count, trouble }, index) => {
    const values = { number: index + 1, step: t(`cli.step.${step}`), state: t(`cli.stepState.${state}`) };
    say(count === null ? t('cli.checkStep', values) : t('cli.checkStepCount', { ...values, count }));
    if (trouble !== null) say(`     ${troubleLine(trouble, t)}`);
  });
  for (const { operation, items, fields } of preview.operations) {
    const name = t(`profiles.preview.operation.${operation}` as TextKey);
    say(`  ${t('profiles.preview.operationTitle', { operation: name, count: items })}`);
    for (const { field, hits, missing, sample } of fields)
      say(
        t('profiles.cli.field', {
          field,
          hits: hits.map((hit) => t('profiles.preview.hit', { ...hit })).join(', ') || t('profiles.preview.nowhere'),
          missing,
          sample: sample ?? '-',
        }),
      );
  }
  for (const { path, reason } of preview.rejected) say(`  ${path}: ${reason}`);
  if (preview.unknownStatuses.length > 0) {
    const words = preview.unknownStatuses.map((each) => t('profiles.preview.statusWord', { ...each })).join(', ');
    say(`  ${t('profiles.preview.unknownStatuses', { words })}`);
  }
  if (preview.otherStatuses > 0) say(`  ${t('profiles.preview.otherStatuses', { count: preview.otherStatuses })}`);
  say(`  ${t('profiles.preview.fingerprint', { fingerprint: preview.fingerprint })}`);
}

/** The file that would be written, as a file: it can be held beside the description of the import. */
function sayFile({ t, say }: Terminal, preview: FilePreview): void {
  const { ok, faults, fileName: file, bytes, zone, exceptions, groups, periods, text } = preview;
  say(ok ? t('profiles.file.good') : t('profiles.file.faults', { count: faults.length }));
  for (const { path, reason } of faults) say(`  ${path}: ${reason}`);
  say(t('profiles.file.intro'));
  say(`  ${t('profiles.file.about', { file, bytes, zone })}`);
  say(
    `  ${exceptions.ofHouse === 0 ? t('profiles.file.noExceptions') : t('profiles.file.exceptions', { ...exceptions })}`,
  );
  const ofGroups = groups.ofHouse === 0 ? t('profiles.file.noGroups') : t('profiles.file.groups', { ...groups });
  say(`  ${groups.shown === 0 ? t('profiles.file.withoutPersons') : ofGroups}`);
  say(`  ${t('profiles.file.periods', { count: periods })}`);
  say(text.trimEnd());
}

function discover(context: CommandContext, acceptedPosts: readonly string[]): Promise<ExitCode> {
  return withCore(context, 'reader', async (core) => {
    const terminal = terminalOf(context, core);
    const { t } = terminal;
    const result = await finishJob(core, { kind: 'discover', source: 'settings', acceptedPosts });
    if (result.kind !== 'discover') throw new AppError('bug');
    const { discovery } = result;
    const { operations, proposals, draft, trouble, address } = discovery;
    terminal.say(t('profiles.discovery.found', { count: operations.length, address }));
    if (discovery.neededLogin) terminal.say(t('profiles.discovery.neededLogin'));
    for (const { verb, path, use, because } of operations)
      terminal.say(
        t('profiles.cli.call', { verb: verb || '?', path, use: t(`profiles.discovery.use.${use}`, { because }) }),
      );
    if (draft === null) terminal.say(t('profiles.discovery.nothing'));
    else {
      for (const { operation, found, confidence } of proposals)
        terminal.say(
          t('profiles.cli.proposal', {
            operation: t(`profiles.preview.operation.${operation}`),
            found: found ?? t('profiles.discovery.notFound'),
            percent: Math.round(confidence * 100),
          }),
        );
      terminal.say(t('profiles.cli.draft'));
      terminal.say(draft.trimEnd());
    }
    if (trouble !== null) terminal.say(troubleLine(trouble, t));
    terminal.answer(discovery);
    return draft === null ? EXIT.failed : EXIT.ok;
  });
}
