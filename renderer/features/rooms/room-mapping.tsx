import type { ReactNode } from 'react';
import { useId } from 'react';
import type { ChosenRoom } from '../../../shared/settings';
import { useText } from '../../i18n';
import {
  Button,
  CopyIcon,
  DeleteIcon,
  makeStyles,
  NumberField,
  Select,
  SettingsIcon,
  SuggestionIcon,
  tokens,
  ToneMark,
  Tooltip,
  useRestoreFocusTarget,
} from '../../ui';
import type { Choice, MappingLine, MappingValue } from './mapping-model';
import { addLines, changeLine, removeLine, warningsOf } from './mapping-model';
import type { Suggestion } from './suggestions';

const useStyles = makeStyles({
  room: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    padding: '12px 16px',
    display: 'grid',
    gridTemplateColumns: 'minmax(130px, 190px) minmax(0, 1fr)',
    gap: '8px 24px',
    '@media (max-width: 900px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  name: {
    margin: 0,
    fontSize: '15px',
    lineHeight: '22px',
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
  },
  place: { color: tokens.colorNeutralForeground3, fontSize: '12px', lineHeight: '16px' },
  lines: { display: 'flex', flexDirection: 'column', gap: '8px', minWidth: 0 },
  line: { display: 'flex', flexDirection: 'column', gap: '4px' },
  fields: { display: 'flex', gap: '12px', alignItems: 'center', flexWrap: 'wrap' },
  exception: { flex: '1 1 110px', minWidth: 0, overflowWrap: 'anywhere' },
  minutes: { display: 'flex', gap: '6px', alignItems: 'center', color: tokens.colorNeutralForeground2 },
  note: { fontSize: '12px', lineHeight: '18px', color: tokens.colorNeutralForeground2 },
  add: { display: 'flex', gap: '8px', alignItems: 'center', flexWrap: 'wrap' },
  select: { minWidth: '200px', maxWidth: '320px' },
});

export interface RoomMappingProps {
  readonly room: ChosenRoom;
  readonly locationName: string;
  readonly roomNames: ReadonlyMap<string, string>;
  readonly choices: readonly Choice[];
  readonly suggestion: Suggestion | null;
  readonly value: MappingValue;
  onChange(value: MappingValue): void;
  onCopy(): void;
  onMore(line: MappingLine): void;
}

/** One room and the shared exceptions that its bookings open. */
export function RoomMapping(props: RoomMappingProps): ReactNode {
  const { room, locationName, choices, suggestion, value, onChange, onCopy } = props;
  const styles = useStyles();
  const t = useText();
  const id = useId();
  const restoreFocus = useRestoreFocusTarget();
  const lines = value.mapping.filter((line) => line.roomId === room.id);
  const free = choices.filter((choice) => choice.isThere && lines.every((line) => line.exceptionId !== choice.id));
  const suggested = suggestion === null ? undefined : choices.find((choice) => choice.id === suggestion.exceptionId);

  return (
    <section className={styles.room} aria-labelledby={id}>
      <div>
        <h2 id={id} className={styles.name}>
          {room.name === '' ? room.id : room.name}
        </h2>
        <div className={styles.place}>{t('rooms.locationAndId', { location: locationName, id: room.id })}</div>
      </div>
      <div className={styles.lines}>
        {lines.map((line) => (
          <LineFields key={line.id} {...props} line={line} />
        ))}
        {suggested !== undefined && (
          <div className={styles.add}>
            <ToneMark tone="info" icon={<SuggestionIcon />}>
              {t('rooms.suggestion', { exception: suggested.name })}
            </ToneMark>
            <Button
              size="small"
              aria-label={t('rooms.useSuggestionFor', { exception: suggested.name, room: room.name })}
              onClick={() => onChange(addLines(value, [{ roomId: room.id, exceptionId: suggested.id }], choices))}
            >
              {t('rooms.useSuggestion')}
            </Button>
          </div>
        )}
        <div className={styles.add}>
          {free.length > 0 && (
            <Select
              className={styles.select}
              size="small"
              aria-label={t('rooms.addFor', { room: room.name })}
              value=""
              onChange={(_, data) => {
                if (data.value !== '')
                  onChange(addLines(value, [{ roomId: room.id, exceptionId: data.value }], choices));
              }}
            >
              <option value="">{t(lines.length === 0 ? 'rooms.chooseException' : 'rooms.addException')}</option>
              {free.map((choice) => (
                <option key={choice.id} value={choice.id}>
                  {choice.name}
                </option>
              ))}
            </Select>
          )}
          {lines.length > 0 && (
            <Button
              size="small"
              appearance="subtle"
              icon={<CopyIcon />}
              aria-label={t('rooms.copyFrom', { room: room.name })}
              {...restoreFocus}
              onClick={onCopy}
            >
              {t('rooms.copy')}
            </Button>
          )}
        </div>
      </div>
    </section>
  );
}

