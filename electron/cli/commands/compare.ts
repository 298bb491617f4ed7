import type { Compare, Verdict } from '../../../shared/dto';
import { isOver } from '../../../shared/dto';
import { AppError } from '../../../shared/errors';
import { DAY_MS, addMs } from '../../../shared/time';
import { isoInstant } from '../arguments';
import type { CommandContext } from '../command-context';
import { callOf, terminalOf } from '../command-context';
import type { ExitCode } from '../exit-codes';
import { EXIT } from '../exit-codes';
import { namesText } from '../describe';
import { withCore } from '../open-core';
import { table } from '../table';
import type { Terminal } from '../terminal';

/** `compare`: reads both sides and shows the calendar's rows and verdicts. Takes no data folder and writes nothing. */
export function compare(
  context: CommandContext,
  options: { readonly from?: string; readonly to?: string },
): Promise<ExitCode> {
  const { t } = context.terminal;
  const from = options.from === undefined ? context.outside.clock.now() : isoInstant(options.from, '--from', t);
  const to = options.to === undefined ? addMs(from, DAY_MS) : isoInstant(options.to, '--to', t);
  if (to <= from) throw new AppError('invalid-argument', { path: '--to', reason: t('cli.bad.order') });
  return withCore(context, 'reader', async (core) => {
    const planned = await core.plan('settings', null, callOf(context.outside));
    const compared = core.compare({ from, to });
    const terminal = terminalOf(context, core);
    for (const line of compareLines(compared, terminal)) terminal.say(line);
    terminal.answer({ ...withoutTitles(compared), troubles: planned.troubles });
    const hasDifference = Object.entries(compared.counts).some(
      ([verdict, count]) => verdict !== 'equal' && verdict !== 'handed-over' && count > 0,
    );
    return hasDifference || planned.hash === '' ? EXIT.unsettled : EXIT.ok;
  });
}

/** One line per bar, room by room; an exception of several rooms is told once, with the first few of them. */
export function compareLines(compared: Compare, terminal: Terminal): string[] {
  const { t, format } = terminal;
  const told = new Set<string>();
  const roomsOf = new Map<string, string[]>();
  for (const { roomName, lanes } of compared.rooms)
    for (const { exceptionId } of lanes) roomsOf.set(exceptionId, [...(roomsOf.get(exceptionId) ?? []), roomName]);
  const rows = compared.rooms.flatMap((room) =>
    room.lanes.flatMap((lane) =>
      lane.bars.flatMap((bar) => {
        const key = `${lane.exceptionId} ${bar.period.from} ${bar.period.to}`;
        if (told.has(key)) return [];
        told.add(key);
        return [
          [
            namesText(roomsOf.get(lane.exceptionId) ?? [room.roomName], terminal),
            lane.exceptionName,
            format.period(bar.period, compared.computedAt),
            t(isOver(bar, compared.computedAt) ? 'calendar.over' : `calendar.verdict.${bar.verdict}`),
          ],
        ];
      }),
    ),
  );
  if (rows.length === 0) return [t('cli.compareNothing')];
  const header = (['room', 'exception', 'period', 'verdict'] as const).map((column) => t(`cli.column.${column}`));
  const isElsewhere = format.zone !== terminal.machineZone;
  return [
    ...table(header, rows),
    '',
    t('cli.compareCounts', { counts: countsText(compared, terminal) }),
    ...(isElsewhere ? [t('cli.houseZone', { zone: terminal.machineZone, house: format.zone })] : []),
  ];
}

const countsText = (compared: Compare, { t }: Terminal): string =>
  (Object.entries(compared.counts) as [Verdict, number][])
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${t(`calendar.verdict.${verdict}`)}`)
    .concat(compared.over === 0 ? [] : [`${compared.over} ${t('calendar.over')}`])
    .join(', ');

/** Titles and people are for the screen, not for files (M3). */
const withoutTitles = (compared: Compare) => ({
  ...compared,
  rooms: compared.rooms.map((room) => ({
    ...room,
    bookings: room.bookings.map(({ title: _title, organiser: _organiser, ...booking }) => booking),
  })),
});
