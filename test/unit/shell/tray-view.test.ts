import { describe, expect, it } from 'vitest';
import { startingView } from '../../../electron/shell/starting-view';
import type { TrayItem, TrayView } from '../../../electron/shell/tray-view';
import { LONGEST_TOOLTIP, pauseEnd, trayView } from '../../../electron/shell/tray-view';
import type { HouseState, Status } from '../../../shared/dto';
import { instant, instantFromWall } from '../../../shared/time';
import type { Instant } from '../../../shared/time';
import { run, statusWith } from '../../fakes/fake-core';

const zone = 'Europe/Copenhagen';
/** Wall time in the house, Monday 23 November 2026 when no date is given. */
const wall = (time: string, date = '2026-11-23'): Instant => instantFromWall(`${date}T${time}`, zone, 'earlier');
const now = wall('10:43');
const base: Partial<Status> = { now, lastReadAt: wall('10:42'), nextRunAt: wall('10:47') };
const running = { runId: 'r', trigger: 'manual' as const, startedAt: now, progress: null };

const states: [HouseState, Partial<Status>, da: string, en: string][] = [
  ['ready', {}, 'Driftsklar. Sidst læst 10:42, næste 10:47', 'In operation. Last read 10:42, next 10:47'],
  ['syncing', { running }, 'Synkroniserer…', 'Synchronising…'],
  ['attention', { differences: 3, waiting: 1 }, '3 forskelle · 1 afventer dig', '3 differences · 1 waiting for you'],
  [
    'no-contact',
    { noContact: { side: 'bookings', since: wall('10:12'), followsUntil: wall('10:12', '2026-11-24') } },
    'Ingen kontakt med Pronestor siden 10:12. Dørene følger planen til i morgen 10:12',
    'No contact with Pronestor since 10:12. The doors follow the plan until tomorrow 10:12',
  ],
  [
    'handed-over',
    { lastRun: { ...run, result: 'handed-over', endedAt: wall('10:42') } },
    'Afleveret til UniLock 10:42 (kan ikke læses tilbage)',
    'Handed over to UniLock 10:42 (cannot be read back)',
  ],
  ['paused', { pausedUntil: wall('11:30') }, 'Pause til 11:30', 'Paused until 11:30'],
  ['not-set-up', {}, 'Ikke sat op', 'Not set up'],
];

const view = (part: Partial<Status>, language: 'da' | 'en' = 'da', viewer = zone): TrayView =>
  trayView(statusWith({ ...base, ...part }), language, now, viewer);
const itemOf = (shown: TrayView, action: string): Extract<TrayItem, { kind: 'action' }> => {
  const flat = shown.items.flatMap((item) => (item.kind === 'submenu' ? item.items : [item]));
  return flat.find(
    (item): item is Extract<TrayItem, { kind: 'action' }> => item.kind === 'action' && item.action === action,
  )!;
};

describe('the tray says every state as experience.md words it', () => {
  it.each(states)('%s', (state, part, da, en) => {
    for (const [language, sentence] of [
      ['da', da],
      ['en', en],
    ] as const) {
      const shown = view({ state, ...part }, language);
      expect(shown.icon).toBe(state);
      expect(shown.tooltip).toBe(sentence);
      expect(shown.items[0]).toEqual({ kind: 'line', label: sentence });
      expect(shown.tooltip.length).toBeLessThanOrEqual(LONGEST_TOOLTIP);
    }
  });

  it('one difference, and nothing that waits', () => {
    expect(view({ state: 'attention', differences: 1 }).tooltip).toBe('1 forskel');
    expect(view({ state: 'attention', waiting: 2 }).tooltip).toBe('2 afventer dig');
    expect(view({ state: 'attention' }).tooltip).toBe('Noget kræver din opmærksomhed');
  });

  it('the other side is named', () => {
    const noContact = { side: 'access' as const, since: wall('22:05', '2026-11-22'), followsUntil: null };
    expect(view({ state: 'no-contact', noContact }).tooltip).toBe(
      'Ingen kontakt med UniLock siden i går 22:05. Der er ikke skrevet mere til dørene',
    );
  });

  it('a plan that has run out is not promised', () => {
    const noContact = { side: 'access' as const, since: wall('08:00'), followsUntil: wall('10:43') };
    expect(view({ state: 'no-contact', noContact }).tooltip).toContain('Der er ikke skrevet mere til dørene');
  });

  it('the weekday is said when it is neither today nor tomorrow', () => {
    const noContact = {
      side: 'bookings' as const,
      since: wall('09:00', '2026-11-20'),
      followsUntil: wall('18:00', '2026-11-26'),
    };
    expect(view({ state: 'no-contact', noContact }).tooltip).toBe(
      'Ingen kontakt med Pronestor siden fre. 20. nov. 09:00. Dørene følger planen til tor. 26. nov. 18:00',
    );
  });

  it('R1 times are the house’s, and its zone is named when the PC’s clock shows something else', () => {
    expect(view({}, 'da', 'Europe/London').tooltip).toBe(
      'Driftsklar. Sidst læst 10:42, næste 10:47 (Europe/Copenhagen)',
    );
    expect(view({}, 'da', 'Europe/Berlin').tooltip).toBe('Driftsklar. Sidst læst 10:42, næste 10:47');
    expect(view({ houseZone: null }, 'da', 'Europe/London').tooltip).toBe('Driftsklar. Sidst læst 09:42, næste 09:47');
    expect(view({ state: 'not-set-up' }, 'da', 'Europe/London').tooltip).toBe('Ikke sat op');
  });

  it('the demo house says that it is one', () => {
    expect(view({ isDemo: true }).tooltip).toBe('Demohus: Driftsklar. Sidst læst 10:42, næste 10:47');
  });

  it('the longest sentences still fit a tooltip of Windows', () => {
    const noContact = {
      side: 'bookings' as const,
      since: wall('09:00', '2026-11-20'),
      followsUntil: wall('18:00', '2026-11-26'),
    };
    for (const language of ['da', 'en'] as const) {
      expect(view({ state: 'no-contact', noContact }, language).tooltip.length).toBeLessThanOrEqual(LONGEST_TOOLTIP);
    }
  });

  it('before the first status it says that the program starts, and can be ended', () => {
    expect(startingView('da').tooltip).toBe('Mødeklar starter…');
    expect(itemOf(startingView('da'), 'quit').isEnabled).toBe(true);
  });
});

