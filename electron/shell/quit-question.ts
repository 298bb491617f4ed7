import type { Status } from '../../shared/dto';
import type { Language } from '../../shared/i18n';
import type { Instant, ZoneName } from '../../shared/time';
import { createTexts } from './texts';
import { houseFormat } from './tray-view';

/** What the native dialog asks before the program ends. */
export interface QuitQuestion {
  readonly title: string;
  readonly message: string;
  /** What the doors do meanwhile. */
  readonly detail: string;
  /** Quit first, then stay. */
  readonly buttons: readonly [string, string];
}

/** @param zone the PC's zone, for a house whose own is not known */
export function quitQuestion(status: Status, language: Language, now: Instant, zone: ZoneName): QuitQuestion {
  const text = createTexts(language);
  const until = status.followsUntil;
  const detail = status.isDemo
    ? text('tray.quit.demo')
    : until === null || until <= now
      ? text('tray.quit.nothingWritten')
      : text('tray.quit.followsUntil', { until: houseFormat(status, language, zone).near(until, now) });
  return {
    title: text('tray.quit.title'),
    message: text('tray.quit.question'),
    detail,
    buttons: [text('tray.quit.quit'), text('tray.quit.cancel')],
  };
}
