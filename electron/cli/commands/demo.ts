import type { Compare, DemoState, Status } from '../../../shared/dto';
import { AppError } from '../../../shared/errors';
import type { Instant } from '../../../shared/time';
import { DAY_MS, addMs } from '../../../shared/time';
import { composeDemo } from '../../compose-core';
import { wholeNumber } from '../arguments';
import type { CommandContext } from '../command-context';
import { callOf } from '../command-context';
import { remainderLines } from '../describe';
import type { ExitCode } from '../exit-codes';
import { exitCodeOfRun } from '../exit-codes';
import { table } from '../table';
import type { Terminal } from '../terminal';
import { statusWithoutPersonNames } from '../without-person-names';
import { compareLines } from './compare';

/** `demo`: the main job in the terminal. The demo house sets itself up, synchronises once, and shows what came of it. */
export async function demo(context: CommandContext, options: { readonly seed?: string }): Promise<ExitCode> {
  const { outside } = context;
  const { t } = context.terminal;
  const seed =
    options.seed === undefined ? {} : { seed: wholeNumber(options.seed, '--seed', [0, Number.MAX_SAFE_INTEGER], t) };
  context.terminal.say(t('cli.demoIntro'));
  const house = await composeDemo({ clock: outside.clock, ...seed });
  try {
    const { core } = house;
    const planned = await core.plan('draft', null, callOf(outside));
    if (planned.hash === '') throw new AppError(planned.troubles[0]?.code ?? 'bug', planned.troubles[0]?.context ?? {});
    const { rooms, exceptions } = core.readDraft();
    context.terminal.say(t('cli.demoSync', { rooms: rooms.length, exceptions: exceptions.length }));
    const { runId } = await core.finishDraft(planned.hash);
    const { result } = await core.whenDone(runId);
    const status = core.status();
    const now = status.now;
    const terminal = context.terminal.inZone(status.houseZone);
    const { format } = terminal;
    terminal.say(t(`cli.result.${result}`));
    for (const line of remainderLines(status, terminal, now)) terminal.say(line);

    const compared = core.compare({ from: now, to: addMs(now, DAY_MS) });
    terminal.say('');
    terminal.say(t('cli.demoCompare'));
    for (const line of compareLines(compared, terminal)) terminal.say(line);

    const state = house.state(now);
    sayStates(terminal, t('cli.demoState', { time: format.time(now) }), state, nextOf(status));
    const next = state.nextChangeAt === null ? null : house.state(state.nextChangeAt);
    if (next === null) terminal.say(t('cli.demoNoNext'));
    else sayStates(terminal, t('cli.demoNext', { time: format.near(next.at, now) }), next, null);
    terminal.answer({
      result,
      status: statusWithoutPersonNames(status),
      compare: withoutPeople(compared),
      state,
      next,
    });
    return exitCodeOfRun(result);
  } finally {
    await house.close();
  }
}

/** The exceptions' next openings, by exception. */
const nextOf = ({ nextOpenings, now }: Status): ReadonlyMap<string, { readonly at: Instant; readonly now: Instant }> =>
  new Map(
    [...nextOpenings]
      .reverse()
      .map(({ exceptionId, period, isOpenNow }) => [exceptionId, { at: isOpenNow ? period.to : period.from, now }]),
  );

function sayStates(
  terminal: Terminal,
  title: string,
  state: DemoState,
  next: ReadonlyMap<string, { readonly at: Instant; readonly now: Instant }> | null,
): void {
  const { t, format } = terminal;
  const columns = [
    'room',
    'door',
    'alarm',
    'light',
    'ventilation',
    ...(next === null ? [] : (['next'] as const)),
  ] as const;
  terminal.say('');
  terminal.say(title);
  const rows = state.rooms.map((room) => {
    const change = next?.get(room.exceptionId);
    return [
      room.roomName,
      t(room.doorUnlocked ? 'cli.doorUnlocked' : 'cli.doorLocked'),
      t(room.alarmArmed ? 'cli.alarmArmed' : 'cli.alarmDisarmed'),
      t(room.lightOn ? 'cli.on' : 'cli.off'),
      t(room.ventilationOn ? 'cli.on' : 'cli.off'),
      ...(next === null ? [] : [change === undefined ? '' : format.near(change.at, change.now)]),
    ];
  });
  for (const line of table(
    columns.map((column) => t(`cli.column.${column}`)),
    rows,
  ))
    terminal.say(line);
}

const withoutPeople = ({ rooms, ...compared }: Compare) => ({
  ...compared,
  rooms: rooms.map(({ bookings: _bookings, ...room }) => room),
});
