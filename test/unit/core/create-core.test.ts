import { describe, expect, it } from 'vitest';
import { policyFrom } from '../../../electron/core/policy';
import { applyPatch } from '../../../electron/core/settings-desk';
import type { SettingsStore } from '../../../electron/store';
import { exceptionId } from '../../../shared/ids';
import type { Job, SettingsPatch } from '../../../shared/ipc';
import type { Settings } from '../../../shared/settings';
import { groupLineSettings } from '../../../shared/settings';
import { MINUTE_MS, addMinutes } from '../../../shared/time';
import { aBooking, at, between } from '../../builders';
import { settle } from '../../fakes/fake-ticker';
import type { CoreHouse } from './core-house';
import { aCoreHouse, houseSettings } from './core-house';

const MORNING = at('2026-11-23T08:00');
const MEETING = aBooking('1', '101', between('2026-11-23T13:00', '14:00'));
const OPENING = between('2026-11-23T12:50', '14:10');
const GROUPS = [
  { id: '3', name: 'Mødedeltagere 101' },
  { id: '4', name: 'Mødedeltagere 102' },
];
const GROUP_LINES = groupLineSettings.array().parse([
  { id: 'c', roomId: '101', groupId: '3', leadMinutes: 20, who: { externals: true } },
  { id: 'd', roomId: '102', groupId: '4', lagMinutes: 0, who: { organiser: false } },
]);
const CALL = { abort: null, onProgress: null };

const periodsOf = (house: CoreHouse, id = '7') => house.access.periodsOf(exceptionId(id));
const syncNow = (house: CoreHouse, acceptPlanHash: string | null = null) =>
  house.core.whenDone(house.core.syncNow({ trigger: 'manual', acceptPlanHash }).runId);

/** A program that was never set up, with a whole draft. */
async function inTheWizard(): Promise<CoreHouse> {
  const house = aCoreHouse({ now: MORNING, settings: null, bookings: [MEETING] });
  const { bookings, access, locations, rooms, mapping, exceptions, houseZone } = houseSettings();
  house.core.saveDraft({ bookings, access, locations, rooms, mapping, exceptions, houseZone });
  house.core.start();
  await settle();
  return house;
}

async function finished(house: CoreHouse, jobId: string): Promise<Job> {
  for (let turn = 0; turn < 500; turn += 1) {
    const job = house.core.readJob(jobId);
    if (job.state !== 'running') return job;
    await settle();
  }
  throw new Error('the job does not end');
}

const elsewhere = (access: Settings['access'], address: string): Settings['access'] =>
  access?.kind === 'unilock-webapi' ? { ...access, address } : null;

describe('the draft', () => {
  it('begins from the settings, is kept apart, and touches nothing until it is finished', async () => {
    const house = await inTheWizard();
    expect(house.core.readSettings()).toMatchObject({ isSetUp: false, bookings: null });
    await house.ticker.pass(60 * MINUTE_MS);
    expect(house.access.writes).toEqual([]);
    house.core.discardDraft();
    expect(house.core.readDraft().bookings).toBeNull();
  });

  it('P18 finished with the plan that was shown it is set up, and the first run writes exactly that', async () => {
    const house = await inTheWizard();
    const planned = await house.core.plan('draft', null, CALL);
    expect(planned.houseZone).toBe('Europe/Copenhagen');
    expect(planned.checklist).toMatchObject({
      bookingsRead: 'complete',
      rooms: 2,
      roomsMapped: 2,
      exceptionsFound: 2,
      placesEnough: true,
    });
    expect(house.access.writes).toEqual([]);
    const { runId } = await house.core.finishDraft(planned.hash);
    expect(await house.core.whenDone(runId)).toMatchObject({ result: 'equal' });
    expect(house.access.writes.map(({ periods }) => periods)).toEqual(planned.actions.map(({ after }) => after));
    expect(house.core.status().state).toBe('ready');
    expect(house.store.readDraft()).toBeNull();
    await house.ticker.pass(11 * MINUTE_MS);
    expect(await house.core.listRuns({ limit: 10, before: null })).toHaveLength(3);
  });

  it('W1 finished with a plan that has changed it is refused, and nothing was changed', async () => {
    const house = await inTheWizard();
    const planned = await house.core.plan('draft', null, CALL);
    house.bookings.set(aBooking('2', '102', between('2026-11-23T15:00', '16:00')));
    await expect(house.core.finishDraft(planned.hash)).rejects.toMatchObject({ code: 'plan-changed' });
    expect(house.core.readSettings().isSetUp).toBe(false);
    expect(house.access.writes).toEqual([]);
    expect(house.core.readDraft().bookings).not.toBeNull();
  });

  it('W1 the shown plan is the consent for the periods it takes away', async () => {
    const house = await inTheWizard();
    house.access.edit(exceptionId('7'), [between('2026-11-24T08:00', '09:00')]);
    const planned = await house.core.plan('draft', null, CALL);
    expect(planned.consents).toHaveLength(1);
    await house.core.whenDone((await house.core.finishDraft(planned.hash)).runId);
    expect(periodsOf(house)).toEqual([OPENING]);
  });

  it('cannot be finished while UniLock cannot be read', async () => {
    const house = await inTheWizard();
    house.access.isDown = true;
    await expect(house.core.finishDraft('abc')).rejects.toMatchObject({ code: 'connection-refused' });
    expect(house.core.readSettings().isSetUp).toBe(false);
  });
});

