import type { ReactNode } from 'react';
import { useId } from 'react';
import type { ChosenRoom } from '../../../shared/settings';
import type { Translate } from '../../../shared/i18n';
import { useText } from '../../i18n';
import type { Tone } from '../../ui';
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
import type { Choice, Choices, GroupLine, LineTimes, LineWarnings, MappingLine, MappingValue } from './mapping-model';
import {
  addGroupLines,
  addLines,
  changeGroupLine,
  changeLine,
  groupWarningsOf,
  removeGroupLine,
  removeLine,
  warningsOf,
} from './mapping-model';
import type { GroupSuggestion, Suggestion } from './suggestions';
import { whoKey } from './who';

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
  parts: { display: 'flex', flexDirection: 'column', gap: '14px', minWidth: 0 },
  lines: { display: 'flex', flexDirection: 'column', gap: '8px', minWidth: 0 },
  kind: {
    margin: 0,
    fontSize: '12px',
    lineHeight: '16px',
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground3,
  },
  line: { display: 'flex', flexDirection: 'column', gap: '4px' },
  fields: { display: 'flex', gap: '12px', alignItems: 'center', flexWrap: 'wrap' },
  target: { flex: '1 1 110px', minWidth: 0, overflowWrap: 'anywhere' },
  minutes: { display: 'flex', gap: '6px', alignItems: 'center', color: tokens.colorNeutralForeground2 },
  note: { fontSize: '12px', lineHeight: '18px', color: tokens.colorNeutralForeground2 },
  add: { display: 'flex', gap: '8px', alignItems: 'center', flexWrap: 'wrap' },
  select: { minWidth: '200px', maxWidth: '320px' },
});

export interface RoomMappingProps {
  readonly room: ChosenRoom;
  readonly locationName: string;
  readonly roomNames: ReadonlyMap<string, string>;
  readonly choices: Choices;
  readonly suggestion: Suggestion | null;
  readonly groupSuggestion: GroupSuggestion | null;
  readonly value: MappingValue;
  onChange(value: MappingValue): void;
  onCopy(): void;
  onMore(line: MappingLine | GroupLine): void;
}

/** One room, the shared exceptions that its bookings open, and the person groups that its people get access through. */
export function RoomMapping(props: RoomMappingProps): ReactNode {
  const { room, locationName, choices, value, onCopy } = props;
  const styles = useStyles();
  const t = useText();
  const id = useId();
  const restoreFocus = useRestoreFocusTarget();
  const hasLines = [...value.mapping, ...value.groupMapping].some((line) => line.roomId === room.id);
  return (
    <section className={styles.room} aria-labelledby={id}>
      <div>
        <h2 id={id} className={styles.name}>
          {room.name === '' ? room.id : room.name}
        </h2>
        <div className={styles.place}>{t('rooms.locationAndId', { location: locationName, id: room.id })}</div>
      </div>
      <div className={styles.parts}>
        <ExceptionLines {...props} />
        {choices.groups.length > 0 && <GroupLines {...props} />}
        {hasLines && (
          <div>
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
          </div>
        )}
      </div>
    </section>
  );
}

