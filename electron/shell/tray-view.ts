import type { HouseState, Status } from '../../shared/dto';
import { createFormat } from '../../shared/i18n';
import type { Format, Language, Translate } from '../../shared/i18n';
import { addDays, addMinutes, startOfDate, wallParts } from '../../shared/time';
import type { Instant, ZoneName } from '../../shared/time';
import { createTexts } from './texts';

export type TrayAction = 'sync-now' | 'open' | PauseChoice | 'resume' | 'quit';
export type PauseChoice = 'pause-30-minutes' | 'pause-1-hour' | 'pause-until-tomorrow';

export type TrayItem =
  | { readonly kind: 'line'; readonly label: string }
  | { readonly kind: 'separator' }
  | { readonly kind: 'action'; readonly action: TrayAction; readonly label: string; readonly isEnabled: boolean }
  | {
      readonly kind: 'submenu';
      readonly label: string;
      readonly isEnabled: boolean;
      readonly items: readonly TrayItem[];
    };

/** All that the tray shows, as one value. */
export interface TrayView {
  readonly icon: HouseState;
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

/** Windows cuts a tooltip after this many characters. */
export const LONGEST_TOOLTIP = 127;

/**
 * The tray for a status.
 * @param zone the PC's zone; times are the house's where it is known, and its zone is named when its clock shows something else
 */
export function trayView(status: Status, language: Language, now: Instant, zone: ZoneName): TrayView {
  const text = createTexts(language);
  const sentence = stateSentence(status, language, now, zone);
  return {
    icon: status.state,
    tooltip: sentence,
    items: menuItems(status, text, houseFormat(status, language, zone), now, sentence),
  };
}

/** The state in one sentence: tooltip and the menu's first line. */
export function stateSentence(status: Status, language: Language, now: Instant, zone: ZoneName): string {
  const text = createTexts(language);
  const format = houseFormat(status, language, zone);
  const plain = plainSentence(status, text, (at) => format.near(at, now));
  const named = format.zone !== zone && /\d:\d/.test(plain) && showsOtherClock(now, format.zone, zone);
  const withZone = named ? text('tray.tooltip.zone', { text: plain, zone: format.zone }) : plain;
  return status.isDemo ? text('tray.tooltip.demo', { text: withZone }) : withZone;
}

/** What differs and what waits, e.g. "3 forskelle · 1 afventer dig". */
export function attentionSentence(status: Status, text: Translate): string {
  const parts = [
    ...(status.differences > 0 ? [text('tray.tooltip.differences', { count: status.differences })] : []),
    ...(status.waiting > 0 ? [text('tray.tooltip.waiting', { count: status.waiting })] : []),
  ];
  return parts.length > 0 ? parts.join(' · ') : text('tray.tooltip.attention');
}

/** When a pause that is chosen now ends: pauses are always timed. "Til i morgen" ends with the house's day. */
export function pauseEnd(choice: PauseChoice, now: Instant, zone: ZoneName): Instant {
  switch (choice) {
    case 'pause-30-minutes':
      return addMinutes(now, 30);
    case 'pause-1-hour':
      return addMinutes(now, 60);
    case 'pause-until-tomorrow':
      return startOfDate(addDays(wallParts(now, zone).date, 1), zone);
  }
}

/** Times as the house's clocks show them. */
export const houseFormat = (status: Status, language: Language, zone: ZoneName): Format =>
  createFormat(language, status.houseZone ?? zone);

const showsOtherClock = (now: Instant, one: ZoneName, other: ZoneName): boolean =>
  wallParts(now, one).offsetMinutes !== wallParts(now, other).offsetMinutes;

function plainSentence(status: Status, text: Translate, when: (at: Instant) => string): string {
  switch (status.state) {
    case 'ready': {
      const { lastReadAt: last, nextRunAt: next } = status;
      if (last === null) return text('tray.tooltip.readyUnread');
      if (next === null) return text('tray.tooltip.readyWithoutNext', { last: when(last) });
      return text('tray.tooltip.ready', { last: when(last), next: when(next) });
    }
    case 'syncing':
      return text('tray.tooltip.syncing');
    case 'attention':
      return attentionSentence(status, text);
    case 'no-contact': {
      if (status.noContact === null) return text('tray.tooltip.attention');
      const { side, since, followsUntil } = status.noContact;
      const values = { system: text(`tray.system.${side}`), since: when(since) };
      return followsUntil === null || followsUntil <= status.now
        ? text('tray.tooltip.noContactWithoutPlan', values)
        : text('tray.tooltip.noContact', { ...values, until: when(followsUntil) });
    }
    case 'handed-over': {
      if (status.waitingSince !== null)
        return text('tray.tooltip.handedOverWaiting', { since: when(status.waitingSince) });
      const at = status.lastRun?.endedAt ?? status.lastReadAt;
      return at === null ? text('tray.tooltip.handedOverUnread') : text('tray.tooltip.handedOver', { at: when(at) });
    }
    case 'paused':
      return status.pausedUntil === null
        ? text('tray.tooltip.pausedUntilConfirmed')
        : text('tray.tooltip.paused', { until: when(status.pausedUntil) });
    case 'not-set-up':
      return text('tray.tooltip.notSetUp');
  }
}

function menuItems(status: Status, text: Translate, format: Format, now: Instant, sentence: string): TrayItem[] {
  const isSetUp = status.state !== 'not-set-up';
  const action = (name: TrayAction, label: string, isEnabled = true): TrayItem => ({
    kind: 'action',
    action: name,
    label,
    isEnabled,
  });
  const isPausedForATime = status.pausedUntil !== null && status.pausedUntil > now;
  return [
    { kind: 'line', label: sentence },
    { kind: 'separator' },
    action('sync-now', syncLabel(status, text, format, now), isSetUp && status.running === null),
    action('open', text('tray.menu.open')),
    isPausedForATime
      ? action('resume', text('tray.menu.resume'))
      : {
          kind: 'submenu',
          label: text('tray.menu.pause'),
          // Paused without an end waits for a person's decision, which the window asks for.
          isEnabled: isSetUp && status.state !== 'paused',
          items: [
            action('pause-30-minutes', text('tray.menu.pause30Minutes')),
            action('pause-1-hour', text('tray.menu.pause1Hour')),
            action('pause-until-tomorrow', text('tray.menu.pauseUntilTomorrow')),
          ],
        },
    { kind: 'separator' },
    quitItem(text),
  ];
}

const quitItem = (text: Translate): TrayItem => ({
  kind: 'action',
  action: 'quit',
  label: text('tray.menu.quit'),
  isEnabled: true,
});

/** Says what a press would do or has just done: running, or that the last press found nothing to do. */
function syncLabel(status: Status, text: Translate, format: Format, now: Instant): string {
  if (status.running !== null) return text('tray.menu.syncRunning');
  const last = status.lastRun;
  const foundNothing = last !== null && last.trigger === 'manual' && last.result === 'equal' && last.written === 0;
  return foundNothing && last.endedAt !== null
    ? text('tray.menu.syncNothingToDo', { at: format.near(last.endedAt, now) })
    : text('tray.menu.syncNow');
}
