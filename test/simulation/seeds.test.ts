import { describe, expect, it } from 'vitest';
import { brokenBy } from './broken-by';

const seeds = (first: number, count: number): number[] => Array.from({ length: count }, (_, index) => first + index);

describe('P1-P5 P8 P10-P13 P15 P16 P18 P19 P22 P23 W11 the life of a house keeps every promise', () => {
  it.each(seeds(1, 24))('seed %i: a week with servers in process', async (seed) => {
    expect(await brokenBy(seed, { days: 7, servers: 'in-process', journal: 'memory' })).toBeNull();
  });
});