describe('settings', () => {
  it('that bear on the doors are carried out at once; the others start no run', async () => {
    const house = aCoreHouse({ now: MORNING, bookings: [MEETING] });
    house.core.start();
    await settle();
    expect(periodsOf(house)).toEqual([OPENING]);
    house.core.saveSettings({ language: 'en' });
    await settle();
    expect(house.access.writes).toHaveLength(1);
    house.core.saveSettings({ mapping: houseSettings().mapping.map((line) => ({ ...line, leadMinutes: 30 })) });
    await settle();
    expect(periodsOf(house)).toEqual([between('2026-11-23T12:30', '14:10')]);
  });

  it('that are not valid are refused with path and reason, and the old ones stay', () => {
    const house = aCoreHouse({ now: MORNING });
    const before = house.core.readSettings();
    expect(() => house.core.saveSettings({ timing: { intervalMinutes: 99, horizonHours: 24 } })).toThrow(
      expect.objectContaining({
        code: 'settings-invalid',
        context: expect.objectContaining({ path: 'timing.intervalMinutes' }) as unknown,
      }) as Error,
    );
    expect(house.core.readSettings()).toEqual(before);
  });

  it('W7 a room or exception that goes takes its lines along, unless the patch says what stays', () => {
    const settings = houseSettings();
    const fewer = applyPatch(settings, { rooms: settings.rooms.slice(1) });
    expect(fewer.mapping.map(({ id }) => id)).toEqual(['b']);
    expect(applyPatch(settings, { exceptions: settings.exceptions.slice(0, 1) }).mapping.map(({ id }) => id)).toEqual([
      'a',
    ]);
    expect(applyPatch(settings, { locations: [] })).toMatchObject({ rooms: [], mapping: [] });
    expect(() => applyPatch(settings, { rooms: [], mapping: settings.mapping })).toThrow(
      expect.objectContaining({ code: 'settings-invalid' }) as Error,
    );
  });

  it('W7 a room or group that goes takes its lines to groups along, unless the patch says what stays', () => {
    const settings = houseSettings({ groups: GROUPS, groupMapping: GROUP_LINES });
    const left = (patch: SettingsPatch) => applyPatch(settings, patch).groupMapping.map(({ id }) => id);
    expect(left({ rooms: settings.rooms.slice(1) })).toEqual(['d']);
    expect(left({ groups: GROUPS.slice(0, 1) })).toEqual(['c']);
    expect(left({ locations: [] })).toEqual([]);
    expect(left({ exceptions: [] })).toEqual(['c', 'd']);
    expect(() => left({ groups: [], groupMapping: GROUP_LINES })).toThrow(
      expect.objectContaining({ code: 'settings-invalid' }) as Error,
    );
  });

  it('D4 the groups, their lines and the field to match on are what the engine is told', () => {
    const policy = policyFrom(
      houseSettings({ groups: GROUPS, groupMapping: GROUP_LINES, people: { matchBy: 'initials' } }),
    );
    expect(policy).toMatchObject({ matchBy: 'initials', managedGroups: GROUPS, groupLines: GROUP_LINES });
    expect(policyFrom(houseSettings())).toMatchObject({ matchBy: 'email', managedGroups: [], groupLines: [] });
  });

  it('that were damaged keep everything paused until a person has seen it, and then it goes on', async () => {
    let isTold = true;
    const store: SettingsStore = {
      read: () => ({
        settings: houseSettings(),
        trouble: isTold ? { code: 'settings-damaged', context: { file: 'x' } } : null,
      }),
      save: (settings) => settings,
      readDraft: () => null,
      saveDraft: () => undefined,
      confirmTrouble: () => {
        isTold = false;
      },
    };
    const house = aCoreHouse({ now: MORNING, bookings: [MEETING], store });
    house.core.start();
    await house.ticker.pass(20 * MINUTE_MS);
    expect(house.bookings.reads).toBe(0);
    expect(house.core.status()).toMatchObject({ state: 'attention', nextRunAt: null });
    expect(() => house.core.syncNow({ trigger: 'manual', acceptPlanHash: null })).toThrow(
      expect.objectContaining({ code: 'settings-damaged' }) as Error,
    );
    house.core.confirmSettingsTrouble();
    await settle();
    expect(periodsOf(house)).toEqual([OPENING]);
    expect(house.core.status().state).toBe('ready');
  });

  it('W1 another UniLock begins with nothing remembered: what it holds is asked about, not taken for ours', async () => {
    const house = aCoreHouse({ now: MORNING, bookings: [MEETING] });
    await syncNow(house);
    // The other server has the same ids and, by chance, the very periods that we wrote on the first.
    const { access } = houseSettings();
    house.access.edit(exceptionId('8'), [between('2026-11-24T08:00', '09:00')]);
    house.core.saveSettings({ access: elsewhere(access, 'https://other.example') });
    house.bookings.bookings = [];
    const result = await syncNow(house);
    expect(result.result).toBe('different');
    expect(house.core.status().consents.map(({ exceptionId: id }) => id)).toEqual(['7', '8']);
    expect(periodsOf(house)).toEqual([OPENING]);
  });
});

