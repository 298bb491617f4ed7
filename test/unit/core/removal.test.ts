import { describe, expect, it } from 'vitest';
import { readHouseFile } from '../../../electron/core/house-file';
import { AppError } from '../../../shared/errors';
import { exceptionId } from '../../../shared/ids';
import { aBooking, at, between } from '../../builders';
import { shaHash } from '../../fakes';
import { aCoreHouse, houseSettings } from './core-house';

const NOW = at('2026-11-23T09:00');
const CALL = { abort: null, onProgress: null };
const RUNNING = aBooking('1', '101', between('2026-11-23T08:30', '10:00'));
const LATER = aBooking('2', '102', between('2026-11-23T13:00', '14:00'));

async function synchronised() {
  const house = aCoreHouse({ now: NOW, bookings: [RUNNING, LATER] });
  await house.core.whenDone(house.core.syncNow({ trigger: 'manual', acceptPlanHash: null }).runId);
  return house;
}

describe('removeEverything', () => {
  it('W4 P19 a running opening is cut to now + lag, what is to come goes at once, and the program is not set up', async () => {
    const house = await synchronised();
    const preview = await house.core.previewRemoval(CALL);
    expect(preview).toMatchObject({ runId: null, running: 1, endsAt: at('2026-11-23T09:10'), left: [] });
    expect(preview.exceptions).toEqual([
      { exceptionId: '7', exceptionName: 'Dør 101', periods: 1, isRunning: true, endsAt: at('2026-11-23T09:10') },
      { exceptionId: '8', exceptionName: 'Dør 102', periods: 1, isRunning: false, endsAt: null },
    ]);
    expect(house.access.periodsOf(exceptionId('8'))).toHaveLength(1);

    const removal = await house.core.removeEverything({ isUnattended: false }, CALL);
    expect(removal).toMatchObject({ isDone: true, left: [] });
    expect(house.access.periodsOf(exceptionId('7'))).toEqual([between('2026-11-23T08:20', '09:10')]);
    expect(house.access.periodsOf(exceptionId('8'))).toEqual([]);
    expect(house.core.status().state).toBe('not-set-up');
    expect(house.core.readSettings().mapping).toHaveLength(2);
    expect(() => house.core.syncNow({ trigger: 'manual', acceptPlanHash: null })).toThrow(AppError);
    expect((await house.core.listRuns({ limit: 1, before: null }))[0]).toMatchObject({ trigger: 'remove-all' });
  });

  it('P8 P19 killed while UniLock does not answer: the next start writes nothing, and a second call goes on', async () => {
    const house = await synchronised();
    house.access.writePeriods = () => new Promise(() => undefined);
    void house.core.removeEverything({ isUnattended: false }, CALL);
    await new Promise((resolve) => setImmediate(resolve));
    const again = await house.restartKilled();
    Reflect.deleteProperty(house.access, 'writePeriods');
    again.core.start();
    const writes = house.access.writes.length;
    await again.ticker.pass(600_000);
    expect(house.access.writes).toHaveLength(writes);
    expect(again.core.status()).toMatchObject({ state: 'not-set-up', running: null });
    expect(await again.core.removeEverything({ isUnattended: false }, CALL)).toMatchObject({ isDone: true });
    expect(again.access.periodsOf(exceptionId('8'))).toEqual([]);
  });

  it('P19 refused by one exception: the other goes, the one is listed, and a second call goes on', async () => {
    const house = await synchronised();
    house.access.writeFaults.set(exceptionId('8'), ['refused']);
    const first = await house.core.removeEverything({ isUnattended: false }, CALL);
    expect(first.isDone).toBe(false);
    expect(first.left).toMatchObject([{ exceptionId: '8', name: 'Dør 102', trouble: { code: 'write-refused' } }]);
    expect(house.access.periodsOf(exceptionId('7'))).toEqual([between('2026-11-23T08:20', '09:10')]);
    expect(await house.core.removeEverything({ isUnattended: false }, CALL)).toMatchObject({ isDone: true });
  });

  it('R7 with a clock in doubt nothing is taken back, and that is told', async () => {
    const house = await synchronised();
    house.access.clockSkewMs = 300_000;
    const removal = await house.core.removeEverything({ isUnattended: false }, CALL);
    expect(removal).toMatchObject({ isDone: false, left: [{ exceptionId: '7' }, { exceptionId: '8' }] });
    expect(removal.left.map(({ trouble }) => trouble.code)).toEqual(['clock-differs', 'clock-differs']);
    expect(house.access.periodsOf(exceptionId('8'))).toHaveLength(1);
  });

  it('changes nothing without a connection to UniLock', async () => {
    const house = aCoreHouse({ now: NOW, settings: houseSettings({ access: null }) });
    await expect(house.core.removeEverything({ isUnattended: false }, CALL)).rejects.toMatchObject({
      code: 'not-set-up',
    });
    expect(house.core.readSettings().isSetUp).toBe(true);
  });
});

describe('exportHouse and importHouse', () => {
  it('M1 on a new PC cancelled bookings are taken back as if it had never changed, without a question', async () => {
    const old = await synchronised();
    const text = await old.core.exportHouse();
    const cancelled = [RUNNING, { ...LATER, status: 'cancelled' as const }];
    const pc = aCoreHouse({ now: NOW, settings: null, bookings: cancelled });
    for (const id of ['7', '8']) pc.access.edit(exceptionId(id), old.access.periodsOf(exceptionId(id)));
    await pc.core.importHouse(text);
    const run = await pc.core.whenDone(pc.core.syncNow({ trigger: 'manual', acceptPlanHash: null }).runId);
    expect(run).toMatchObject({ result: 'equal', plan: { consents: [], holds: [] } });
    expect(pc.access.periodsOf(exceptionId('8'))).toEqual([]);
    expect(pc.access.writes).toHaveLength(1);
  });

  it('W1 losing the memory asks: with the settings alone what is there is nobody’s', async () => {
    const old = await synchronised();
    const { settings } = JSON.parse(await old.core.exportHouse()) as { readonly settings: object };
    const cancelled = [RUNNING, { ...LATER, status: 'cancelled' as const }];
    const pc = aCoreHouse({ now: NOW, settings: null, bookings: cancelled });
    for (const id of ['7', '8']) pc.access.edit(exceptionId(id), old.access.periodsOf(exceptionId(id)));
    await pc.core.importHouse(JSON.stringify(settings));
    const run = await pc.core.whenDone(pc.core.syncNow({ trigger: 'manual', acceptPlanHash: null }).runId);
    expect(run.plan?.consents.map((one) => one.exceptionId)).toEqual(['8']);
    expect(pc.access.writes).toEqual([]);
  });

  it('round trip: settings and memory come back as they went', async () => {
    const house = await synchronised();
    const { settings, memory } = readHouseFile(JSON.parse(await house.core.exportHouse()), shaHash);
    expect(settings).toEqual(house.core.readSettings());
    const kept = await house.journal.loadMemory();
    expect(memory).toEqual(kept);
  });
});
