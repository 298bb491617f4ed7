import { expect, it } from 'vitest';
import { holdLines } from '../../../electron/cli/describe';
import { createTerminal } from '../../../electron/cli/terminal';
import type { HoldDto } from '../../../shared/dto';
import { between, at } from '../../builders';
import { FakeClock } from '../../fakes';

const NOW = at('2026-11-23T08:00');

const hold = (index: number, more: Partial<HoldDto> = {}): HoldDto => ({
  hash: 'abc123',
  holds: 'removal',
  reason: 'mass-change',
  exceptionId: `e${index % 5}`,
  groupId: null,
  targetName: `Dør ${index % 5}`,
  rooms: [{ id: `r${index % 2}`, name: `Lokale ${index % 2}` }],
  period: between(`2026-11-23T1${9 - index}:00`, `1${9 - index}:30`),
  bookings: [`b${index}`, `c${index}`],
  meetings: [`meeting ${index % 7}`],
  since: NOW,
  canBeConfirmed: true,
  ...more,
});

it.each([
  [
    'da',
    'Tilbageholdt: 7 møder (18 bookinger) er flyttet eller forsvundet på én gang. Bliver stående åbent: Dør 0, Dør 1, Dør 2 … og 2 mere (lokale Lokale 0, Lokale 1), første gang man. 23. nov. 11:00–11:30.',
  ],
  [
    'en',
    'Held: 7 meetings (18 bookings) moved or disappeared at once. Left open: Dør 0, Dør 1, Dør 2 … and 2 more (room Lokale 0, Lokale 1), the first time Mon 23 Nov 11:00–11:30.',
  ],
] as const)('W5 a mass change of many doors is one line with one hash (%s)', (language, sentence) => {
  const terminal = createTerminal(
    {
      out: () => undefined,
      err: () => undefined,
      environment: {},
      platform: 'linux',
      home: '/',
      folder: '/',
      clock: new FakeClock(NOW),
      zone: 'Europe/Copenhagen',
      stop: new AbortController().signal,
    },
    { isJson: false, language },
  );
  const holds = [...Array.from({ length: 9 }, (_, index) => hold(index)), hold(0, { hash: 'd6', reason: 'too-long' })];
  const lines = holdLines(holds, terminal, NOW);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain(sentence);
  expect(lines[0]).toMatch(/: abc123$/);
});
