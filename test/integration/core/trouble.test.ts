import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../shared/time';
import { fosdemHouse } from '../fosdem/fosdem-house';
import type { FosdemHouse } from '../fosdem/fosdem-house';

let house: FosdemHouse;
beforeEach(async () => {
  house = await fosdemHouse();
  await house.sync();
  house.unilock.requests.clear();
});
afterEach(() => house.close());

const isUntouched = () => expect(house.writes()).toBe(0);

describe('trouble on the way: told, nothing deleted, and over when it is over', () => {
  it('P6 Pronestor down', async () => {
    await house.pronestor.goDown();
    expect((await house.sync()).result).toBe('failed');
    expect(house.core.status()).toMatchObject({ state: 'no-contact', noContact: { side: 'bookings' } });
    isUntouched();
    await house.pronestor.comeBack();
    expect((await house.sync()).result).toBe('equal');
    expect(house.core.status()).toMatchObject({ state: 'ready', troubles: [] });
    isUntouched();
  });

  it('P6 UniLock down', async () => {
    const before = house.unilock.snapshot();
    await house.unilock.goDown();
    expect((await house.sync()).result).toBe('failed');
    expect(house.core.status()).toMatchObject({ state: 'no-contact', noContact: { side: 'access' } });
    await house.unilock.comeBack();
    expect((await house.sync()).result).toBe('equal');
    expect(house.unilock.snapshot()).toBe(before);
  });

  it('both down: told on both sides', async () => {
    await Promise.all([house.pronestor.goDown(), house.unilock.goDown()]);
    await house.sync();
    expect(house.core.status().troubles.map(({ side }) => side)).toEqual(['bookings', 'access']);
    await Promise.all([house.pronestor.comeBack(), house.unilock.comeBack()]);
    expect((await house.sync()).result).toBe('equal');
  });

  it('W11 a wrong password: it asks, tries no further by itself, and a new password heals at once', async () => {
    await house.core.setPassword('demo-unilock', 'forkert');
    expect((await house.sync()).result).toBe('failed');
    expect(house.core.status()).toMatchObject({
      state: 'attention',
      noContact: null,
      waiting: 1,
      troubles: [{ side: 'access', trouble: { code: 'login-refused' } }],
    });
    const asked = house.unilock.requests.count();
    house.clock.advance(5 * MINUTE_MS);
    await house.sync();
    expect(house.unilock.requests.count()).toBe(asked);
    isUntouched();
    await house.core.setPassword('demo-unilock', house.unilock.password);
    expect((await house.sync()).result).toBe('equal');
    expect(house.core.status().state).toBe('ready');
  });

  it('P20 the log of all that holds no password', async () => {
    await house.core.setPassword('demo-unilock', 'kanariefugl-7');
    await house.sync();
    expect(JSON.stringify(house.logger.lines)).not.toContain('kanariefugl');
  });

  it('W7 an exception that leaves the mapping is released and left empty of ours', async () => {
    const { mapping, exceptions } = house.core.readSettings();
    house.core.saveSettings({
      exceptions: exceptions.filter(({ id }) => id !== '1'),
      mapping: mapping.filter(({ exceptionId }) => exceptionId !== '1'),
    });
    await house.sync();
    expect(house.unilock.building.exceptions().find(({ id }) => id === '1')?.periods).toEqual([]);
    expect((await house.sync()).result).toBe('equal');
  });
});
