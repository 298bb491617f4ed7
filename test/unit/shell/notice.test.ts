import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../electron/shell/notice';
import { noticeFor, noticeText, NO_NOTICES } from '../../../electron/shell/notice';
import type { Status } from '../../../shared/dto';
import { instantFromWall } from '../../../shared/time';
import { run, statusWith } from '../../fakes/fake-core';

const zone = 'Europe/Copenhagen';
const wall = (time: string) => instantFromWall(`2026-11-23T${time}`, zone, 'earlier');
const now = wall('10:43');

/** Feeds statuses one after another and gathers what was told. */
function told(statuses: readonly Partial<Status>[]): (Notice['kind'] | null)[] {
  let memory = NO_NOTICES;
  return statuses.map((part) => {
    const decided = noticeFor(memory, statusWith({ now, ...part }));
    memory = decided.memory;
    return decided.notice?.kind ?? null;
  });
}

const noContact = { side: 'bookings' as const, since: wall('10:12'), followsUntil: wall('23:00') };
const lost = (missedPolls: number): Partial<Status> => ({ state: 'no-contact', noContact, missedPolls });
const endOf = (runId: string): Status['lastRun'] => ({ ...run, runId });
const unsettled = (runId: string): Partial<Status> => ({ state: 'attention', waiting: 1, lastRun: endOf(runId) });
const running = { runId: 'r', trigger: 'schedule' as const, startedAt: now, progress: null };

describe('P22 one notice when trouble starts, after a grace of two polls, and one when it ends', () => {
  it('contact lost: the second missed poll is told, later ones are not, its return is', () => {
    expect(told([{}, lost(1), lost(2), lost(3), lost(40), {}, {}])).toEqual([
      ...[null, null, 'contact-lost', null, null],
      ...['contact-back', null],
    ]);
  });

  it('contact that returns within the grace is not worth a word', () => {
    expect(told([lost(1), {}, lost(1), {}])).toEqual([null, null, null, null]);
  });

  it('the other side’s loss is its own trouble', () => {
    const other = { ...lost(2), noContact: { ...noContact, side: 'access' as const } };
    expect(told([lost(2), other, other])).toEqual(['contact-lost', 'contact-lost', null]);
  });

  it('what waits for a person: told after the second run that leaves it, and when it is settled', () => {
    expect(told([unsettled('a'), unsettled('a'), unsettled('b'), unsettled('c'), { lastRun: endOf('d') }, {}])).toEqual(
      [...[null, null, 'attention', null], ...['settled', null]],
    );
  });

  it('a difference that the next run mends is not told', () => {
    expect(told([unsettled('a'), { lastRun: endOf('b') }, unsettled('c'), { lastRun: endOf('d') }])).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('lost contact neither begins nor ends what waits for a person', () => {
    expect(told([unsettled('a'), unsettled('b'), lost(2), unsettled('c'), unsettled('d'), {}])).toEqual([
      ...[null, 'attention', 'contact-lost', 'contact-back'],
      ...[null, 'settled'],
    ]);
  });

  it('success is never told', () => {
    expect(told([{}, { lastRun: endOf('b') }, { state: 'handed-over' }])).toEqual([null, null, null]);
  });

  it('nothing is told in the middle of a run, in a pause, or before the program is set up', () => {
    expect(
      told([
        { ...lost(2), state: 'paused', pausedUntil: wall('11:00') },
        { ...lost(2), state: 'not-set-up' },
        { ...lost(2), state: 'syncing', running },
        lost(2),
        { state: 'syncing', running },
        {},
      ]),
    ).toEqual([null, null, null, 'contact-lost', null, 'contact-back']);
  });
});

describe('the notice’s words', () => {
  const words = (notice: Notice, part: Partial<Status>, language: 'da' | 'en') =>
    noticeText(notice, statusWith({ now, ...part }), language, now, zone);

  it('since when, what the doors do, and that it tries again', () => {
    expect(words({ kind: 'contact-lost', side: 'bookings' }, lost(2), 'da')).toEqual({
      title: 'Ingen kontakt med Pronestor',
      body: 'Siden 10:12. Dørene følger planen til 23:00. Mødeklar prøver igen af sig selv.',
    });
    expect(words({ kind: 'contact-lost', side: 'bookings' }, lost(2), 'en').body).toBe(
      'Since 10:12. The doors follow the plan until 23:00. Mødeklar keeps trying by itself.',
    );
  });

  it('no plan is promised where nothing is written', () => {
    const part = { ...lost(2), noContact: { ...noContact, followsUntil: null } };
    expect(words({ kind: 'contact-lost', side: 'bookings' }, part, 'da').body).toContain(
      'Der er ikke skrevet mere til dørene',
    );
  });

  it('what waits is counted', () => {
    expect(words({ kind: 'attention' }, { differences: 3, waiting: 1 }, 'da').body).toBe(
      '3 forskelle · 1 afventer dig. Klik for at se hvad.',
    );
  });

  it.each(['da', 'en'] as const)('every notice has words in %s, without a place left open', (language) => {
    const notices: Notice[] = [
      { kind: 'contact-lost', side: 'access' },
      { kind: 'contact-back', side: 'access' },
      { kind: 'attention' },
      { kind: 'settled' },
    ];
    for (const notice of notices) {
      const { title, body } = words(notice, {}, language);
      expect(`${title}${body}`).not.toMatch(/\{\{|tray\./);
      expect(title.length * body.length).toBeGreaterThan(0);
    }
  });
});
