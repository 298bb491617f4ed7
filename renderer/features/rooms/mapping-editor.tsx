import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import type { ChosenLocation, ChosenRoom } from '../../../shared/settings';
import { useText } from '../../i18n';
import {
  Button,
  Dialog,
  DialogSurface,
  EmptyState,
  makeStyles,
  RoomIcon,
  SearchBox,
  Sentence,
  SuggestionIcon,
  tokens,
  useOverlay,
} from '../../ui';
import { CopyDialog } from './copy-dialog';
import { LineDialog } from './line-dialog';
import type { Choice, MappingValue } from './mapping-model';
import { addLines } from './mapping-model';
import { RoomMapping } from './room-mapping';
import { suggestExceptions } from './suggestions';

const useStyles = makeStyles({
  editor: { display: 'flex', flexDirection: 'column', gap: '14px', minWidth: 0 },
  tools: { display: 'flex', gap: '12px', alignItems: 'center', flexWrap: 'wrap' },
  search: { width: '300px' },
  count: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
  rooms: { display: 'flex', flexDirection: 'column', gap: '10px', margin: 0, padding: 0, listStyle: 'none' },
});

/** More rooms than this are shown on request: with the fields of all rooms of a big house the page would be slow to type in. */
const ROOMS_AT_ONCE = 30;

type OpenedDialog =
  | { readonly kind: 'copy'; readonly room: ChosenRoom }
  | { readonly kind: 'line'; readonly room: ChosenRoom; readonly lineId: string };

export interface MappingEditorProps {
  readonly rooms: readonly ChosenRoom[];
  readonly locations: readonly ChosenLocation[];
  readonly choices: readonly Choice[];
  readonly value: MappingValue;
  onChange(value: MappingValue): void;
}

/** Which shared exceptions each room opens: the wizard's sixth step and the page Lokaler. */
export function MappingEditor({ rooms, locations, choices, value, onChange }: MappingEditorProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(ROOMS_AT_ONCE);
  // One dialog for all rooms.
  const [dialog, setDialog] = useState<OpenedDialog | null>(null);
  const overlay = useOverlay();
  const openDialog = (opened: OpenedDialog): void => {
    setDialog(opened);
    overlay.open();
  };

  const mapped = useMemo(() => new Set(value.mapping.map(({ roomId }) => roomId)), [value.mapping]);
  const suggestions = useMemo(() => {
    const open = rooms.filter(({ id }) => !mapped.has(id));
    return new Map(
      suggestExceptions(
        open,
        choices.filter(({ isThere }) => isThere),
      ).map((suggestion) => [suggestion.roomId, suggestion]),
    );
  }, [rooms, choices, mapped]);
  const locationNames = useMemo(() => new Map(locations.map(({ id, name }) => [id, name])), [locations]);
  const roomNames = useMemo(() => new Map(rooms.map(({ id, name }) => [id, name])), [rooms]);

  if (rooms.length === 0)
    return <EmptyState icon={<RoomIcon />} title={t('rooms.noRooms.title')} text={t('rooms.noRooms.text')} />;

  const wanted = search.trim().toLocaleLowerCase('da');
  const exceptionNames = new Map(choices.map(({ id, name }) => [id, name]));
  const matches = (room: ChosenRoom): boolean =>
    wanted === '' ||
    [room.name, room.id, locationNames.get(room.locationId) ?? '']
      .concat(
        value.mapping
          .filter(({ roomId }) => roomId === room.id)
          .map((line) => exceptionNames.get(line.exceptionId) ?? ''),
      )
      .some((text) => text.toLocaleLowerCase('da').includes(wanted));
  const found = rooms.filter(matches);
  const openedLine = dialog?.kind === 'line' ? value.mapping.find(({ id }) => id === dialog.lineId) : undefined;

  return (
    <div className={styles.editor}>
      <div className={styles.tools}>
        <SearchBox
          className={styles.search}
          aria-label={t('rooms.search')}
          placeholder={t('rooms.search')}
          value={search}
          onChange={(_, data) => setSearch(data.value)}
        />
        <span className={styles.count} role="status">
          {t('rooms.mappedCount', { done: rooms.filter(({ id }) => mapped.has(id)).length, total: rooms.length })}
        </span>
        {suggestions.size > 0 && (
          <Button
            icon={<SuggestionIcon />}
            onClick={() => onChange(addLines(value, [...suggestions.values()], choices))}
          >
            {t('rooms.acceptAll', { count: suggestions.size })}
          </Button>
        )}
      </div>
      {found.length === 0 && <Sentence isQuiet>{t('rooms.noneFound')}</Sentence>}
      <ul className={styles.rooms}>
        {found.slice(0, limit).map((room) => (
          <li key={room.id}>
            <RoomMapping
              room={room}
              locationName={locationNames.get(room.locationId) ?? room.locationId}
              roomNames={roomNames}
              choices={choices}
              suggestion={suggestions.get(room.id) ?? null}
              value={value}
              onChange={onChange}
              onCopy={() => openDialog({ kind: 'copy', room })}
              onMore={(line) => openDialog({ kind: 'line', room, lineId: line.id })}
            />
          </li>
        ))}
      </ul>
      {found.length > limit && (
        <div>
          <Button onClick={() => setLimit(limit + ROOMS_AT_ONCE)}>{t('common.showMore')}</Button>
        </div>
      )}
      {overlay.isMounted && (
        <Dialog open={overlay.isOpen} onOpenChange={(_, { open }) => !open && overlay.close()}>
          <DialogSurface>
            {dialog?.kind === 'copy' && (
              <CopyDialog
                key={dialog.room.id}
                from={dialog.room}
                rooms={rooms}
                choices={choices}
                value={value}
                onChange={onChange}
                onClose={overlay.close}
              />
            )}
            {dialog?.kind === 'line' && openedLine !== undefined && (
              <LineDialog
                line={openedLine}
                roomName={dialog.room.name}
                exceptionName={exceptionNames.get(openedLine.exceptionId) ?? openedLine.exceptionId}
                maxPeriods={choices.find(({ id }) => id === openedLine.exceptionId)?.maxPeriods ?? null}
                value={value}
                onChange={onChange}
                onClose={overlay.close}
              />
            )}
          </DialogSurface>
        </Dialog>
      )}
    </div>
  );
}