describe('the core', () => {
  it('P22 what broke a run is its result: whoever waits for it hears it', async () => {
    const house = aCoreHouse({ now: MORNING });
    house.journal.loadMemory = () => Promise.reject(new TypeError('a bug in a store'));
    const result = await syncNow(house);
    expect(result.result).toBe('failed');
    expect(house.core.status().state).toBe('attention');
  });

  it('P13 M2 a program that has just started is not ready by what the journal says, but by what it has read itself', async () => {
    const house = aCoreHouse({ now: MORNING, bookings: [MEETING] });
    const day = between('2026-11-23T00:00', '23:00');
    await syncNow(house);
    expect(house.core.compare(day).isReady).toBe(true);
    const again = await house.restart();
    expect(again.core.compare(day).isReady).toBe(false);
    const seen: boolean[] = [];
    let hasEnded = false;
    again.core.onChange(() => {
      if (!hasEnded) seen.push(again.core.compare(day).isReady);
    });
    const { runId } = again.core.syncNow({ trigger: 'refill', acceptPlanHash: null });
    await again.core.whenDone(runId);
    expect(again.core.compare(day).isReady).toBe(false);
    await again.core.plan('settings', { mapping: [] }, CALL);
    expect(seen.filter(Boolean)).toEqual([]);
    hasEnded = true;
    await syncNow(again);
    expect(again.core.compare(day).isReady).toBe(true);
  });

  it('knows after a restart since when a trouble has lasted, and until when the doors follow what is written', async () => {
    const house = aCoreHouse({ now: MORNING, bookings: [MEETING] });
    await syncNow(house);
    house.access.isDown = true;
    house.clock.advance(5 * MINUTE_MS);
    await syncNow(house);
    house.clock.advance(5 * MINUTE_MS);
    const again = await house.restart();
    const status = again.core.status();
    expect(status.followsUntil).toBe(OPENING.to);
    expect(status.troubles[0]).toMatchObject({
      since: addMinutes(MORNING, 5),
      trouble: { code: 'connection-refused' },
    });
    expect(status.lastRun?.result).toBe('failed');
    expect(status.nextOpenings[0]).toMatchObject({ exceptionName: 'Dør 101', period: OPENING, rooms: ['Lokale 101'] });
  });

  it('P18 a dry run of the settings refreshes what is seen, of a patch it does not', async () => {
    const house = aCoreHouse({ now: MORNING, bookings: [MEETING] });
    await house.core.plan('settings', { mapping: [] }, CALL);
    expect(house.core.status().bookingsReadAt).toBeNull();
    await house.core.plan('settings', null, CALL);
    expect(house.core.status()).toMatchObject({ bookingsReadAt: MORNING, accessReadAt: MORNING, differences: 1 });
    expect(house.core.status().state).not.toBe('ready');
    expect(house.access.writes).toEqual([]);
    expect(await house.core.listRuns({ limit: 10, before: null })).toEqual([]);
  });

  it('D6 a held opening can be answered by a program that has just started', async () => {
    const long = aBooking('1', '101', between('2026-11-24T08:00', '2026-11-26T08:00'));
    const house = aCoreHouse({ now: MORNING, bookings: [long] });
    expect((await syncNow(house)).result).toBe('different');
    const [hold] = house.core.holds();
    expect(hold).toMatchObject({ reason: 'too-long', targetName: 'Dør 101', canBeConfirmed: true });
    const again = await house.restart();
    await again.core.answerHold(hold!.hash, 'confirmed');
    expect((await syncNow(again)).result).toBe('equal');
    expect(periodsOf(again)).toHaveLength(1);
    await expect(again.core.answerHold('0123456789abcdef', 'refused')).rejects.toMatchObject({ code: 'hold-unknown' });
  });

  it('P20 a password goes into the keychain and nowhere else', async () => {
    const house = aCoreHouse({ now: MORNING });
    expect(await house.core.passwordState('pronestor')).toBe('missing');
    await house.core.setPassword('pronestor', 'kanariefugl-7');
    expect(await house.core.passwordState('pronestor')).toBe('present');
    await syncNow(house);
    const told = JSON.stringify([
      house.core.status(),
      house.core.readSettings(),
      house.logger.lines,
      await house.journal.loadMemory(),
    ]);
    expect(told).not.toContain('kanariefugl');
    house.credentials.get = () => Promise.reject(new Error('locked'));
    expect(await house.core.passwordState('pronestor')).toBe('unavailable');
  });

  it('P20 names and titles stay out of journal and log', async () => {
    const secret = aBooking('1', '101', MEETING.period, { title: 'Opkøb af Nabofirma', isPrivate: true });
    const house = aCoreHouse({ now: MORNING, bookings: [secret] });
    const { runId } = await syncNow(house);
    const kept = JSON.stringify([
      await house.journal.loadMemory(),
      await house.journal.readRun(runId),
      house.logger.lines,
    ]);
    expect(kept).not.toMatch(/Nabofirma|Lokale 101|Dør 101/);
    expect((await house.core.readRun(runId)).actions[0]).toMatchObject({ exceptionName: 'Dør 101' });
  });

  it('runs jobs on the draft’s connections and gives their results', async () => {
    const house = await inTheWizard();
    const checked = await finished(house, house.core.startJob({ kind: 'check-access', source: 'draft' }).jobId);
    expect(checked.result).toMatchObject({ kind: 'check-access', check: { ok: true } });
    const refused = await finished(house, house.core.startJob({ kind: 'check-bookings', source: 'settings' }).jobId);
    expect(refused).toMatchObject({ state: 'failed', trouble: { code: 'not-set-up' } });
    const preview = await finished(
      house,
      house.core.startJob({ kind: 'preview', source: 'draft', patch: { mapping: [] } }).jobId,
    );
    expect(preview.result).toMatchObject({ kind: 'preview', plan: { actions: [] } });
  });

  it('W9 the two-minute opening goes through a job, keeps runs away, and leaves nothing', async () => {
    const house = aCoreHouse({ now: MORNING, bookings: [MEETING] });
    await syncNow(house);
    const { jobId } = house.core.startJob({ kind: 'try-opening', source: 'settings', exceptionId: '8' });
    const { runId } = house.core.syncNow({ trigger: 'manual', acceptPlanHash: null });
    expect(house.core.status().running).toBeNull();
    const job = await finished(house, jobId);
    expect(job.result).toMatchObject({ kind: 'try-opening', isConfirmed: true });
    expect((await house.core.whenDone(runId)).result).toBe('equal');
    expect(periodsOf(house, '8')).toEqual([]);
    expect(periodsOf(house)).toEqual([OPENING]);
  });

  it('W4 W6 a trial opening cancelled in its middle is neither cut nor taken for another writer’s: runs wait for its end', async () => {
    const house = aCoreHouse({ now: MORNING, bookings: [MEETING] });
    await syncNow(house);
    const opening = { from: MORNING, to: addMinutes(MORNING, 2) };
    const seen: boolean[] = [];
    house.access.onWritten = (id, _before, after) => {
      if (id === '8') seen.push(after.length > 0 || house.clock.now() >= opening.to);
    };
    const wait = house.clock.wait.bind(house.clock);
    const asked: string[] = [];
    house.clock.wait = (milliseconds, abort) => {
      if (asked.length === 0 && house.clock.now() >= addMinutes(opening.from, 1)) {
        house.core.cancelJob(jobId);
        asked.push(house.core.syncNow({ trigger: 'manual', acceptPlanHash: null }).runId);
      }
      return wait(milliseconds, abort);
    };
    const { jobId } = house.core.startJob({ kind: 'try-opening', source: 'settings', exceptionId: '8' });
    expect(await finished(house, jobId)).toMatchObject({ state: 'cancelled' });
    const result = await house.core.whenDone(asked[0] ?? '');
    expect(result).toMatchObject({ result: 'equal', actions: [] });
    expect(result.startedAt).toBeGreaterThanOrEqual(opening.to);
    expect(seen).toEqual([true, true]);
    expect((await house.journal.loadMemory()).restorations).toEqual([]);
  });

  it('tells what changed, and forgets runs older than the history’s days', async () => {
    const house = aCoreHouse({ now: MORNING, settings: houseSettings({ historyDays: 7 }) });
    const topics = new Set<string>();
    const unwatch = house.core.onChange((told) => told.forEach((topic) => topics.add(topic)));
    await syncNow(house);
    expect([...topics].sort()).toEqual(['compare', 'runs', 'status']);
    unwatch();
    house.clock.advance(8 * 24 * 60 * MINUTE_MS);
    await syncNow(house);
    expect(await house.core.listRuns({ limit: 10, before: null })).toHaveLength(1);
  });
});

