import { describe, expect, it } from 'vitest';
import { compareLines } from '../../../electron/cli/commands/compare';
import { planLines } from '../../../electron/cli/describe';
import type { Terminal } from '../../../electron/cli/terminal';
import { createTerminal } from '../../../electron/cli/terminal';
import type { Compare, PlanDto } from '../../../shared/dto';
import { at, between } from '../../builders';
import { FakeClock } from '../../fakes';
import { compareOf, planOf } from '../../renderer/fake-bridge';

const NOW = at('2026-11-23T08:00');

const terminal: Terminal = createTerminal(
  {
    out: () => undefined,
    err: () => undefined,
    environment: {},
    platform: 'linux',
    home: '/',
    folder: '/',
    clock: new FakeClock(NOW),
    zone: 'Europe/Copenhagen',
    stop: new AbortController().signal,
  },
  { isJson: false, language: 'da' },
);

describe('a plan', () => {
  const unmatched = (name: string, bookingId: string, roomName = 'Sal 1'): PlanDto['unmatched'][number] => ({
    bookingId,
    meetingId: null,
    roomId: roomName,
    roomName,
    place: 'organiser',
    why: 'none',
    name,
  });

  it('D4 tells of a person once for each room, with how many bookings it is about', () => {
    const people = [
      ...['1', '2', '3', '4', '5'].map((id) => unmatched('A.', id)),
      unmatched('B.', '6'),
      unmatched('A.', '7', 'Sal 2'),
    ];
    const lines = planLines(planOf({ unmatched: people, madeAt: NOW }), terminal).filter((line) =>
      line.startsWith('Ingen adgang'),
    );
    expect(lines.map((line) => line.split('), ')[0])).toEqual([
      'Ingen adgang: A. i Sal 1 (5 bookinger: 1, 2, 3 … og 2 mere',
      'Ingen adgang: B. i Sal 1 (booking 6',
      'Ingen adgang: A. i Sal 2 (booking 7',
    ]);
  });
});

describe('what is booked beside what is open', () => {
  const room = (roomName: string, exceptionIds: readonly string[]): Compare['rooms'][number] =>
    ({
      roomId: roomName,
      roomName,
      bookings: [],
      lanes: exceptionIds.map((exceptionId) => ({
        exceptionId,
        exceptionName: `Dør ${exceptionId}`,
        bars: [{ period: between('2026-11-23T10:00', '11:00'), verdict: 'equal' }],
      })),
    }) as unknown as Compare['rooms'][number];

  it('tells an exception of several rooms once, with their names', () => {
    const compared = compareOf(between('2026-11-23T08:00', '20:00'), {
      computedAt: NOW,
      rooms: [room('Sal 1', ['7', '8']), room('Sal 2', ['7'])],
    });
    const lines = compareLines(compared, terminal).filter((line) => line.includes('Dør'));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^Sal 1, Sal 2 +Dør 7 /);
    expect(lines[1]).toMatch(/^Sal 1 +Dør 8 /);
  });

  it('names the first few of many rooms of one exception', () => {
    const compared = compareOf(between('2026-11-23T08:00', '20:00'), {
      computedAt: NOW,
      rooms: ['1', '2', '3', '4', '5'].map((name) => room(`Sal ${name}`, ['7'])),
    });
    const [line] = compareLines(compared, terminal).filter((each) => each.includes('Dør'));
    expect(line).toMatch(/^Sal 1, Sal 2, Sal 3 … og 2 mere +Dør 7 /);
  });
});
