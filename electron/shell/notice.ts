import type { Status } from '../../shared/dto';
import type { Language } from '../../shared/i18n';
import type { Instant, ZoneName } from '../../shared/time';
import { createTexts } from './texts';
import { attentionSentence, houseFormat } from './tray-view';

/** Something a person is told once when it starts and once when it ends. */
export type Notice =
  | { readonly kind: 'contact-lost' | 'contact-back'; readonly side: 'bookings' | 'access' }
  | { readonly kind: 'attention' | 'settled' };

/** What has to be remembered between two statuses. Plain values: no time, no timers. */
export interface NoticeMemory {
  /** The side whose loss has been told. */
  readonly lostSide: 'bookings' | 'access' | null;
  readonly hasToldAttention: boolean;
  /** The last finished run that was looked at, and how many in a row left something for a person. */
  readonly lastRunId: string | null;
  readonly unsettledRuns: number;
}

export const NO_NOTICES: NoticeMemory = { lostSide: null, hasToldAttention: false, lastRunId: null, unsettledRuns: 0 };

/** One bad poll can be a server that restarts; two are trouble (P22). */
const GRACE_POLLS = 2;

/**
 * What, if anything, has to be told now: one notice when trouble starts after a grace of two polls, one when it ends, none for
 * success. Nothing is told while the house is paused or not set up, or in the middle of a run, whose end settles it.
 */
export function noticeFor(
  previous: NoticeMemory,
  status: Status,
): { readonly memory: NoticeMemory; readonly notice: Notice | null } {
  const unchanged = { memory: previous, notice: null };
  if (status.state === 'paused' || status.state === 'not-set-up' || status.running !== null) return unchanged;

  if (status.noContact !== null) {
    // What waits for a person cannot be judged without contact: it is neither begun nor ended meanwhile.
    const { side } = status.noContact;
    if (status.missedPolls < GRACE_POLLS || previous.lostSide === side) return unchanged;
    return { memory: { ...previous, lostSide: side }, notice: { kind: 'contact-lost', side } };
  }

  const memory = countRuns(previous, status);
  if (previous.lostSide !== null) {
    return { memory: { ...memory, lostSide: null }, notice: { kind: 'contact-back', side: previous.lostSide } };
  }
  if (!isUnsettled(status)) {
    const settled: NoticeMemory = { ...memory, hasToldAttention: false };
    return { memory: settled, notice: previous.hasToldAttention ? { kind: 'settled' } : null };
  }
  if (!previous.hasToldAttention && memory.unsettledRuns >= GRACE_POLLS) {
    return { memory: { ...memory, hasToldAttention: true }, notice: { kind: 'attention' } };
  }
  return { memory, notice: null };
}

const isUnsettled = (status: Status): boolean =>
  status.state === 'attention' || status.waiting > 0 || status.differences > 0;

function countRuns(previous: NoticeMemory, status: Status): NoticeMemory {
  if (!isUnsettled(status)) return { ...previous, lastRunId: status.lastRun?.runId ?? null, unsettledRuns: 0 };
  const runId = status.lastRun?.runId ?? null;
  return runId === null || runId === previous.lastRunId
    ? previous
    : { ...previous, lastRunId: runId, unsettledRuns: previous.unsettledRuns + 1 };
}

/** The notice's words. @param zone the PC's zone, for a house whose own is not known */
export function noticeText(
  notice: Notice,
  status: Status,
  language: Language,
  now: Instant,
  zone: ZoneName,
): { readonly title: string; readonly body: string } {
  const text = createTexts(language);
  const format = houseFormat(status, language, zone);
  switch (notice.kind) {
    case 'contact-lost': {
      const since = format.near(status.noContact?.since ?? now, now);
      const until = status.noContact?.followsUntil ?? null;
      return {
        title: text('tray.notice.contactLostTitle', { system: text(`tray.system.${notice.side}`) }),
        body:
          until === null || until <= now
            ? text('tray.notice.contactLostWithoutPlan', { since })
            : text('tray.notice.contactLost', { since, until: format.near(until, now) }),
      };
    }
    case 'contact-back':
      return {
        title: text('tray.notice.contactBackTitle', { system: text(`tray.system.${notice.side}`) }),
        body: text('tray.notice.contactBack'),
      };
    case 'attention':
      return {
        title: text('tray.notice.attentionTitle'),
        body: text('tray.notice.attention', { what: attentionSentence(status, text) }),
      };
    case 'settled':
      return { title: text('tray.notice.settledTitle'), body: text('tray.notice.settled') };
  }
}
