import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { FoundRoom } from '../../../../shared/dto';
import type { ChosenRoom } from '../../../../shared/settings';
import { useJob } from '../../../bridge';
import { useText } from '../../../i18n';
import {
  Button,
  Checkbox,
  EmptyState,
  ErrorCard,
  makeStyles,
  RoomIcon,
  SearchBox,
  Section,
  Spinner,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  ToneMark,
} from '../../../ui';
import type { StepProps } from '../step-props';
import { useAutomaticStart } from './use-automatic-start';

const useStyles = makeStyles({
  tools: { display: 'flex', gap: '12px', alignItems: 'center', flexWrap: 'wrap' },
  number: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
  numberHead: { '& > *': { justifyContent: 'flex-end' } },
});

/** Which rooms to use; the coming week's bookings beside each show that it is the right one. */
export function RoomsStep({ draft, isDemo, found, save, find, onReady }: StepProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const job = useJob('check/rooms');
  const [search, setSearch] = useState('');
  useAutomaticStart(job, found.rooms === null);

  const result = job.result?.kind === 'read-rooms' ? job.result.list : null;
  useEffect(() => {
    if (result !== null) find({ rooms: result });
  }, [result, find]);
  const isNothingChosen = draft.rooms.length === 0;
  useEffect(() => onReady(!isNothingChosen, t('wizard.rooms.chooseFirst')), [isNothingChosen, onReady, t]);

  const list = found.rooms;
  const chosenFrom = (rooms: readonly FoundRoom[]): ChosenRoom[] =>
    rooms.map(({ id, name, locationId }) => ({ id, name, locationId }));
  const wantsAll = isDemo && isNothingChosen && list !== null && list.rooms.length > 0;
  useEffect(() => {
    if (wantsAll) void save({ rooms: list.rooms.map(({ id, name, locationId }) => ({ id, name, locationId })) });
  }, [wantsAll, list, save]);

  if (list === null)
    return job.trouble === null ? (
      <Spinner
        size="tiny"
        label={
          job.progress === null
            ? t('wizard.rooms.reading')
            : t('wizard.rooms.readingProgress', { done: job.progress.done, total: job.progress.total })
        }
      />
    ) : (
      <ErrorCard
        trouble={job.trouble}
        actions={<Button onClick={() => void job.start({ source: 'draft' })}>{t('common.retry')}</Button>}
      />
    );
  if (list.rooms.length === 0)
    return (
      <>
        {list.troubles.map((trouble, index) => (
          <ErrorCard key={index} trouble={trouble} />
        ))}
        <EmptyState icon={<RoomIcon />} title={t('wizard.rooms.none.title')} text={t('wizard.rooms.none.text')} />
      </>
    );

  const chosen = new Set(draft.rooms.map(({ id }) => id));
  /** The mapping of rooms that are taken away goes with them, in main. */
  const choose = (ids: ReadonlySet<string>): void => {
    const listed = chosenFrom(list.rooms.filter(({ id }) => ids.has(id)));
    const gone = draft.rooms.filter(({ id }) => ids.has(id) && !list.rooms.some((room) => room.id === id));
    const rooms = [...listed, ...gone];
    const kept = new Set(rooms.map(({ id }) => id));
    void save({ rooms, mapping: draft.mapping.filter(({ roomId }) => kept.has(roomId)) });
  };
  const wanted = search.trim().toLocaleLowerCase('da');
  const shown = list.rooms.filter(
    ({ id, name }) => wanted === '' || `${name} ${id}`.toLocaleLowerCase('da').includes(wanted),
  );
  const byLocation = draft.locations.map((location) => ({
    location,
    rooms: shown.filter(({ locationId }) => locationId === location.id),
  }));

  return (
    <>
      {list.unknownLocations.length > 0 && (
        <ToneMark tone="warning">
          {t('wizard.locations.unknown', {
            count: list.unknownLocations.length,
            numbers: list.unknownLocations.join(', '),
          })}
        </ToneMark>
      )}
      {list.troubles.map((trouble, index) => (
        <ErrorCard key={index} trouble={trouble} />
      ))}
      <div className={styles.tools}>
        <SearchBox
          aria-label={t('wizard.rooms.search')}
          placeholder={t('wizard.rooms.search')}
          value={search}
          onChange={(_, { value }) => setSearch(value)}
        />
        <Button onClick={() => choose(new Set([...chosen, ...shown.map(({ id }) => id)]))}>
          {t('wizard.chooseAll')}
        </Button>
        <Button onClick={() => choose(new Set())}>{t('wizard.chooseNone')}</Button>
        <span role="status">{t('wizard.rooms.chosen', { count: chosen.size, total: list.rooms.length })}</span>
      </div>
      {byLocation
        .filter(({ rooms }) => rooms.length > 0)
        .map(({ location, rooms }) => (
          <Section key={location.id} title={location.name === '' ? location.id : location.name}>
            <Table size="small" aria-label={location.name}>
              <TableHeader>
                <TableRow>
                  <TableHeaderCell>{t('wizard.rooms.room')}</TableHeaderCell>
                  <TableHeaderCell className={styles.numberHead}>{t('wizard.rooms.seats')}</TableHeaderCell>
                  <TableHeaderCell className={styles.numberHead}>{t('wizard.rooms.bookings')}</TableHeaderCell>
                </TableRow>
              </TableHeader>
              <TableBody>
                {rooms.map((room) => (
                  <TableRow key={room.id}>
                    <TableCell>
                      <Checkbox
                        checked={chosen.has(room.id)}
                        label={room.name}
                        onChange={(_, { checked }) => {
                          const next = new Set(chosen);
                          if (checked === true) next.add(room.id);
                          else next.delete(room.id);
                          choose(next);
                        }}
                      />
                    </TableCell>
                    <TableCell className={styles.number}>{room.capacity ?? '–'}</TableCell>
                    <TableCell className={styles.number}>
                      {room.bookingsComingWeek ?? t('wizard.rooms.bookingsUnknown')}
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </Section>
        ))}
    </>
  );
}