describe('the tray’s menu', () => {
  it('has status line, Synkroniser nu, Åbn Mødeklar, Pause and Afslut, in this order', () => {
    const labels = view({}).items.map((item) => (item.kind === 'separator' ? '—' : item.label));
    expect(labels).toEqual([
      'Driftsklar. Sidst læst 10:42, næste 10:47',
      '—',
      'Synkroniser nu',
      'Åbn Mødeklar',
      'Pause',
      '—',
      'Afslut',
    ]);
    const pause = view({}).items.find((item) => item.kind === 'submenu')!;
    expect(pause.items.map((item) => item.kind === 'action' && item.label)).toEqual([
      '30 minutter',
      '1 time',
      'Til i morgen',
    ]);
  });

  it('Synkroniser nu is grey while running and says so', () => {
    expect(itemOf(view({ state: 'syncing', running }), 'sync-now')).toMatchObject({
      label: 'Synkroniserer…',
      isEnabled: false,
    });
    expect(itemOf(view({ state: 'paused', pausedUntil: wall('11:30') }), 'sync-now').isEnabled).toBe(true);
  });

  it('Synkroniser nu says when the last press found nothing to do', () => {
    const pressed = { ...run, trigger: 'manual' as const, endedAt: wall('10:41') };
    expect(itemOf(view({ lastRun: pressed }), 'sync-now')).toMatchObject({
      label: 'Synkroniser nu (intet at gøre 10:41)',
      isEnabled: true,
    });
    expect(itemOf(view({ lastRun: { ...pressed, written: 1 } }), 'sync-now').label).toBe('Synkroniser nu');
    expect(itemOf(view({ lastRun: { ...pressed, result: 'different' } }), 'sync-now').label).toBe('Synkroniser nu');
  });

  it('nothing can be run or paused before the program is set up; opening and quitting can', () => {
    const shown = view({ state: 'not-set-up' });
    expect(itemOf(shown, 'sync-now').isEnabled).toBe(false);
    expect(shown.items.find((item) => item.kind === 'submenu')).toMatchObject({ isEnabled: false });
    expect(itemOf(shown, 'open').isEnabled).toBe(true);
    expect(itemOf(shown, 'quit').isEnabled).toBe(true);
  });

  it('a pause can be ended; one that has run out is none', () => {
    const paused = view({ state: 'paused', pausedUntil: wall('11:30') });
    expect(itemOf(paused, 'resume')).toMatchObject({ label: 'Fortsæt nu', isEnabled: true });
    expect(paused.items.some((item) => item.kind === 'submenu')).toBe(false);
    expect(view({ pausedUntil: wall('10:43') }).items.some((item) => item.kind === 'submenu')).toBe(true);
  });

  it('pauses are timed: half an hour, an hour, to the end of the house’s day', () => {
    expect(pauseEnd('pause-30-minutes', now, zone)).toBe(wall('11:13'));
    expect(pauseEnd('pause-1-hour', now, zone)).toBe(wall('11:43'));
    expect(pauseEnd('pause-until-tomorrow', now, zone)).toBe(wall('00:00', '2026-11-24'));
    // 25 October 2026 has 25 hours in Denmark.
    const autumn = wall('00:30', '2026-10-25');
    expect(pauseEnd('pause-until-tomorrow', autumn, zone) - autumn).toBe(24.5 * 3_600_000);
    expect(pauseEnd('pause-until-tomorrow', instant(autumn), 'America/New_York')).toBeLessThan(
      pauseEnd('pause-until-tomorrow', autumn, zone),
    );
  });
});