function ExceptionLines(props: RoomMappingProps): ReactNode {
  const { room, roomNames, suggestion, value, onChange, onMore } = props;
  const styles = useStyles();
  const t = useText();
  const { exceptions: choices, groups } = props.choices;
  const lines = value.mapping.filter((line) => line.roomId === room.id);
  const add = (exceptionId: string): void => onChange(addLines(value, [{ roomId: room.id, exceptionId }], choices));
  const suggested = choices.find(({ id }) => id === suggestion?.exceptionId);
  return (
    <div className={styles.lines}>
      {groups.length > 0 && <h3 className={styles.kind}>{t('rooms.exceptions')}</h3>}
      {lines.map((line) => {
        const exception = choices.find(({ id }) => id === line.exceptionId)?.name ?? line.exceptionId;
        const of = { exception, room: room.name };
        const warnings = warningsOf(line, value, choices);
        return (
          <LineFields
            key={line.id}
            line={line}
            name={exception}
            labels={{
              before: t('rooms.beforeLabel', of),
              after: t('rooms.afterLabel', of),
              more: t('rooms.moreFor', of),
              remove: t('rooms.removeFrom', of),
            }}
            details={timesDetails(line, t)}
            onTimes={(times) => onChange(changeLine(value, line.id, times))}
            onMore={() => onMore(line)}
            onRemove={() => onChange(removeLine(value, line.id, choices))}
          >
            {warnings.isMissing && <Note tone="bad">{t('rooms.missing')}</Note>}
            {warnings.sharedWith.length > 0 && (
              <Note tone="info">{t('rooms.sharedWith', sharedWith(warnings, roomNames))}</Note>
            )}
            {warnings.futurePeriods > 0 && (
              <Note tone="warning">{t('rooms.holdsPeriods', { count: warnings.futurePeriods })}</Note>
            )}
          </LineFields>
        );
      })}
      {suggested !== undefined && (
        <SuggestedTarget
          name={suggested.name}
          label={t('rooms.useSuggestionFor', { exception: suggested.name, room: room.name })}
          onUse={() => add(suggested.id)}
        />
      )}
      <AddTarget
        label={t('rooms.addFor', { room: room.name })}
        prompt={t(lines.length === 0 ? 'rooms.chooseException' : 'rooms.addException')}
        free={freeOf(
          choices,
          lines.map(({ exceptionId }) => exceptionId),
        )}
        onAdd={add}
      />
    </div>
  );
}

function GroupLines(props: RoomMappingProps): ReactNode {
  const { room, roomNames, groupSuggestion, value, onChange, onMore } = props;
  const styles = useStyles();
  const t = useText();
  const { groups: choices } = props.choices;
  const lines = value.groupMapping.filter((line) => line.roomId === room.id);
  const add = (groupId: string): void => onChange(addGroupLines(value, [{ roomId: room.id, groupId }], choices));
  const suggested = choices.find(({ id }) => id === groupSuggestion?.groupId);
  return (
    <div className={styles.lines}>
      <h3 className={styles.kind}>{t('rooms.groups')}</h3>
      {lines.map((line) => {
        const group = choices.find(({ id }) => id === line.groupId)?.name ?? line.groupId;
        const of = { group, room: room.name };
        const warnings = groupWarningsOf(line, value, choices);
        return (
          <LineFields
            key={line.id}
            line={line}
            name={group}
            labels={{
              before: t('rooms.groupLine.beforeLabel', of),
              after: t('rooms.groupLine.afterLabel', of),
              more: t('rooms.groupLine.moreFor', of),
              remove: t('rooms.groupLine.removeFrom', of),
            }}
            details={[
              t(`rooms.who.${whoKey(line.who)}`),
              ...(line.who.externals ? [t('rooms.externalsShort')] : []),
              ...timesDetails(line, t),
            ]}
            onTimes={(times) => onChange(changeGroupLine(value, line.id, times))}
            onMore={() => onMore(line)}
            onRemove={() => onChange(removeGroupLine(value, line.id, choices))}
          >
            {warnings.isMissing && <Note tone="bad">{t('rooms.groupLine.missing')}</Note>}
            {warnings.sharedWith.length > 0 && (
              <Note tone="info">{t('rooms.groupLine.sharedWith', sharedWith(warnings, roomNames))}</Note>
            )}
          </LineFields>
        );
      })}
      {suggested !== undefined && (
        <SuggestedTarget
          name={suggested.name}
          label={t('rooms.groupLine.useSuggestionFor', { group: suggested.name, room: room.name })}
          onUse={() => add(suggested.id)}
        />
      )}
      <AddTarget
        label={t('rooms.groupLine.addFor', { room: room.name })}
        prompt={t(lines.length === 0 ? 'rooms.groupLine.choose' : 'rooms.groupLine.add')}
        free={freeOf(
          choices,
          lines.map(({ groupId }) => groupId),
        )}
        onAdd={add}
      />
    </div>
  );
}

