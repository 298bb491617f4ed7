import { describe, expect, it } from 'vitest';
import type { CompareInput } from '../../../electron/sync/compare';
import { compareHouse, explainOpening } from '../../../electron/sync/compare';
import type { RunResult } from '../../../electron/sync/model';
import { compareDto, explanationDto } from '../../../shared/dto';
import { bookingId, exceptionId, roomId } from '../../../shared/ids';
import type { House } from '../../builders';
import { aBooking, anAttendee, aHouse, aLine, aManaged, aPolicy, aRoom, at, between, COPENHAGEN } from '../../builders';
import { canary } from '../../builders/canary';

const DAY = '2026-11-23';
const t = (clock: string) => at(`${DAY}T${clock}`);
const meeting = (from: string, to: string) => between(`${DAY}T${from}`, to);
const E1 = exceptionId('e1');
const OPEN1 = meeting('12:50', '14:10');
const WHOLE_DAY = { from: at(`${DAY}T00:00`), to: at('2026-11-24T00:00') };

const house = (more: Parameters<typeof aPolicy>[1] = {}) =>
  aHouse({
    now: t('08:00'),
    policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e1'), aLine('r2', 'e2', { block: 'with-preparation' })], more),
    rooms: [aRoom('r1'), aRoom('r2', { preparationMinutes: 15 })],
    bookings: [aBooking('b1', 'r1', meeting('13:00', '14:00'))],
  });

/** What the calendar is given after a run. */
const after = (here: House, result: RunResult | null, more: Partial<CompareInput> = {}): CompareInput => ({
  policy: here.policy,
  bookings: result?.bookings ?? null,
  access: result?.access ?? null,
  plan: result?.plan ?? null,
  memory: here.journal.memory,
  now: here.clock.now(),
  houseZone: COPENHAGEN,
  canReadBack: here.access.canReadBack,
  ...more,
});

/** The verdicts of one lane's bars. */
function verdicts(input: CompareInput, room = 'r1', exception = 'e1'): string[] {
  const compared = compareHouse(WHOLE_DAY, input, false);
  expect(compareDto.parse(compared)).toEqual(compared);
  const row = compared.rooms.find((one) => one.roomId === room);
  return row!.lanes.find((lane) => lane.exceptionId === exception)!.bars.map((bar) => bar.verdict);
}

