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
import type { Choices, MappingValue } from './mapping-model';
import { addGroupLines, addLines, mappedRooms } from './mapping-model';
import { RoomMapping } from './room-mapping';
import { suggestExceptions, suggestGroups } from './suggestions';
import { NOTHING_TYPED, TypedNames, withTyped } from './typed-names';

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
  readonly choices: Choices;
  /** Whether exceptions and groups are typed by name, because UniLock cannot be read (W13). */
  readonly isTyped: boolean;
  readonly value: MappingValue;
  onChange(value: MappingValue): void;
}

/** Which shared exceptions each room opens, and which person groups its people are let into: the wizard's sixth step and the page Lokaler. */
export function MappingEditor({
  rooms,
  locations,
  choices: readable,
  isTyped,
  value,
  onChange,
}: MappingEditorProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const choices = useMemo(() => withTyped(readable, typed), [readable, typed]);
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(ROOMS_AT_ONCE);
  // One dialog for all rooms.
  const [dialog, setDialog] = useState<OpenedDialog | null>(null);
  const overlay = useOverlay();
  const openDialog = (opened: OpenedDialog): void => {
    setDialog(opened);
    overlay.open();
  };

  const mapped = useMemo(() => mappedRooms(value), [value]);
  const suggestions = useMemo(
    () => suggestionsFor(rooms, value.mapping, choices.exceptions, suggestExceptions),
    [rooms, choices.exceptions, value.mapping],
  );
  const groupSuggestions = useMemo(
    () => suggestionsFor(rooms, value.groupMapping, choices.groups, suggestGroups),
    [rooms, choices.groups, value.groupMapping],
  );
  const locationNames = useMemo(() => new Map(locations.map(({ id, name }) => [id, name])), [locations]);
  const roomNames = useMemo(() => new Map(rooms.map(({ id, name }) => [id, name])), [rooms]);

  if (rooms.length === 0)
    return <EmptyState icon={<RoomIcon />} title={t('rooms.noRooms.title')} text={t('rooms.noRooms.text')} />;

  const wanted = search.trim().toLocaleLowerCase('da');
  const namesOf = ({ id }: ChosenRoom): string[] => [
    ...namesAt(
      value.mapping.filter(({ roomId }) => roomId === id).map(({ exceptionId }) => exceptionId),
      choices.exceptions,
    ),
    ...namesAt(
      value.groupMapping.filter(({ roomId }) => roomId === id).map(({ groupId }) => groupId),
      choices.groups,
    ),
  ];
  const matches = (room: ChosenRoom): boolean =>
    wanted === '' ||
    [room.name, room.id, locationNames.get(room.locationId) ?? '', ...namesOf(room)].some((text) =>
      text.toLocaleLowerCase('da').includes(wanted),
    );
  const found = rooms.filter(matches);
  const openedLine =
    dialog?.kind === 'line'
      ? [...value.mapping, ...value.groupMapping].find(({ id }) => id === dialog.lineId)
      : undefined;
  const roomsWithSuggestion = new Set([...suggestions.keys(), ...groupSuggestions.keys()]).size;
  const acceptAll = (): void =>
    onChange(
      addGroupLines(
        addLines(value, [...suggestions.values()], choices.exceptions),
        [...groupSuggestions.values()],
        choices.groups,
      ),
    );

  return (
    <div className={styles.editor}>
      {isTyped && <TypedNames typed={typed} onChange={setTyped} />}
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
        {roomsWithSuggestion > 0 && (
          <Button icon={<SuggestionIcon />} onClick={acceptAll}>
            {t(groupSuggestions.size === 0 ? 'rooms.acceptAll' : 'rooms.acceptAllOfRooms', {
              count: roomsWithSuggestion,
            })}
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
              groupSuggestion={groupSuggestions.get(room.id) ?? null}
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
                choices={choices}
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

/** By room, for those that have no line of the kind yet. */
function suggestionsFor<T extends { readonly roomId: string }, C extends { readonly isThere: boolean }>(
  rooms: readonly ChosenRoom[],
  lines: readonly { readonly roomId: string }[],
  choices: readonly C[],
  suggest: (rooms: readonly ChosenRoom[], targets: readonly C[]) => readonly T[],
): ReadonlyMap<string, T> {
  const taken = new Set(lines.map(({ roomId }) => roomId));
  const found = suggest(
    rooms.filter(({ id }) => !taken.has(id)),
    choices.filter(({ isThere }) => isThere),
  );
  return new Map(found.map((suggestion) => [suggestion.roomId, suggestion]));
}

const namesAt = (
  ids: readonly string[],
  choices: readonly { readonly id: string; readonly name: string }[],
): string[] => choices.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