describe('settings that change while nothing can run', () => {
  const { access } = houseSettings();
  const OTHER_UNILOCK = elsewhere(access, 'https://another-unilock.example');

  it('W1 another UniLock, chosen in the pause before the program ended: what its exceptions hold is not taken for ours', async () => {
    const house = aCoreHouse({ now: MORNING, bookings: [MEETING] });
    house.core.start();
    await settle();
    expect(periodsOf(house)).toEqual([OPENING]);
    house.core.pause(addMinutes(MORNING, 60));
    house.core.saveSettings({ access: OTHER_UNILOCK });
    const again = await house.restart();
    again.bookings.change(MEETING.id, { status: 'cancelled' });
    expect(await syncNow(again)).toMatchObject({ result: 'different', plan: { consents: [{ exceptionId: '7' }] } });
    expect(periodsOf(again)).toEqual([OPENING]);
  });

  it('W1 the same when the program was killed right after: it need not end well to forget', async () => {
    const house = aCoreHouse({ now: MORNING, bookings: [MEETING] });
    house.core.start();
    await settle();
    house.core.pause(addMinutes(MORNING, 60));
    house.core.saveSettings({ access: OTHER_UNILOCK });
    const again = await house.restartKilled();
    expect(again.core.status()).toMatchObject({ followsUntil: null, accessReadAt: null });
    again.bookings.change(MEETING.id, { status: 'cancelled' });
    expect(await syncNow(again)).toMatchObject({ result: 'different', plan: { consents: [{ exceptionId: '7' }] } });
    expect(periodsOf(again)).toEqual([OPENING]);
  });

  it('W1 the same when it was killed after a run that had begun before the change had saved its memory', async () => {
    const house = aCoreHouse({ now: MORNING, bookings: [MEETING] });
    await syncNow(house);
    let letGo: () => void = () => undefined;
    const observe = house.access.observe.bind(house.access);
    house.access.observe = async (zone) => {
      await new Promise<void>((resolve) => (letGo = resolve));
      house.access.observe = observe;
      return observe(zone);
    };
    const saved = new Promise<void>((resolve) => {
      const finishRun = house.journal.finishRun.bind(house.journal);
      house.journal.finishRun = async (...end) => {
        await finishRun(...end);
        house.journal.finishRun = finishRun;
        resolve();
        // Killed here: nothing that comes after is done any more.
        await new Promise(() => undefined);
      };
    });
    house.core.syncNow({ trigger: 'manual', acceptPlanHash: null });
    await settle();
    house.core.saveSettings({ access: OTHER_UNILOCK });
    letGo();
    await saved;
    expect((await house.journal.loadMemory()).confirmed).not.toEqual([]);
    const again = await house.restartKilled();
    again.bookings.change(MEETING.id, { status: 'cancelled' });
    expect(await syncNow(again)).toMatchObject({ result: 'different', plan: { consents: [{ exceptionId: '7' }] } });
    expect(periodsOf(again)).toEqual([OPENING]);
  });

  it('W1 back on the UniLock that was left without a run in between, everything is known again', async () => {
    const house = aCoreHouse({ now: MORNING, bookings: [MEETING] });
    await syncNow(house);
    house.core.saveSettings({ access: OTHER_UNILOCK });
    house.core.saveSettings({ access });
    house.bookings.change(MEETING.id, { status: 'cancelled' });
    expect((await syncNow(house)).result).toBe('equal');
    expect(periodsOf(house)).toEqual([]);
  });

  it('P20 the journal knows servers by marks, not by address', async () => {
    const house = aCoreHouse({ now: MORNING, bookings: [MEETING] });
    await syncNow(house);
    const { servers } = await house.journal.loadMemory();
    expect(servers.access).toMatch(/^[0-9a-f]{32,}$/);
    expect(servers.access).not.toBe(servers.bookings);
  });

  it('P13 M2 a mapping that was saved during a trial opening has not been written: not ready before a run has', async () => {
    const house = aCoreHouse({ now: MORNING, bookings: [MEETING] });
    house.core.start();
    await settle();
    expect(house.core.status().state).toBe('ready');
    let letGo: () => void = () => undefined;
    const observe = house.access.observe.bind(house.access);
    house.access.observe = async (zone) => {
      await new Promise<void>((resolve) => (letGo = resolve));
      house.access.observe = observe;
      return observe(zone);
    };
    const { jobId } = house.core.startJob({ kind: 'try-opening', source: 'settings', exceptionId: '8' });
    await settle();
    const { mapping } = house.core.readSettings();
    house.core.saveSettings({ mapping: mapping.map((line) => ({ ...line, exceptionId: '8' })) });
    expect(house.core.status().state).toBe('attention');
    expect(house.core.compare(between('2026-11-23T00:00', '23:00')).isReady).toBe(false);
    letGo();
    await finished(house, jobId);
    while (house.core.status().running !== null) await settle();
    expect(house.core.status().state).toBe('ready');
    expect(periodsOf(house, '8')).toContainEqual(OPENING);
  });

  it('P13 a run that began before the mapping was saved does not make the house ready', async () => {
    const house = aCoreHouse({ now: MORNING, bookings: [MEETING] });
    house.core.start();
    await settle();
    const { runId } = house.core.syncNow({ trigger: 'manual', acceptPlanHash: null });
    house.core.saveSettings({ mapping: house.core.readSettings().mapping.slice(1) });
    const calendar = () => house.core.compare(between('2026-11-23T00:00', '23:00')).isReady;
    const seen: boolean[] = [];
    house.core.onChange(() => seen.push(calendar()));
    await house.core.whenDone(runId);
    expect(seen.filter(Boolean)).toEqual([]);
    await settle();
    expect(calendar()).toBe(true);
    expect(periodsOf(house)).toEqual([]);
  });
});