describe('comparing', () => {
  it('shows booking and opening as one calm bar with lead and lag, and counts each exception once', async () => {
    const here = house();
    const compared = compareHouse(WHOLE_DAY, after(here, await here.run()), true);
    expect(compareDto.parse(compared)).toEqual(compared);
    const [first, second] = compared.rooms;
    expect(first).toMatchObject({ roomName: 'Lokale r1', locationName: 'Hovedkontor', zone: COPENHAGEN, isRead: true });
    expect(first?.bookings).toMatchObject([{ bookingId: 'b1', title: canary('møde b1'), counts: true }]);
    expect(first?.lanes[0]?.bars).toEqual([
      {
        verdict: 'equal',
        period: OPEN1,
        desired: OPEN1,
        observed: OPEN1,
        blocks: [meeting('13:00', '14:00')],
        bookings: ['b1'],
        isFromOtherRoom: false,
      },
    ]);
    expect(second?.lanes[0]?.bars).toMatchObject([{ verdict: 'equal', isFromOtherRoom: true }]);
    expect(compared.counts).toMatchObject({ equal: 1, missing: 0, 'no-place': 0 });
    expect(compared.isReady).toBe(true);
  });

  it('W3 an opening that has ended and is gone from UniLock is counted as over, not as equal', async () => {
    const here = house();
    const input = after(here, await here.run());
    const gone = input.access!.exceptions.map((one) => ({ ...one, periods: [] }));
    const later = compareHouse(
      WHOLE_DAY,
      { ...input, access: { ...input.access!, exceptions: gone }, now: OPEN1.to },
      true,
    );
    expect(later.counts.equal).toBe(0);
    expect(later.over).toBe(1);
    const before = compareHouse(WHOLE_DAY, { ...input, now: OPEN1.to }, true);
    expect([before.counts.equal, before.over]).toEqual([1, 0]);
  });

  it('D1 the block is the meeting with preparation where the line says so', async () => {
    const here = house();
    here.source.set(aBooking('b2', 'r2', meeting('10:00', '11:00')));
    const compared = compareHouse(WHOLE_DAY, after(here, await here.run()), false);
    expect(compared.rooms[1]?.lanes[1]?.bars).toMatchObject([
      { desired: meeting('09:35', '11:10'), blocks: [meeting('09:45', '11:00')] },
    ]);
  });

  it('M3 a private booking shows neither title nor organiser', async () => {
    const here = house();
    here.source.change(bookingId('b1'), {
      isPrivate: true,
      organiser: anAttendee('1', { name: 'Anna' }),
    });
    const input = after(here, await here.run());
    expect(compareHouse(WHOLE_DAY, input, false).rooms[0]?.bookings).toMatchObject([
      { isPrivate: true, title: null, organiser: null },
    ]);
    expect(explainOpening(E1, OPEN1, input).because).toMatchObject([{ isPrivate: true, title: null }]);
  });

  describe('verdicts', () => {
    it('missing: wanted, planned and not there', async () => {
      const here = house();
      here.access.writeFaults.set(E1, ['refused']);
      expect(verdicts(after(here, await here.run()))).toEqual(['missing']);
    });

    it('shifted: there with other bounds', async () => {
      const here = house();
      await here.run();
      here.source.change(bookingId('b1'), { period: meeting('13:00', '15:00') });
      here.access.writeFaults.set(E1, ['refused']);
      expect(verdicts(after(here, await here.run()))).toEqual(['shifted']);
    });

    it('extra: there, ours, and not wanted', async () => {
      const here = house();
      await here.run();
      here.source.change(bookingId('b1'), { status: 'cancelled' });
      here.access.writeFaults.set(E1, ['refused']);
      expect(verdicts(after(here, await here.run()))).toEqual(['extra']);
    });

    it('foreign: another hand’s, asked about or kept', async () => {
      const here = house();
      here.access.edit(E1, [meeting('18:00', '19:00')]);
      expect(verdicts(after(here, await here.run()))).toEqual(['waiting', 'foreign']);
      const keeping = house({ managed: [aManaged('e1', { foreignEdits: 'keep' })] });
      keeping.access.edit(E1, [meeting('14:10', '19:00')]);
      expect(verdicts(after(keeping, await keeping.run()))).toEqual(['equal', 'foreign']);
    });

    it('held: an opening that waits for a person, and removals that wait for one', async () => {
      const here = aHouse({
        now: t('08:00'),
        policy: aPolicy([aLine('r1', 'e1', { longestOpeningHours: 3 })]),
        bookings: [aBooking('b1', 'r1', meeting('13:00', '14:00')), aBooking('b0', 'r1', meeting('09:00', '10:00'))],
      });
      await here.run();
      here.source.bookings = [aBooking('b2', 'r1', meeting('16:00', '22:00'))];
      const input = after(here, await here.run());
      expect(verdicts(input)).toEqual(['held', 'held', 'held']);
      expect(explainOpening(E1, OPEN1, input)).toMatchObject({ rule: 'W5', because: [{ bookingId: 'b1' }] });
      expect(explainOpening(E1, meeting('15:50', '22:10'), input)).toMatchObject({ rule: 'D6', observed: null });
    });

    it('W5 equal once a person has refused to let go: it stays by that answer', async () => {
      const here = aHouse({
        now: t('08:00'),
        policy: aPolicy([aLine('r1', 'e1')]),
        bookings: [aBooking('b1', 'r1', meeting('13:00', '14:00')), aBooking('b0', 'r1', meeting('09:00', '10:00'))],
      });
      await here.run();
      here.source.bookings = [];
      const { plan } = await here.run();
      await here.engine.answerHold(plan!.holds[0]!.hash, 'refused');
      const input = after(here, await here.run());
      expect(verdicts(input)).toEqual(['equal', 'equal']);
      expect(explainOpening(E1, OPEN1, input)).toMatchObject({ rule: 'W5', holdHash: null });
    });

    it('held, and not shifted, when a held part hangs on to a wanted one', async () => {
      const here = house();
      here.source.set(aBooking('b2', 'r1', meeting('14:00', '15:00')));
      await here.run();
      // The whole location moves: b1 by an hour, so that its old hour hangs on to b2's.
      here.source.change(bookingId('b1'), { period: meeting('15:00', '16:00') });
      here.source.change(bookingId('b2'), { period: meeting('16:00', '17:00') });
      expect(verdicts(after(here, await here.run()))).toEqual(['held']);
    });

    it('no-place: did not fit (D3)', async () => {
      const here = house({ managed: [aManaged('e1', { places: 1 })] });
      here.source.set(aBooking('b2', 'r1', meeting('18:00', '19:00')));
      const input = after(here, await here.run());
      expect(verdicts(input)).toEqual(['equal', 'no-place']);
      expect(explainOpening(E1, meeting('17:50', '19:10'), input).rule).toBe('D3');
    });

    it('waiting: beyond the horizon, or known only since the last plan', async () => {
      const here = house({ horizonHours: 24 });
      here.source.set(aBooking('b9', 'r1', between('2026-11-24T20:00', '21:00')));
      const result = await here.run();
      const input = after(here, result);
      const later = compareHouse({ from: at('2026-11-24T00:00'), to: at('2026-11-25T00:00') }, input, false);
      expect(later.rooms[0]?.lanes[0]?.bars).toMatchObject([{ verdict: 'waiting', bookings: ['b9'] }]);
      const newer = {
        ...result.bookings!,
        bookings: [...result.bookings!.bookings, aBooking('b3', 'r1', meeting('20:00', '21:00'))],
      };
      expect(verdicts({ ...input, bookings: newer })).toEqual(['equal', 'waiting']);
    });

    it('unknown: UniLock was not read; and what is there while no booking was ever read', async () => {
      const here = house();
      const input = after(here, await here.run());
      expect(verdicts({ ...input, access: null })).toEqual(['unknown']);
      expect(verdicts({ ...input, bookings: null, memory: { ...input.memory, reading: null } })).toEqual(['unknown']);
    });

    it('missing: the exception is gone from UniLock', async () => {
      const here = house();
      here.access.exceptions.delete(E1);
      expect(verdicts(after(here, await here.run()))).toEqual(['missing']);
    });

    it('handed-over: the channel cannot be read back', async () => {
      const here = house();
      here.access.canReadBack = false;
      expect(verdicts(after(here, await here.run()))).toEqual(['handed-over']);
    });

    it('W3 W4 R5 what has ended, is cut short or stays by a rule is as it should be', async () => {
      const here = house();
      here.source.set(aBooking('b2', 'r1', meeting('18:00', '19:00')));
      await here.run();
      here.clock.set(t('13:30'));
      here.source.change(bookingId('b1'), { status: 'ended' });
      here.source.change(bookingId('b2'), { status: 'unknown' });
      const input = after(here, await here.run());
      expect(verdicts(input)).toEqual(['equal', 'equal']);
      expect(explainOpening(E1, meeting('12:50', '13:40'), input)).toMatchObject({ verdict: 'equal', rule: 'W4' });
      expect(explainOpening(E1, meeting('17:50', '19:10'), input)).toMatchObject({ verdict: 'equal', rule: 'R5' });
      here.clock.set(t('14:30'));
      expect(verdicts({ ...input, now: t('14:30') })[0]).toBe('equal');
    });
  });

  it('from memory alone (just started, nothing read yet) the calendar is there, without names', async () => {
    const here = house();
    const result = await here.run();
    const compared = compareHouse(WHOLE_DAY, after(here, null, { access: result.access }), false);
    expect(compared.rooms[0]).toMatchObject({
      roomName: 'r1',
      isRead: false,
      bookings: [{ bookingId: 'b1', title: null }],
    });
    expect(compared.rooms[0]?.lanes[0]?.bars).toMatchObject([{ verdict: 'equal', desired: OPEN1, observed: OPEN1 }]);
    expect(compared.bookingsReadAt).toBe(t('08:00'));
  });

  it('R3 an unread room says so', async () => {
    const here = house();
    await here.run();
    here.source.lasting = { kind: 'unread-room', roomId: roomId('r1') };
    const compared = compareHouse(WHOLE_DAY, after(here, await here.run()), false);
    expect(compared.rooms.map((row) => row.isRead)).toEqual([false, true]);
    expect(compared.rooms[0]?.lanes[0]?.bars).toMatchObject([{ verdict: 'equal' }]);
  });

  it('explains why it is open: who asked, by which rule, when written, by which run, when read back', async () => {
    const here = house();
    const result = await here.run();
    here.advanceMinutes(5);
    const second = await here.run();
    const explained = explainOpening(E1, OPEN1, after(here, second));
    expect(explanationDto.parse(explained)).toEqual(explained);
    expect(explained).toEqual({
      exceptionId: 'e1',
      exceptionName: 'Exception e1',
      verdict: 'equal',
      desired: OPEN1,
      observed: OPEN1,
      rule: 'D1',
      holdHash: null,
      because: [
        {
          bookingId: 'b1',
          roomId: 'r1',
          roomName: 'Lokale r1',
          period: meeting('13:00', '14:00'),
          status: 'confirmed',
          title: canary('møde b1'),
          isPrivate: false,
          leadMinutes: 10,
          lagMinutes: 10,
          withPreparation: false,
        },
      ],
      writtenAt: t('08:00'),
      runId: result.runId,
      readBackAt: t('08:05'),
    });
    expect(explainOpening(E1, meeting('20:00', '21:00'), after(here, second))).toMatchObject({
      verdict: 'unknown',
      rule: null,
      because: [],
      writtenAt: null,
    });
  });
});
