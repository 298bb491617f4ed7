import type { AccessCheck, BookingCheck, CheckStep, RoomList } from '../../../shared/dto';
import type { CommandContext } from '../command-context';
import { terminalOf } from '../command-context';
import type { ExitCode } from '../exit-codes';
import { EXIT } from '../exit-codes';
import { finishJob } from '../jobs';
import { withCore } from '../open-core';
import type { Terminal } from '../terminal';
import { troubleLine } from '../texts';

/** `check`: the numbered connection tests of both sides. Counts and ids, no names; takes no data folder. */
export function check(context: CommandContext): Promise<ExitCode> {
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
    const ahead = rooms.rooms.reduce((sum, { bookingsComingWeek }) => sum + (bookingsComingWeek ?? 0), 0);
    if (bookings.ok) terminal.say(t('cli.checkRooms', { count: rooms.rooms.length, bookings: ahead }));
    if (rooms.unknownLocations.length > 0)
      terminal.say(t('cli.unknownLocations', { ids: rooms.unknownLocations.join(', ') }));
    sayCheck(terminal, 'access', doors.ok, doors.steps);

    const ok = bookings.ok && areRoomsRead && doors.ok;
    terminal.answer({
      ok,
      bookings: {
        ok: bookings.ok && areRoomsRead,
        steps: bookings.steps,
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