function LineFields(props: RoomMappingProps & { line: MappingLine }): ReactNode {
  const { line, room, roomNames, choices, value, onChange, onMore } = props;
  const styles = useStyles();
  const t = useText();
  const restoreFocus = useRestoreFocusTarget();
  const choice = choices.find(({ id }) => id === line.exceptionId);
  const exception = choice?.name ?? line.exceptionId;
  const warnings = warningsOf(line, value, choices);
  const minutes = (key: 'leadMinutes' | 'lagMinutes', label: 'before' | 'after'): ReactNode => (
    <span className={styles.minutes}>
      <span aria-hidden="true">{t(`rooms.${label}`)}</span>
      <NumberField
        isCompact
        label={t(`rooms.${label}Label`, { exception, room: room.name })}
        value={line[key]}
        min={0}
        max={120}
        invalidText={t('rooms.minutesInvalid')}
        onChange={(number) => onChange(changeLine(value, line.id, { [key]: number }))}
      />
    </span>
  );
  const details = [
    ...(line.block === 'with-preparation' ? [t('rooms.withPreparationShort')] : []),
    ...(line.longestOpeningHours === null ? [t('rooms.longIsNormalShort')] : []),
    ...(line.safeHours === null ? [] : [t('rooms.safeHoursShort')]),
  ];

  return (
    <div className={styles.line}>
      <div className={styles.fields}>
        <span className={styles.exception}>{exception}</span>
        <span className={styles.minutes}>
          {minutes('leadMinutes', 'before')}
          {minutes('lagMinutes', 'after')}
          <span aria-hidden="true">{t('common.minutesShort')}</span>
        </span>
        <span>
          <Tooltip content={t('rooms.more')} relationship="label">
            <Button
              size="small"
              appearance="subtle"
              icon={<SettingsIcon />}
              aria-label={t('rooms.moreFor', { exception, room: room.name })}
              {...restoreFocus}
              onClick={() => onMore(line)}
            />
          </Tooltip>
          <Tooltip content={t('common.remove')} relationship="label">
            <Button
              size="small"
              appearance="subtle"
              icon={<DeleteIcon />}
              aria-label={t('rooms.removeFrom', { exception, room: room.name })}
              onClick={() => onChange(removeLine(value, line.id, choices))}
            />
          </Tooltip>
        </span>
      </div>
      {details.length > 0 && <span className={styles.note}>{details.join(' · ')}</span>}
      {warnings.isMissing && (
        <span className={styles.note}>
          <ToneMark tone="bad">{t('rooms.missing')}</ToneMark>
        </span>
      )}
      {warnings.sharedWith.length > 0 && (
        <span className={styles.note}>
          <ToneMark tone="info">
            {t('rooms.sharedWith', {
              count: warnings.sharedWith.length,
              rooms: warnings.sharedWith
                .slice(0, 3)
                .map((roomId) => roomNames.get(roomId) ?? roomId)
                .join(', '),
            })}
          </ToneMark>
        </span>
      )}
      {warnings.futurePeriods > 0 && (
        <span className={styles.note}>
          <ToneMark tone="warning">{t('rooms.holdsPeriods', { count: warnings.futurePeriods })}</ToneMark>
        </span>
      )}
    </div>
  );
}
