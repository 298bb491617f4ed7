import { describe, expect, it } from 'vitest';
import { createActiveHouse } from '../../../electron/core/active-house';
import type { Topic } from '../../../electron/core/core-api';
import { FakeCore, FakeDemoHouse } from '../../fakes/fake-core';

function setUp() {
  const real = new FakeCore();
  const demos: FakeDemoHouse[] = [];
  let isBroken = false;
  const house = createActiveHouse(real, () => {
    if (isBroken) return Promise.reject(new Error('no port'));
    const demo = new FakeDemoHouse();
    demos.push(demo);
    return Promise.resolve(demo);
  });
  const heard: (readonly Topic[])[] = [];
  house.onChange((topics) => heard.push(topics));
  return { real, demos, house, heard, breakDemo: (broken: boolean) => (isBroken = broken) };
}

describe('which house is shown', () => {
  it('the real one, until the demo starts; its listeners follow', async () => {
    const { real, demos, house, heard } = setUp();
    const jobs: string[] = [];
    house.onJobChange((jobId) => jobs.push(jobId));
    expect(house.core()).toBe(real);
    await house.startDemo();
    expect(house.core()).toBe(demos[0]!.core);
    heard.length = 0;
    real.change(['runs']);
    real.changeJob('real');
    demos[0]!.core.change(['status']);
    demos[0]!.core.changeJob('demo');
    expect(heard).toEqual([['status']]);
    expect(jobs).toEqual(['demo']);
    await house.leaveDemo();
    expect(heard.at(-1)).toContain('settings');
    real.change(['runs']);
    expect(heard.at(-1)).toEqual(['runs']);
  });

  it('starts asked for together start one demo; a quick back and forth leaves none behind', async () => {
    const { demos, house, real } = setUp();
    await Promise.all([house.startDemo(), house.startDemo(), house.leaveDemo(), house.startDemo(), house.leaveDemo()]);
    expect(demos).toHaveLength(2);
    expect(demos.every(({ isClosed }) => isClosed)).toBe(true);
    expect(house.core()).toBe(real);
    expect(house.isDemo()).toBe(false);
  });

  it('a demo that cannot start is told, leaves the real house shown, and can be tried again', async () => {
    const { house, real, breakDemo } = setUp();
    breakDemo(true);
    await expect(house.startDemo()).rejects.toThrow('no port');
    expect(house.core()).toBe(real);
    breakDemo(false);
    await house.startDemo();
    expect(house.isDemo()).toBe(true);
  });

  it('the demo takes over language and look, and gives nothing back', async () => {
    const { house, real, demos } = setUp();
    real.saveSettings({ language: 'en', theme: 'dark' });
    await house.startDemo();
    expect(demos[0]!.core.settings).toMatchObject({ language: 'en', theme: 'dark' });
    // What the wizard's last step would make of them.
    expect(demos[0]!.core.draft).toMatchObject({ language: 'en', theme: 'dark' });
    expect(demos[0]!.core.asked).toEqual(['start']);
    house.core().saveSettings({ language: 'da' });
    await house.leaveDemo();
    expect(real.settings.language).toBe('en');
  });

  it('stopping ends the demo first and then the real core', async () => {
    const { house, real, demos } = setUp();
    await house.startDemo();
    await house.stop();
    expect(demos[0]!.isClosed).toBe(true);
    expect(real.asked).toEqual(['stop']);
  });
});
