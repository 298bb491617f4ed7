import { describe, expect, it } from 'vitest';
import { brokenBy } from './broken-by';

describe('P3 P4 P6 P8 W10 the promises hold over real disks and real wires', () => {
  it.each([101, 102])('seed %i: two days with the journal on a real disk', async (seed) => {
    expect(await brokenBy(seed, { days: 2, servers: 'in-process', journal: 'sqlite' })).toBeNull();
  });

  it.each([201, 203])('seed %i: a day with the real connectors over HTTP', async (seed) => {
    expect(await brokenBy(seed, { days: 1, servers: 'loopback', journal: 'memory' })).toBeNull();
  });
});
