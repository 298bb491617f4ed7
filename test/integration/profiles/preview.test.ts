import { afterEach, describe, expect, it } from 'vitest';
import pronestor from '../../../build/profiles/pronestor-planner.json';
import unilock from '../../../build/profiles/unilock-webapi.json';
import { profileFromText } from '../../../electron/profile';
import { quietHouse } from '../core/quiet-house';
import { finishJob } from '../../../electron/cli/jobs';
import type { ProfilePreview } from '../../../shared/dto';
import { reason } from '../../../shared/profile';
import { addMinutes, instantFromIso } from '../../../shared/time';

const NOW = instantFromIso('2026-11-23T08:00:00Z');
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Both simulators, and one booking of today with a title that must not be seen. */
async function house() {
  const quiet = await quietHouse(NOW);
  closers.push(() => quiet.close());
  quiet.book({ from: addMinutes(NOW, 60), to: addMinutes(NOW, 120) });
  return quiet;
}
type House = Awaited<ReturnType<typeof house>>;

async function preview(core: House['core'], side: 'bookings' | 'access', profile: object): Promise<ProfilePreview> {
  const result = await finishJob(core, {
    kind: 'preview-profile',
    source: 'settings',
    side,
    text: JSON.stringify(profile),
  });
  if (result.kind !== 'preview-profile') throw new Error('another job');
  return result.preview;
}
const fieldOf = (found: ProfilePreview, operation: string, field: string) =>
  found.operations.find((each) => each.operation === operation)?.fields.find((each) => each.field === field);
const countOf = (found: ProfilePreview, step: string) => found.steps.find((each) => each.step === step)?.count;

describe('a preview of a draft against the real server', () => {
  it('counts, shows which candidate hit, and masks what is somebody’s', async () => {
    const { core } = await house();
    const draft = {
      ...pronestor,
      id: 'own',
      operations: {
        ...pronestor.operations,
        bookings: {
          ...pronestor.operations.bookings,
          fields: { ...pronestor.operations.bookings.fields, title: ['Emne', 'subject'] },
        },
      },
    };
    const found = await preview(core, 'bookings', draft);
    expect(found.ok).toBe(true);
    expect(countOf(found, 'locations')).toBeGreaterThan(0);
    expect(countOf(found, 'rooms')).toBeGreaterThan(0);
    expect(countOf(found, 'bookings')).toBe(1);
    expect(fieldOf(found, 'bookings', 'title')).toMatchObject({
      hits: [{ candidate: 'subject', count: 1 }],
      missing: 0,
    });
    expect(fieldOf(found, 'bookings', 'title')?.sample).toMatch(/^(\p{L}?•••)( \p{L}?•••)*$/u);
    expect(fieldOf(found, 'bookings', 'start')?.sample).toMatch(/^2026-11-23T10:00/);
    expect(found.changes).toBeNull();
    expect(found.fingerprint).toMatch(/^[0-9a-f]{8}$/);
    // Nothing was kept of it.
    expect(core.listProfiles('settings').every(({ isShipped }) => isShipped)).toBe(true);
  });

  it('a draft that reads titles as ids, zones and statuses shows none of them', async () => {
    const { core } = await house();
    const { fields } = pronestor.operations.bookings;
    const draft = {
      ...pronestor,
      operations: {
        ...pronestor.operations,
        bookings: { ...pronestor.operations.bookings, fields: { ...fields, meeting: 'Subject', status: 'Subject' } },
      },
    };
    const found = await preview(core, 'bookings', draft);
    expect(fieldOf(found, 'bookings', 'meeting')?.sample).toContain('•••');
    expect(found.unknownStatuses).toEqual([]);
    expect(found.otherStatuses).toBe(1);
  });

  it('names every rejected item by its path, and status words that are not known', async () => {
    const { core } = await house();
    const { fields } = pronestor.operations.bookings;
    const { Confirmed: _gone, ...words } = pronestor.statuses.words;
    const draft = (end: string) => ({
      ...pronestor,
      statuses: { ...pronestor.statuses, words },
      operations: {
        ...pronestor.operations,
        bookings: { ...pronestor.operations.bookings, fields: { ...fields, end } },
      },
    });
    const rejected = await preview(core, 'bookings', draft('EndsSometime'));
    expect(rejected.rejected.map(({ path, reason }) => `${path}: ${reason}`).join()).toMatch(
      /^bookings\[\d+\]\.EndsSometime: end$/,
    );
    const read = await preview(core, 'bookings', draft('End'));
    expect(read.unknownStatuses).toEqual([{ word: 'Confirmed', count: 1 }]);
  });

  it('reads UniLock’s exceptions, groups and persons, and never writes', async () => {
    const { core, written } = await house();
    const before = JSON.stringify(written());
    const found = await preview(core, 'access', { ...unilock, id: 'own' });
    expect(countOf(found, 'exceptions')).toBeGreaterThan(0);
    expect(found.operations.map(({ operation }) => operation)).toContain('groups');
    expect(fieldOf(found, 'exceptions', 'name')?.sample).toContain('•••');
    expect(JSON.stringify(written())).toBe(before);
  });

  it('a read that sounds like a change is refused before anything is sent', async () => {
    const { core } = await house();
    const draft = {
      ...pronestor,
      operations: {
        ...pronestor.operations,
        rooms: { ...pronestor.operations.rooms, method: 'POST', path: '/v1/DeleteRooms' },
      },
    };
    await expect(preview(core, 'bookings', draft)).rejects.toMatchObject({
      code: 'profile-invalid',
      context: { path: 'operations.rooms.path', reason: reason('sounds-like-change', 'delete') },
    });
  });

  it('a read that only sounds like a change is sent where the draft says that it only reads', async () => {
    const { core } = await house();
    const { rooms } = pronestor.operations;
    // The simulator knows no such call: what it answers does not matter, but that it was asked does.
    const draft = {
      ...pronestor,
      operations: {
        ...pronestor.operations,
        rooms: { ...rooms, path: '/v1/CancelledRooms/Override', onlyReads: true },
      },
    };
    const { steps } = await preview(core, 'bookings', draft);
    expect(steps.find(({ step }) => step === 'rooms')).toMatchObject({
      state: 'failed',
      trouble: { code: 'not-found', context: { operation: 'rooms' } },
    });
  });
});

