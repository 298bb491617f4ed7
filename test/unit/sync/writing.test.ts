import { describe, expect, it } from 'vitest';
import { bookingId, bookingIdEverywhere, bookingIdIn, exceptionId, roomId } from '../../../shared/ids';
import { addMinutes } from '../../../shared/time';
import { aBooking, aHouse, aLine, aManaged, aPolicy, aRoom, at, between, exceptionOf } from '../../builders';

const DAY = '2026-11-23';
const t = (clock: string) => at(`${DAY}T${clock}`);
const meeting = (from: string, to: string) => between(`${DAY}T${from}`, to);
const E1 = exceptionId('e1');
const E2 = exceptionId('e2');
const one = (more = {}) => aPolicy([aLine('r1', 'e1')], more);

describe('writing', () => {
  it('M2 writes what is booked, reads it back, and is equal', async () => {
    const house = aHouse({
      now: t('08:00'),
      policy: one(),
      bookings: [aBooking('b1', 'r1', meeting('09:00', '10:00'))],
    });
    const result = await house.run();
    expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '10:10')]);
    expect(result.result).toBe('equal');
    expect(result.actions.map((action) => action.outcome)).toEqual(['confirmed']);
    expect(house.journal.memory.confirmed[0]?.periods[0]).toMatchObject({
      bookings: ['b1'],
      lines: ['r1>e1'],
      isForeign: false,
      runId: result.runId,
    });
  });

  describe('W1 consent', () => {
    const stranger = meeting('15:00', '16:00');
    const strange = () => {
      const house = aHouse({
        now: t('08:00'),
        policy: one(),
        bookings: [aBooking('b1', 'r1', meeting('09:00', '10:00'))],
      });
      house.access.edit(E1, [stranger]);
      return house;
    };

    it('W1 asks before periods go that we did not write, and writes nothing of the exception meanwhile', async () => {
      const house = strange();
      const result = await house.run();
      expect(house.access.writes).toEqual([]);
      expect(result.plan?.consents.map((consent) => consent.periods)).toEqual([[stranger]]);
      expect(result.result).toBe('different');
    });

    it('W1 goes on with the consent for exactly the plan that was shown, and remembers it', async () => {
      const house = strange();
      const shown = await house.plan();
      const result = await house.run({ acceptPlanHash: shown.plan!.hash });
      expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '10:10')]);
      expect(result.result).toBe('equal');
      expect(house.journal.memory.answers).toHaveLength(1);
    });

    it('W1 what a run asked is consented to although the same run has done everything else', async () => {
      const house = aHouse({
        now: t('08:00'),
        policy: aPolicy([aLine('r1', 'e1'), aLine('r1', 'e2')]),
        bookings: [aBooking('b1', 'r1', meeting('09:00', '10:00'))],
      });
      house.access.edit(E1, [stranger]);
      const asked = await house.run();
      expect(asked.plan?.consents).toHaveLength(1);
      expect(asked.actions.map(({ outcome }) => outcome)).toEqual(['confirmed']);
      const result = await house.run({ acceptPlanHash: asked.hashToAccept });
      expect(result.troubles).toEqual([]);
      expect(result).toMatchObject({ result: 'equal', hashToAccept: null });
    });

    it('W1 refuses a consent for another plan', async () => {
      const house = strange();
      const shown = await house.plan();
      house.access.edit(E1, [stranger, meeting('18:00', '19:00')]);
      const result = await house.run({ acceptPlanHash: shown.plan!.hash });
      expect(house.access.writes).toEqual([]);
      expect(result.troubles.map((trouble) => trouble.code)).toContain('plan-changed');
    });

    it('W1 needs none when what is there is exactly what is wanted, or has ended', async () => {
      const house = strange();
      house.access.edit(E1, [meeting('08:50', '10:10'), meeting('06:00', '07:00')]);
      const result = await house.run();
      expect(result.plan?.consents).toEqual([]);
      expect(result.result).toBe('equal');
      expect(house.access.writes).toEqual([]);
    });

    it('M1 a lost journal costs a question, not a door: foreign periods need consent again', async () => {
      const house = strange();
      await house.runWithConsent();
      house.journal.lose();
      house.access.edit(E1, [meeting('08:50', '10:10'), stranger]);
      house.restart();
      const result = await house.run();
      expect(result.plan?.consents).toHaveLength(1);
      expect(house.access.periodsOf(E1)).toContainEqual(stranger);
    });
  });

  describe('W2 order', () => {
    it('W2 narrowing comes before mixed before widening', async () => {
      const lines = ['e1', 'e2', 'e3'].map((id, index) => aLine(`r${index + 1}`, id));
      const house = aHouse({
        now: t('08:00'),
        policy: aPolicy(lines),
        bookings: [
          aBooking('b2', 'r2', meeting('11:00', '12:00')),
          aBooking('b3', 'r3', meeting('09:00', '10:00')),
          aBooking('b4', 'r3', meeting('18:00', '19:00')),
        ],
      });
      await house.run();
      house.source.set(aBooking('b1', 'r1', meeting('09:00', '10:00')));
      house.source.change(bookingId('b2'), { period: meeting('11:30', '12:30') });
      house.source.change(bookingId('b3'), { status: 'cancelled' });
      const { plan } = await house.plan();
      expect(plan?.actions.map((action) => [exceptionOf(action), action.kind])).toEqual([
        ['e3', 'narrowing'],
        ['e2', 'mixed'],
        ['e1', 'widening'],
      ]);
    });

    it('W2 P17 the new door of a moved running meeting opens before the old one shuts', async () => {
      const house = aHouse({
        now: t('09:30'),
        policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')]),
        bookings: [aBooking('b1', 'r1', meeting('09:00', '12:00'))],
      });
      await house.run();
      house.source.change(bookingId('b1'), { roomId: roomId('r2') });
      house.access.writes.length = 0;
      const result = await house.run();
      expect(house.access.writes.map((write) => write.exceptionId)).toEqual(['e2', 'e1']);
      expect(house.access.periodsOf(E2)).toEqual([meeting('08:50', '12:10')]);
      // W4: the people still in the old room get the lag to leave.
      expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '09:40')]);
      expect(result.plan?.actions[1]?.changes).toContainEqual({
        change: 'remove',
        period: meeting('08:50', '12:10'),
        reason: 'moved',
        bookings: ['b1'],
      });
    });

    it('W2 R6 so does that of a running item of several rooms that left one of them for another', async () => {
      const inRoom = (room: string) => aBooking(bookingIdIn('9', roomId(room)), room, meeting('09:00', '12:00'));
      const house = aHouse({
        now: t('09:30'),
        policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2'), aLine('r3', 'e3')]),
        bookings: [inRoom('r1'), inRoom('r3')],
      });
      await house.run();
      // In a room that nobody asks for: as the item's mark is told.
      house.source.bookings = [inRoom('r2'), inRoom('r3'), { ...inRoom('r9'), id: bookingIdEverywhere('9') }];
      house.access.writes.length = 0;
      const result = await house.run();
      expect(house.access.writes.map((write) => write.exceptionId)).toEqual(['e2', 'e1']);
      expect(house.access.periodsOf(E2)).toEqual([meeting('08:50', '12:10')]);
      expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '09:40')]);
      expect(result.plan?.holds).toEqual([]);
      // Read once: it is there, and nothing has to be looked for a second time.
      expect(house.source.reads).toBe(2);
    });

    it('W2 a failed narrowing blocks nothing elsewhere', async () => {
      const house = aHouse({
        now: t('08:00'),
        policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')]),
        bookings: [aBooking('b1', 'r1', meeting('09:00', '10:00'))],
      });
      await house.run();
      house.source.change(bookingId('b1'), { status: 'cancelled' });
      house.source.set(aBooking('b2', 'r2', meeting('09:00', '10:00')));
      house.access.writeFaults.set(E1, ['refused']);
      const result = await house.run();
      expect(result.actions.map((action) => [exceptionOf(action.action), action.outcome])).toEqual([
        ['e1', 'failed'],
        ['e2', 'confirmed'],
      ]);
      expect(result.result).toBe('different');
      expect(result.differing).toEqual([E1]);
    });
  });

  describe('W3 equality', () => {
    it.each(['merges', 'sorts-backwards', 'cuts-seconds'] as const)(
      'W3 a server that %s is still equal',
      async (habit) => {
        const house = aHouse({
          now: t('08:00'),
          policy: one(),
          bookings: [
            aBooking('b1', 'r1', meeting('09:00', '10:00')),
            aBooking('b2', 'r1', meeting('10:20', '11:00')),
            aBooking('b3', 'r1', meeting('14:00', '15:00')),
          ],
        });
        house.access.habit = habit;
        expect((await house.run()).result).toBe('equal');
        house.access.areWritesForbidden = true;
        expect((await house.run()).result).toBe('equal');
      },
    );

    it('W3 the From of a running period is never clipped, and an observed one lends its own', async () => {
      const house = aHouse({
        now: t('09:30'),
        policy: one(),
        bookings: [aBooking('b1', 'r1', meeting('09:00', '10:00'))],
      });
      house.access.edit(E1, [meeting('08:00', '10:10')]);
      expect((await house.run()).result).toBe('equal');
      expect(house.access.writes).toEqual([]);
      house.source.change(bookingId('b1'), { period: meeting('09:00', '10:30') });
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([meeting('08:00', '10:40')]);
    });

    it('W3 ended periods do not differ, and leave with the next write', async () => {
      const house = aHouse({
        now: t('08:00'),
        policy: one(),
        bookings: [aBooking('b1', 'r1', meeting('09:00', '10:00'))],
      });
      await house.run();
      house.clock.set(t('10:10'));
      expect((await house.run()).result).toBe('equal');
      expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '10:10')]);
      house.source.set(aBooking('b2', 'r1', meeting('13:00', '14:00')));
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([meeting('12:50', '14:10')]);
    });
  });

  describe('W4 early end', () => {
    const running = async (more = {}) => {
      const house = aHouse({
        now: t('08:00'),
        policy: aPolicy([aLine('r1', 'e1', { lagMinutes: 15, ...more })]),
        bookings: [aBooking('b1', 'r1', meeting('09:00', '12:00'))],
      });
      await house.run();
      house.clock.set(t('09:30'));
      return house;
    };

    it.each(['cancelled', 'deleted', 'ended', 'no-show', 'empty'] as const)(
      'W4 R5 a running period whose booking is %s is cut to now and the lag',
      async (status) => {
        const house = await running();
        house.source.change(bookingId('b1'), { status });
        const result = await house.run();
        expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '09:45')]);
        expect(result.plan?.actions[0]?.changes[0]).toMatchObject({ reason: 'cut-short', bookings: ['b1'] });
        expect(result.result).toBe('equal');
      },
    );

    it('W4 what is cut already is left, minute after minute', async () => {
      const house = await running();
      house.source.change(bookingId('b1'), { status: 'ended' });
      await house.run();
      house.access.areWritesForbidden = true;
      for (let minute = 0; minute < 20; minute++) {
        house.advanceMinutes(1);
        expect((await house.run()).result).toBe('equal');
      }
    });

    it('W4 the written To is never prolonged', async () => {
      const house = await running();
      house.clock.set(t('12:10'));
      house.source.change(bookingId('b1'), { status: 'cancelled' });
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '12:15')]);
    });

    it('W4 without lag it is cut at the next whole minute', async () => {
      const house = await running({ lagMinutes: 0 });
      house.clock.advance(20_000);
      house.source.change(bookingId('b1'), { status: 'cancelled' });
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '09:31')]);
    });

    it('W4 P17 a cancelled future meeting goes at once and whole', async () => {
      const house = await running();
      house.clock.set(t('08:30'));
      house.source.change(bookingId('b1'), { status: 'cancelled' });
      const result = await house.run();
      expect(house.access.periodsOf(E1)).toEqual([]);
      expect(result.plan?.actions[0]?.changes).toEqual([
        { change: 'remove', period: meeting('08:50', '12:15'), reason: 'ended-by-status', bookings: ['b1'] },
      ]);
    });

    it('P14 cancelling one of two overlapping bookings leaves the other', async () => {
      const house = aHouse({
        now: t('08:00'),
        policy: one(),
        bookings: [aBooking('b1', 'r1', meeting('09:00', '11:00')), aBooking('b2', 'r1', meeting('10:00', '12:00'))],
      });
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '12:10')]);
      house.source.change(bookingId('b2'), { status: 'cancelled' });
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '11:10')]);
    });
  });

  describe('W6 foreign edits', () => {
    const settled = async (foreignEdits: 'replace' | 'keep') => {
      const house = aHouse({
        now: t('08:00'),
        policy: one({ managed: [aManaged('e1', { foreignEdits, places: 3 })] }),
        bookings: [aBooking('b1', 'r1', meeting('09:00', '10:00'))],
      });
      await house.run();
      return house;
    };
    const ours = meeting('08:50', '10:10');

    it('W6 replaces what another hand added since the last confirmed list, without asking', async () => {
      const house = await settled('replace');
      house.access.edit(E1, [ours, meeting('20:00', '23:00')]);
      const result = await house.run();
      expect(house.access.periodsOf(E1)).toEqual([ours]);
      expect(result.plan?.consents).toEqual([]);
      expect(house.journal.memory.restorations).toHaveLength(1);
    });

    it('W6 keeps it, unmerged and until it is past, when told to', async () => {
      const house = await settled('keep');
      const foreign = meeting('10:10', '11:00');
      house.access.edit(E1, [ours, foreign]);
      expect((await house.run()).result).toBe('equal');
      house.source.change(bookingId('b1'), { period: meeting('09:00', '10:10') });
      await house.run();
      // Covered by the other's period already: nothing to write, but both are known apart.
      expect(house.access.periodsOf(E1)).toEqual([ours, foreign]);
      house.source.change(bookingId('b1'), { status: 'cancelled' });
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([foreign]);
      house.clock.set(t('11:00'));
      house.source.set(aBooking('b2', 'r1', meeting('13:00', '14:00')));
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([meeting('12:50', '14:10')]);
    });

    it('W1 W6 what was kept is asked about before it is replaced, when the setting changes', async () => {
      const house = await settled('keep');
      const foreign = meeting('15:00', '16:00');
      house.access.edit(E1, [ours, foreign]);
      await house.run();
      house.policy = one({ managed: [aManaged('e1', { foreignEdits: 'replace' })] });
      const result = await house.run();
      expect(result.plan?.consents.map((consent) => consent.periods)).toEqual([[foreign]]);
      expect(house.access.periodsOf(E1)).toContainEqual(foreign);
    });

    it.each(['replace', 'keep'] as const)(
      'P8 W6 %s: what was sent and no reading has shown yet is ours when it shows, though its meeting was cancelled meanwhile',
      async (foreignEdits) => {
        const house = await settled(foreignEdits);
        const evening = meeting('18:50', '20:10');
        house.source.set(aBooking('b2', 'r1', meeting('19:00', '20:00')));
        const { observe } = house.access;
        const late = await observe.call(house.access, null);
        // A server whose readings lag behind its writes.
        house.access.observe = () => Promise.resolve(late);
        await house.run();
        expect(house.access.periodsOf(E1)).toEqual([ours, evening]);
        house.source.change(bookingId('b2'), { status: 'cancelled' });
        await house.run();
        house.access.observe = observe;
        await house.run();
        expect(house.access.periodsOf(E1)).toEqual([ours]);
        expect(house.journal.memory).toMatchObject({ intents: [], restorations: [] });
      },
    );

    it.each([
      [59, [meeting('08:50', '10:10')], 1],
      [60, [meeting('08:50', '10:10'), meeting('18:50', '20:10')], 0],
    ] as const)(
      'P8 what was sent and has not shown %i minutes later, its meeting cancelled, is kept in mind or never comes',
      async (minutes, periods, intents) => {
        const house = await settled('keep');
        house.source.set(aBooking('b2', 'r1', meeting('19:00', '20:00')));
        const { observe } = house.access;
        const late = await observe.call(house.access, null);
        house.access.observe = () => Promise.resolve(late);
        await house.run();
        house.source.change(bookingId('b2'), { status: 'cancelled' });
        house.advanceMinutes(minutes);
        await house.run();
        expect(house.journal.memory.intents).toHaveLength(intents);
        house.access.observe = observe;
        await house.run();
        expect(house.access.periodsOf(E1)).toEqual(periods);
      },
    );

    it('P8 W7 what was sent and no reading has shown yet is taken back from an exception that left the mapping meanwhile', async () => {
      const house = await settled('replace');
      const theirs = meeting('15:00', '16:00');
      house.source.set(aBooking('b2', 'r1', meeting('19:00', '20:00')));
      const { observe } = house.access;
      const empty = await observe.call(house.access, null);
      const late = { ...empty, exceptions: empty.exceptions.map((each) => ({ ...each, periods: [theirs] })) };
      house.access.observe = () => Promise.resolve(late);
      await house.run();
      house.policy = aPolicy([], { managed: [] });
      await house.run();
      expect(house.journal.memory.releasing).toEqual([E1]);
      house.access.observe = observe;
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([]);
      await house.run();
      expect(house.journal.memory).toMatchObject({ intents: [], confirmed: [], releasing: [] });
    });

    it('W6 puts back what another hand took away', async () => {
      const house = await settled('keep');
      house.access.edit(E1, []);
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([ours]);
    });

    it('W6 P12 after three restorations in an hour it stops writing and reports another writer, for as long as it goes on', async () => {
      const house = await settled('replace');
      const theirs = [meeting('20:00', '23:00')];
      for (let time = 0; time < 3; time++) {
        house.advanceMinutes(5);
        house.access.edit(E1, theirs);
        await house.run();
        expect(house.access.periodsOf(E1)).toEqual([ours]);
      }
      house.access.edit(E1, theirs);
      house.access.areWritesForbidden = true;
      for (let hour = 0; hour < 3; hour++) {
        const result = await house.run();
        expect(result.plan?.blocked.map((blocked) => blocked.trouble.code)).toEqual(['other-writer']);
        expect(result.result).toBe('different');
        house.advanceMinutes(20);
      }
      house.access.areWritesForbidden = false;
      house.engine.resumeStopped();
      house.source.set(aBooking('b2', 'r1', meeting('15:00', '16:00')));
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([ours, meeting('14:50', '16:10')]);
    });

    it('W6 P12 R4 an answer that may remove nothing does not end the stop, though the other writer’s list is held then', async () => {
      const house = await settled('replace');
      const theirs = [ours, meeting('20:00', '23:00')];
      for (let time = 0; time < 3; time++) {
        house.advanceMinutes(5);
        house.access.edit(E1, theirs);
        await house.run();
      }
      house.access.edit(E1, theirs);
      house.advanceMinutes(90);
      house.source.lasting = { kind: 'partial', lost: () => false };
      house.access.areWritesForbidden = true;
      for (let time = 0; time < 2; time++) await house.run();
      house.source.lasting = null;
      const result = await house.run();
      expect(result.plan?.blocked.map((blocked) => blocked.trouble.code)).toEqual(['other-writer']);
      expect(result.plan?.consents).toEqual([]);
    });

    it('W6 three restorations over more than an hour are no fight', async () => {
      const house = await settled('replace');
      for (let time = 0; time < 5; time++) {
        house.clock.set(addMinutes(house.clock.now(), 31));
        house.access.edit(E1, [meeting('20:00', '23:00')]);
        const result = await house.run();
        expect(result.plan?.blocked).toEqual([]);
      }
    });
  });

  describe('W7 unmapping', () => {
    it('W7 an exception that leaves the mapping loses ours, keeps the others’, and is released once read back empty', async () => {
      const house = aHouse({
        now: t('08:00'),
        policy: aPolicy([aLine('r1', 'e1'), aLine('r1', 'e2')], {
          managed: [aManaged('e1', { foreignEdits: 'keep' }), aManaged('e2')],
        }),
        bookings: [aBooking('b1', 'r1', meeting('09:00', '10:00'))],
      });
      const foreign = meeting('15:00', '16:00');
      house.access.edit(E1, [foreign]);
      await house.run();
      expect(house.access.periodsOf(E1)).toHaveLength(2);
      house.policy = aPolicy([aLine('r1', 'e2')]);
      house.access.writeFaults.set(E1, ['refused']);
      expect((await house.run()).result).toBe('different');
      expect(house.journal.memory.releasing).toEqual([E1]);
      const result = await house.run();
      expect(house.access.periodsOf(E1)).toEqual([foreign]);
      expect(result.result).toBe('equal');
      expect(house.journal.memory.releasing).toEqual([]);
      expect(house.journal.memory.confirmed.map((list) => list.exceptionId)).toEqual([E2]);
    });

    it('W7 a dropped line wants nothing, even while Pronestor is down', async () => {
      const house = aHouse({
        now: t('08:00'),
        policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e1')]),
        bookings: [aBooking('b1', 'r1', meeting('09:00', '10:00')), aBooking('b2', 'r2', meeting('13:00', '14:00'))],
      });
      await house.run();
      house.source.lasting = { kind: 'unreadable' };
      house.policy = aPolicy([aLine('r1', 'e1')]);
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '10:10')]);
    });
  });

  it('W9 every opening carries its end: no written period is without one', async () => {
    const house = aHouse({
      now: t('08:00'),
      policy: one(),
      rooms: [aRoom('r1')],
      bookings: [aBooking('b1', 'r1', meeting('09:00', '10:00')), aBooking('b2', 'r1', meeting('11:00', '12:00'))],
    });
    await house.run();
    for (const { periods } of house.access.writes) {
      for (const { from, to } of periods) expect(to - from).toBe(80 * 60_000);
    }
    expect(house.access.writes).toHaveLength(1);
  });
});
