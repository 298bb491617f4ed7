import { describe, expect, it } from 'vitest';
import {
  compareLines,
  countVerdicts,
  dayColumns,
  filterRows,
  hourMarks,
  place,
  scrollStart,
  shownPeriod,
  sortLines,
  toDelimited,
} from '../../../renderer/features/calendar/timeline';
import type { RoomRow } from '../../../shared/dto';
import { isOver } from '../../../shared/dto';
import { compareOf } from '../fake-bridge';
import { addMinutes, instantFromIso as at } from '../../../shared/time';

const ZONE = 'Europe/Copenhagen';

function row(name: string, verdicts: RoomRow['lanes'][number]['bars'][number]['verdict'][], isRead = true): RoomRow {
  return {
    roomId: `id-${name}`,
    roomName: name,
    locationId: '12',
    locationName: 'Hovedkontor',
    zone: ZONE,
    isRead,
    bookings: [],
    lanes: [
      {
        lineId: `line-${name}`,
        exceptionId: '7',
        exceptionName: 'Hovedindgang',
        leadMinutes: 10,
        lagMinutes: 10,
        bars: verdicts.map((verdict, index) => ({
          verdict,
          period: { from: at(`2026-11-23T0${index + 1}:00:00Z`), to: at(`2026-11-23T0${index + 1}:30:00Z`) },
          desired: null,
          observed: null,
          blocks: [],
          bookings: [],
          isFromOtherRoom: false,
        })),
      },
    ],
  };
}

describe('the calendar’s time axis', () => {
  it('shows a week from its Monday', () => {
    expect(shownPeriod('week', '2026-11-26', ZONE)).toEqual({
      from: at('2026-11-22T23:00:00Z'),
      to: at('2026-11-29T23:00:00Z'),
    });
  });

  it.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
    ['2026-11-23', 24],
  ])('gives %s its %i hours', (date, hours) => {
    const [day] = dayColumns('day', date, ZONE);
    expect(((day?.to ?? 0) - (day?.from ?? 0)) / 3_600_000).toBe(hours);
    expect(hourMarks(dayColumns('day', date, ZONE), 1, ZONE)).toHaveLength(hours - 1);
  });

  it('marks the doubled hour twice and leaves the missing hour out', () => {
    const hours = (date: string): number[] =>
      hourMarks(dayColumns('day', date, ZONE), 1, ZONE).map((mark) => mark.hour);
    expect(hours('2026-10-25').filter((hour) => hour === 2)).toHaveLength(2);
    expect(hours('2026-03-29')).not.toContain(2);
  });

  it('places a period by its instants and cuts it at the ends', () => {
    const shown = shownPeriod('day', '2026-11-23', ZONE);
    expect(place({ from: at('2026-11-23T08:00:00Z'), to: at('2026-11-23T09:00:00Z') }, shown, 2)).toEqual({
      left: 1080,
      width: 120,
    });
    expect(place({ from: at('2026-11-22T20:00:00Z'), to: at('2026-11-23T00:00:00Z') }, shown, 1)).toEqual({
      left: 0,
      width: 60,
    });
    expect(place({ from: at('2026-11-22T20:00:00Z'), to: at('2026-11-22T23:00:00Z') }, shown, 1)).toBeNull();
  });

  it('begins an hour before now, and at seven on another day', () => {
    const shown = shownPeriod('day', '2026-11-23', ZONE);
    expect(scrollStart(shown, at('2026-11-23T10:00:00Z'))).toBe(at('2026-11-23T09:00:00Z'));
    expect(scrollStart(shown, at('2026-11-25T10:00:00Z'))).toBe(at('2026-11-23T06:00:00Z'));
  });
});

describe('the calendar’s filter', () => {
  const rows = [row('Lokale 1', ['equal']), row('Lokale 2', ['equal', 'missing']), row('Kantine', ['waiting'], false)];

  it('keeps rooms with a difference, and rooms that could not be read', () => {
    expect(filterRows(rows, { search: '', onlyDifferences: true }).map((each) => each.roomName)).toEqual([
      'Lokale 2',
      'Kantine',
    ]);
  });

  it('finds all words in room, location and exception, whatever the case', () => {
    expect(filterRows(rows, { search: 'HOVEDIND lokale', onlyDifferences: false })).toHaveLength(2);
    expect(filterRows(rows, { search: 'findes ikke', onlyDifferences: false })).toHaveLength(0);
  });
});

describe('the table twin', () => {
  const shown = shownPeriod('day', '2026-11-23', ZONE);

  it('has a line for every bar of the shown period', () => {
    expect(compareLines([row('Lokale 1', ['equal', 'extra'])], shown)).toHaveLength(2);
    expect(compareLines([row('Lokale 1', ['equal'])], shownPeriod('day', '2026-11-24', ZONE))).toHaveLength(0);
  });

  it('sorts rooms as people count', () => {
    const lines = compareLines([row('Lokale 10', ['equal']), row('Lokale 2', ['equal'])], shown);
    expect(sortLines(lines, 'room', false).map((line) => line.roomName)).toEqual(['Lokale 2', 'Lokale 10']);
    expect(sortLines(lines, 'room', true).map((line) => line.roomName)).toEqual(['Lokale 10', 'Lokale 2']);
  });

  it('keeps a cell from becoming a formula or a second column', () => {
    expect(toDelimited([['=1+1', 'a;b', 'c"d']], ';')).toBe(`'=1+1;"a;b";"c""d"\r\n`);
    expect(toDelimited([['a\tb', '@x']], '\t')).toBe(`a b\t'@x\r\n`);
  });
});

describe('W3 what is over', () => {
  const end = at('2026-11-23T01:30:00Z');
  const [over] = row('Lokale 1', ['equal']).lanes[0]?.bars ?? [];

  it('is said of an ended period that UniLock no longer holds, not called equal', () => {
    expect(over).toBeDefined();
    if (over === undefined) return;
    expect(isOver(over, end)).toBe(true);
    expect(isOver(over, addMinutes(end, -1))).toBe(false);
    expect(isOver({ ...over, observed: over.period }, end)).toBe(false);
    expect(isOver({ ...over, verdict: 'missing' }, end)).toBe(false);
  });

  it('is shown apart from what is equal', () => {
    const compare = compareOf(shownPeriod('day', '2026-11-23', ZONE), { over: 1 });
    const counted = { ...compare, counts: { ...compare.counts, equal: 1, missing: 1 } };
    expect(countVerdicts(counted)).toEqual([
      { verdict: 'equal', count: 1 },
      { verdict: 'missing', count: 1 },
      { verdict: 'over', count: 1 },
    ]);
  });
});