describe('own profiles', () => {
  it('are copied under an id of their own, saved, named by a connection, and only then not removable', async () => {
    const { core } = await house();
    const copy = core.copyProfile('settings', 'pronestor-planner');
    expect(profileFromText(copy)).toMatchObject({ id: 'pronestor-planner-own', confirmed: false });
    expect(core.saveProfile('settings', copy)).toEqual({ id: 'pronestor-planner-own' });
    expect(() => core.saveProfile('settings', JSON.stringify(pronestor))).toThrow('profile-invalid');
    const { bookings } = core.readSettings();
    if (bookings === null) throw new Error('not set up');
    core.saveSettings({ bookings: { ...bookings, profile: 'pronestor-planner-own' } });
    expect(() => core.removeProfile('settings', 'pronestor-planner-own')).toThrow('profile-in-use');
    expect(() => core.saveProfile('settings', copy.replace('"confirmed"', '"confrmed"'))).toThrow('profile-invalid');
    const foreign = JSON.stringify({ ...unilock, id: 'pronestor-planner-own' });
    expect(() => core.saveProfile('settings', foreign)).toThrow('profile-invalid');
    core.saveSettings({ bookings });
    core.removeProfile('settings', 'pronestor-planner-own');
    expect(core.listProfiles('settings').filter(({ isShipped }) => !isShipped)).toEqual([]);
  });

  it('an edited profile counts at the next run, without a restart', async () => {
    const { core } = await house();
    core.saveProfile('settings', core.copyProfile('settings', 'pronestor-planner'));
    const { bookings } = core.readSettings();
    if (bookings === null) throw new Error('not set up');
    core.saveSettings({ bookings: { ...bookings, profile: 'pronestor-planner-own' } });
    const sync = async () => core.whenDone(core.syncNow({ trigger: 'manual', acceptPlanHash: null }).runId);
    expect((await sync()).bookings?.completeness).toBe('complete');
    const edited = core.profileText('settings', 'pronestor-planner-own').replace('/v1/Rooms', '/v1/Gone');
    core.saveProfile('settings', edited);
    expect((await sync()).bookings?.completeness).not.toBe('complete');
  });
});

describe('answers that a person confirmed', () => {
  it('are told when the server lacks what is read, until they are confirmed anew', async () => {
    const { core } = await house();
    const found = await preview(core, 'bookings', pronestor);
    const shapes = found.answers.map((shape) =>
      shape.operation === 'rooms'
        ? { ...shape, fields: [...shape.fields, { path: 'Preparation', types: ['number' as const], isAlways: true }] }
        : shape,
    );
    const sync = async () => {
      await core.whenDone(core.syncNow({ trigger: 'manual', acceptPlanHash: null }).runId);
      return core.status().troubles.filter(({ trouble }) => trouble.code === 'answers-changed');
    };
    core.confirmAnswers('settings', 'bookings', found.answers);
    expect(await sync()).toEqual([]);
    // A field that nobody reads may go.
    core.confirmAnswers('settings', 'bookings', shapes);
    expect(await sync()).toEqual([]);
    // One that the profile reads may not.
    core.saveProfile(
      'settings',
      core.copyProfile('settings', 'pronestor-planner').replace('"PreparationMinutes"', '"Preparation"'),
    );
    const { bookings } = core.readSettings();
    if (bookings === null) throw new Error('not set up');
    core.saveSettings({ bookings: { ...bookings, profile: 'pronestor-planner-own' } });
    expect(await sync()).toMatchObject([
      { side: 'bookings', trouble: { context: { operation: 'rooms', fields: 'Preparation' } } },
    ]);
    expect((await preview(core, 'bookings', pronestor)).changes).toContainEqual({
      operation: 'rooms',
      path: 'Preparation',
      change: 'gone',
      isRead: false,
    });
    core.confirmAnswers('settings', 'bookings', found.answers);
    expect(core.status().troubles.filter(({ trouble }) => trouble.code === 'answers-changed')).toEqual([]);
    expect(await sync()).toEqual([]);
  });
});
