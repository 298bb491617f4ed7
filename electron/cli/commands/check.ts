import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createCheckReport } from '../../../shared/check-report';
import type { AccessCheck, BookingCheck, CheckStep, ConnectionFacts, RoomList } from '../../../shared/dto';
import { AppError } from '../../../shared/errors';
import type { CommandContext } from '../command-context';
import { terminalOf } from '../command-context';
import type { ExitCode } from '../exit-codes';
import { EXIT } from '../exit-codes';
import { finishJob } from '../jobs';
import { withCore } from '../open-core';
import type { Terminal } from '../terminal';
import { troubleLine } from '../texts';

/**
 * `check`: the numbered connection tests of both sides. Counts and ids, no names; takes no data folder. With `--report` what was seen is shown
 * and saved as a text that can be mailed.
 */
export function check(context: CommandContext, options: { readonly report?: string } = {}): Promise<ExitCode> {
  const file = options.report === undefined ? null : resolve(context.outside.folder, options.report);
  // Before two servers are asked for minutes.
  if (file !== null && existsSync(file)) throw isThereAlready(file, context);
  return withCore(context, 'reader', async (core) => {
    const terminal = terminalOf(context, core);
    const { t } = terminal;
    const booked = await finishJob(core, { kind: 'check-bookings', source: 'settings' });
    const listed = await finishJob(core, { kind: 'read-rooms', source: 'settings' });
    const access = await finishJob(core, { kind: 'check-access', source: 'settings' });
    const bookings = booked.kind === 'check-bookings' ? booked.check : NO_BOOKINGS;
    const rooms = listed.kind === 'read-rooms' ? listed.list : NO_ROOMS;
    const doors = access.kind === 'check-access' ? access.check : NO_ACCESS;

    const areRoomsRead = rooms.troubles.length === 0 && rooms.unknownLocations.length === 0;
    sayCheck(terminal, 'bookings', bookings.ok && areRoomsRead, bookings.steps);
    sayFacts(terminal, bookings.facts);
    const ahead = rooms.rooms.reduce((sum, { bookingsComingWeek }) => sum + (bookingsComingWeek ?? 0), 0);
    if (bookings.ok) terminal.say(t('cli.checkRooms', { count: rooms.rooms.length, bookings: ahead }));
    if (rooms.unknownLocations.length > 0)
      terminal.say(t('cli.unknownLocations', { ids: rooms.unknownLocations.join(', ') }));
    sayCheck(terminal, 'access', doors.ok, doors.steps);
    sayFacts(terminal, doors.facts);

    const report = file === null ? null : saveReport(file, { bookings, access: doors }, context, terminal);
    const ok = bookings.ok && areRoomsRead && doors.ok;
    terminal.answer({
      ok,
      ...(report === null ? {} : { report }),
      bookings: {
        ok: bookings.ok && areRoomsRead,
        steps: bookings.steps,
        facts: bookings.facts,
        locations: bookings.locations.map(({ id, zone }) => ({ id, zone })),
        unknownLocations: rooms.unknownLocations,
        rooms: rooms.rooms.length,
        bookingsComingWeek: ahead,
        roomSample: rooms.rooms
          .slice(0, SAMPLE)
          .map(({ id, locationId, bookingsComingWeek }) => ({ id, locationId, bookingsComingWeek })),
        troubles: rooms.troubles,
      },
      access: {
        ok: doors.ok,
        steps: doors.steps,
        facts: doors.facts,
        zone: doors.zone,
        exceptions: doors.exceptions.length,
        exceptionSample: doors.exceptions
          .slice(0, SAMPLE)
          .map(({ id, maxPeriods, futurePeriods }) => ({ id, maxPeriods, futurePeriods })),
        groups: doors.groups.length,
        groupSample: doors.groups.slice(0, SAMPLE).map(({ id }) => ({ id })),
        persons: doors.persons,
      },
    });
    return ok ? EXIT.ok : EXIT.failed;
  });
}

const SAMPLE = 3;
const NO_BOOKINGS: BookingCheck = { ok: false, steps: [], facts: null, locations: [] };
const NO_ROOMS: RoomList = { rooms: [], unknownLocations: [], troubles: [] };
const NO_ACCESS: AccessCheck = {
  ok: false,
  steps: [],
  facts: null,
  exceptions: [],
  groups: [],
  persons: null,
  zone: null,
};

function sayCheck(terminal: Terminal, side: 'bookings' | 'access', isOk: boolean, steps: readonly CheckStep[]): void {
  const { t } = terminal;
  terminal.say(
    t('cli.checkTitle', { side: t(`overview.side.${side}`), result: t(isOk ? 'cli.checkOk' : 'cli.checkFailed') }),
  );
  steps.forEach(({ step, state, count, trouble }, index) => {
    const values = { number: index + 1, step: t(`cli.step.${step}`), state: t(`cli.stepState.${state}`) };
    terminal.say(count === null ? t('cli.checkStep', values) : t('cli.checkStepCount', { ...values, count }));
    if (trouble !== null) terminal.say(`     ${troubleLine(trouble, t)}`);
  });
}

/** What is worth knowing of the way to a server besides its steps. */
function sayFacts(terminal: Terminal, facts: ConnectionFacts | null): void {
  if (facts === null) return;
  const { t } = terminal;
  const { certificate, proxy, trust, login, clockSkewMs } = facts;
  const say = (line: string): void => terminal.say(`     ${line}`);
  if (facts.root.startsWith('http:')) say(t('settings.connection.unencrypted'));
  if (proxy !== null) say(t('settings.connection.facts.proxy', { proxy }));
  if (certificate !== null) {
    const { subject, issuer, validTo: to, sha256 } = certificate;
    say(t('settings.connection.facts.certificate', { subject, issuer, to }));
    say(t('settings.connection.trust.fingerprint', { sha256 }));
    if (trust !== 'pinned') say(t(`settings.connection.trust.now.${trust}`));
    if (!facts.hasSystemStore) say(t('settings.connection.trust.noSystemStore'));
  }
  if (login === 'none') say(t('settings.connection.noLogin'));
  const seconds = Math.round(Math.abs(clockSkewMs ?? 0) / 1000);
  if (seconds > 0) say(t('settings.connection.facts.clock', { count: seconds }));
}

/** Shows the report, then saves it; never over a file that is there. */
function saveReport(
  file: string,
  checks: Parameters<typeof createCheckReport>[0],
  context: CommandContext,
  terminal: Terminal,
): { readonly file: string; readonly text: string } {
  const { t } = terminal;
  const { outside } = context;
  const origin = {
    program: 'modeklar check',
    platform: outside.platform,
    runtime: `Node ${process.versions.node}`,
    madeAt: outside.clock.now(),
  };
  const text = createCheckReport(checks, origin, t);
  terminal.say('');
  terminal.say(t('cli.reportWillBe', { file }));
  terminal.say(text);
  try {
    // `wx`: whether it is there and writing it are one step.
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unwritable';
    if (code === 'EEXIST') throw isThereAlready(file, context);
    throw new AppError('file-unwritable', { file, reason: code }, thrown);
  }
  terminal.say(t('cli.reportSaved', { file }));
  return { file, text };
}

const isThereAlready = (file: string, { terminal }: CommandContext): AppError =>
  new AppError('invalid-argument', { path: '--report', reason: `"${file}" ${terminal.t('cli.bad.existsAlready')}` });