type Target = Pick<Choice, 'id' | 'name' | 'isThere'>;

const freeOf = (choices: readonly Target[], taken: readonly string[]): readonly Target[] =>
  choices.filter(({ id, isThere }) => isThere && !taken.includes(id));

const sharedWith = (warnings: LineWarnings, roomNames: ReadonlyMap<string, string>) => ({
  count: warnings.sharedWith.length,
  rooms: warnings.sharedWith
    .slice(0, 3)
    .map((roomId) => roomNames.get(roomId) ?? roomId)
    .join(', '),
});

const timesDetails = (line: LineTimes, t: Translate): readonly string[] => [
  ...(line.block === 'with-preparation' ? [t('rooms.withPreparationShort')] : []),
  ...(line.longestOpeningHours === null ? [t('rooms.longIsNormalShort')] : []),
  ...(line.safeHours === null ? [] : [t('rooms.safeHoursShort')]),
];

function Note({ tone, children }: { readonly tone: Tone; readonly children: string }): ReactNode {
  const styles = useStyles();
  return (
    <span className={styles.note}>
      <ToneMark tone={tone}>{children}</ToneMark>
    </span>
  );
}

interface SuggestedTargetProps {
  readonly name: string;
  readonly label: string;
  onUse(): void;
}

function SuggestedTarget({ name, label, onUse }: SuggestedTargetProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  return (
    <div className={styles.add}>
      <ToneMark tone="info" icon={<SuggestionIcon />}>
        {t('rooms.suggestion', { target: name })}
      </ToneMark>
      <Button size="small" aria-label={label} onClick={onUse}>
        {t('rooms.useSuggestion')}
      </Button>
    </div>
  );
}

interface AddTargetProps {
  readonly label: string;
  readonly prompt: string;
  readonly free: readonly Target[];
  onAdd(id: string): void;
}

function AddTarget({ label, prompt, free, onAdd }: AddTargetProps): ReactNode {
  const styles = useStyles();
  if (free.length === 0) return null;
  return (
    <div className={styles.add}>
      <Select
        className={styles.select}
        size="small"
        aria-label={label}
        value=""
        onChange={(_, data) => {
          if (data.value !== '') onAdd(data.value);
        }}
      >
        <option value="">{prompt}</option>
        {free.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </div>
  );
}

interface LineFieldsProps {
  readonly line: LineTimes;
  readonly name: string;
  readonly labels: Readonly<Record<'before' | 'after' | 'more' | 'remove', string>>;
  readonly details: readonly string[];
  /** What a person should know about the line. */
  readonly children: ReactNode;
  onTimes(times: Partial<Pick<LineTimes, 'leadMinutes' | 'lagMinutes'>>): void;
  onMore(): void;
  onRemove(): void;
}

/** One line of either kind. */
function LineFields({ line, name, labels, details, children, onTimes, onMore, onRemove }: LineFieldsProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const restoreFocus = useRestoreFocusTarget();
  const minutes = (key: 'leadMinutes' | 'lagMinutes', label: 'before' | 'after'): ReactNode => (
    <span className={styles.minutes}>
      <span aria-hidden="true">{t(`rooms.${label}`)}</span>
      <NumberField
        isCompact
        label={labels[label]}
        value={line[key]}
        min={0}
        max={120}
        invalidText={t('rooms.minutesInvalid')}
        onChange={(number) => onTimes({ [key]: number })}
      />
    </span>
  );

  return (
    <div className={styles.line}>
      <div className={styles.fields}>
        <span className={styles.target}>{name}</span>
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
              aria-label={labels.more}
              {...restoreFocus}
              onClick={onMore}
            />
          </Tooltip>
          <Tooltip content={t('common.remove')} relationship="label">
            <Button
              size="small"
              appearance="subtle"
              icon={<DeleteIcon />}
              aria-label={labels.remove}
              onClick={onRemove}
            />
          </Tooltip>
        </span>
      </div>
      {details.length > 0 && <span className={styles.note}>{details.join(' · ')}</span>}
      {children}
    </div>
  );
}
