import type { ReactNode } from 'react';
import type { StatusTroubleDto } from '../../../shared/dto';
import type { ErrorCode } from '../../../shared/errors';
import type { TextKey } from '../../../shared/i18n';
import { useNavigation } from '../../app/navigation';
import { useText } from '../../i18n';
import { Button, ErrorCard } from '../../ui';

/** The same trouble of one side, with everything it is about. */
interface TroubleGroup {
  readonly key: string;
  /** The one that has lasted longest. */
  readonly first: StatusTroubleDto;
  readonly about: readonly NonNullable<StatusTroubleDto['about']>[];
}

/** More names than these make a card unreadable. */
const NAMES_SHOWN = 4;

/** Every trouble that lasts as a card: which side, door or room, what happens to it, since when, and what to do. */
export function TroubleCards({ troubles }: { troubles: readonly StatusTroubleDto[] }): ReactNode {
  return groupsOf(troubles).map((group) => <TroubleCard key={group.key} group={group} />);
}

/** An account that lost its rights is one trouble of a hundred exceptions, not a hundred cards. */
function groupsOf(troubles: readonly StatusTroubleDto[]): TroubleGroup[] {
  const groups = new Map<string, TroubleGroup>();
  for (const one of troubles) {
    const key = [one.side, one.trouble.code, one.about?.kind ?? ''].join('/');
    const known = groups.get(key);
    groups.set(key, {
      key,
      first: known === undefined || one.since < known.first.since ? one : known.first,
      about: [...(known?.about ?? []), ...(one.about === null ? [] : [one.about])],
    });
  }
  return [...groups.values()];
}

function TroubleCard({ group: { first, about } }: { group: TroubleGroup }): ReactNode {
  const t = useText();
  const { go } = useNavigation();
  const { trouble, side, since } = first;
  const shown = about.slice(0, NAMES_SHOWN).map(({ name }) => name);
  const more = about.length - shown.length;
  const names = more === 0 ? shown.join(', ') : t('overview.trouble.more', { names: shown.join(', '), count: more });
  const [only] = about;
  const isOfExceptions = only?.kind === 'exception';
  return (
    <ErrorCard
      trouble={about.length > 1 ? { code: trouble.code, context: {} } : trouble}
      source={only === undefined ? t(`overview.source.${side}`) : `${t(`overview.source.${side}`)} · ${names}`}
      since={since}
      {...(only === undefined ? {} : { effect: t(effectOf(trouble.code, only.kind), { names }) })}
      actions={
        <>
          {isOfExceptions && (
            <Button size="small" onClick={() => go('calendar', { exceptionId: only.id })}>
              {t('overview.consent.show')}
            </Button>
          )}
          {isOfExceptions ? (
            <Button size="small" onClick={() => go(IN_ROOMS.includes(trouble.code) ? 'rooms' : 'history')}>
              {t(IN_ROOMS.includes(trouble.code) ? 'overview.trouble.rooms' : 'overview.trouble.show')}
            </Button>
          ) : (
            <Button size="small" onClick={() => go('settings')}>
              {t('overview.trouble.settings')}
            </Button>
          )}
        </>
      }
    />
  );
}

/** Mended in the mapping. */
const IN_ROOMS: readonly ErrorCode[] = ['mapping-target-missing', 'other-writer'];

/** What happens to the doors meanwhile. */
function effectOf(code: ErrorCode, kind: NonNullable<StatusTroubleDto['about']>['kind']): TextKey {
  if (code === 'status-unknown') return 'overview.effect.status-unknown';
  if (kind === 'room') return 'overview.effect.room';
  if (kind === 'location') return 'overview.effect.location';
  switch (code) {
    case 'write-refused':
    case 'write-conflict':
    case 'other-writer':
    case 'mapping-target-missing':
      return `overview.effect.${code}`;
    default:
      return 'overview.effect.unconfirmed';
  }
}
