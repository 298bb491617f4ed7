import type { Status } from '../../shared/dto';
import type { Format, Translate } from '../../shared/i18n';

/** The program's state in one or two plain sentences: the top line and the overview. */
export function statusSentence(status: Status, t: Translate, format: Format): string {
  const near = (at: Status['now']): string => format.near(at, status.now);
  const follows =
    status.followsUntil === null ? [] : [t('app.sentence.followsUntil', { until: near(status.followsUntil) })];
  switch (status.state) {
    case 'ready':
      return t(status.nextOpenings.length === 0 ? 'app.sentence.readyNothing' : 'app.sentence.ready');
    case 'syncing': {
      const progress = status.running?.progress ?? null;
      if (progress === null) return t('app.sentence.syncing');
      return t(`app.sentence.syncing-${progress.step}`, { done: progress.done, total: progress.total });
    }
    case 'no-contact': {
      const lost = status.noContact;
      if (lost === null) return t('app.sentence.attention');
      const what = t(lost.side === 'bookings' ? 'app.sentence.noContactBookings' : 'app.sentence.noContactAccess', {
        since: near(lost.since),
      });
      const until =
        lost.followsUntil === null ? follows : [t('app.sentence.followsUntil', { until: near(lost.followsUntil) })];
      return [what, ...until].join(' ');
    }
    case 'attention': {
      const parts = [
        ...(status.differences > 0 ? [t('app.sentence.differences', { count: status.differences })] : []),
        ...(status.waiting > 0 ? [t('app.sentence.waiting', { count: status.waiting })] : []),
      ];
      return parts.length === 0 ? t('app.sentence.attention') : parts.join(' · ');
    }
    case 'handed-over':
      return t('app.sentence.handedOver', { at: near(status.lastReadAt ?? status.now) });
    case 'paused':
      return [t('app.sentence.paused', { until: near(status.pausedUntil ?? status.now) }), ...follows].join(' ');
    case 'not-set-up':
      return t('app.sentence.not-set-up');
  }
}
