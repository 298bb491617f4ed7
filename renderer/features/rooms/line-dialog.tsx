import type { ReactNode } from 'react';
import { useText } from '../../i18n';
import {
  Button,
  Checkbox,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  NumberField,
  Radio,
  RadioGroup,
  Sentence,
} from '../../ui';
import type { Choices, GroupLine, LineTimes, MappingLine, MappingValue } from './mapping-model';
import { changeException, changeGroupLine, changeLine } from './mapping-model';
import { WHO_KEYS, whoKey, whoOf } from './who';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '16px' },
  hours: { display: 'flex', gap: '12px', alignItems: 'flex-end' },
});

const clockText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Minutes since midnight of "HH:MM"; null when it is no such time. */
function minuteOf(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (found === null) return null;
  const minute = Number(found[1]) * 60 + Number(found[2]);
  return Number(found[2]) < 60 && minute <= 1440 ? minute : null;
}

export interface LineDialogProps {
  readonly line: MappingLine | GroupLine;
  readonly roomName: string;
  readonly choices: Choices;
  readonly value: MappingValue;
  onChange(value: MappingValue): void;
  onClose(): void;
}

/** The finer points of a line and of its exception or group. Changes take effect in the form at once; nothing is saved here. */
export function LineDialog({ line, roomName, choices, value, onChange, onClose }: LineDialogProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const isOfGroup = 'groupId' in line;
  const targetId = isOfGroup ? line.groupId : line.exceptionId;
  const target = (isOfGroup ? choices.groups : choices.exceptions).find(({ id }) => id === targetId);
  const name = target?.name ?? targetId;
  const change = (times: Partial<LineTimes>): void =>
    onChange(isOfGroup ? changeGroupLine(value, line.id, times) : changeLine(value, line.id, times));
  return (
    <DialogBody>
      <DialogTitle>{t('rooms.details.title', { room: roomName, target: name })}</DialogTitle>
      <DialogContent className={styles.content}>
        {isOfGroup && <WhoFields line={line} onChange={(who) => onChange(changeGroupLine(value, line.id, { who }))} />}
        <TimesFields line={line} isOfGroup={isOfGroup} change={change} />
        {!isOfGroup && (
          <ExceptionFields
            exceptionId={line.exceptionId}
            exceptionName={name}
            maxPeriods={choices.exceptions.find(({ id }) => id === line.exceptionId)?.maxPeriods ?? null}
            value={value}
            onChange={onChange}
          />
        )}
      </DialogContent>
      <DialogActions>
        <Button appearance="primary" onClick={onClose}>
          {t('common.close')}
        </Button>
      </DialogActions>
    </DialogBody>
  );
}

/** Who of the bookings gets access (D4). */
function WhoFields({ line, onChange }: { line: GroupLine; onChange(who: GroupLine['who']): void }): ReactNode {
  const t = useText();
  const { who } = line;
  return (
    <div>
      <Field label={t('rooms.details.who')}>
        <RadioGroup
          value={whoKey(who)}
          onChange={(_, data) => {
            const key = WHO_KEYS.find((each) => each === data.value);
            if (key !== undefined) onChange(whoOf(key, who.externals));
          }}
        >
          {WHO_KEYS.map((key) => (
            <Radio key={key} value={key} label={t(`rooms.who.${key}`)} />
          ))}
        </RadioGroup>
      </Field>
      <Checkbox
        label={t('rooms.details.externals')}
        checked={who.externals}
        onChange={(_, { checked }) => onChange({ ...who, externals: checked === true })}
      />
    </div>
  );
}

interface TimesFieldsProps {
  readonly line: LineTimes;
  readonly isOfGroup: boolean;
  change(times: Partial<LineTimes>): void;
}

/** What a line opens for, and what it does not do by itself (D1, D6). */
function TimesFields({ line, isOfGroup, change }: TimesFieldsProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const { safeHours } = line;
  const texts = {
    block: t(isOfGroup ? 'rooms.details.groupBlock' : 'rooms.details.block'),
    longest: t(isOfGroup ? 'rooms.details.groupLongest' : 'rooms.details.longest'),
    safeHours: t(isOfGroup ? 'rooms.details.groupSafeHours' : 'rooms.details.safeHours'),
  };
  return (
    <>
      <Field label={texts.block}>
        <RadioGroup
          value={line.block}
          onChange={(_, data) => change({ block: data.value === 'with-preparation' ? 'with-preparation' : 'meeting' })}
        >
          <Radio value="meeting" label={t('rooms.details.blockMeeting')} />
          <Radio value="with-preparation" label={t('rooms.details.blockWithPreparation')} />
        </RadioGroup>
      </Field>
      <div>
        <Checkbox
          label={t('rooms.details.longIsNormal')}
          checked={line.longestOpeningHours === null}
          onChange={(_, { checked }) => change({ longestOpeningHours: checked === true ? null : 24 })}
        />
        {line.longestOpeningHours !== null && (
          <NumberField
            label={texts.longest}
            hint={t('rooms.details.longestHint')}
            value={Math.round(line.longestOpeningHours)}
            min={1}
            max={24 * 366}
            unit={t('common.hours')}
            invalidText={t('settings.numberInvalid', { min: 1, max: 24 * 366 })}
            onChange={(hours) => change({ longestOpeningHours: hours })}
          />
        )}
      </div>
      <div>
        <Checkbox
          label={texts.safeHours}
          checked={safeHours !== null}
          onChange={(_, { checked }) =>
            change({ safeHours: checked === true ? { fromMinute: 360, toMinute: 1320 } : null })
          }
        />
        {safeHours !== null && (
          <div className={styles.hours}>
            <Field label={t('rooms.details.from')}>
              <Input
                type="time"
                value={clockText(safeHours.fromMinute)}
                onChange={(_, data) => {
                  const minute = minuteOf(data.value);
                  if (minute !== null && minute < safeHours.toMinute)
                    change({ safeHours: { ...safeHours, fromMinute: minute } });
                }}
              />
            </Field>
            <Field label={t('rooms.details.to')}>
              <Input
                type="time"
                value={clockText(safeHours.toMinute % 1440)}
                onChange={(_, data) => {
                  const minute = minuteOf(data.value);
                  // Midnight as an end is the end of the day.
                  const end = minute === 0 ? 1440 : minute;
                  if (end !== null && end > safeHours.fromMinute)
                    change({ safeHours: { ...safeHours, toMinute: end } });
                }}
              />
            </Field>
          </div>
        )}
      </div>
    </>
  );
}

interface ExceptionFieldsProps {
  readonly exceptionId: string;
  readonly exceptionName: string;
  /** Places as UniLock tells; null: it does not. */
  readonly maxPeriods: number | null;
  readonly value: MappingValue;
  onChange(value: MappingValue): void;
}

/** What holds for the exception, whichever room opens it: its places, and what others write (D3, W6). */
function ExceptionFields({ exceptionId, exceptionName, maxPeriods, value, onChange }: ExceptionFieldsProps): ReactNode {
  const t = useText();
  const exception = value.exceptions.find(({ id }) => id === exceptionId);
  if (exception === undefined) return null;
  return (
    <>
      {maxPeriods === null ? (
        <NumberField
          label={t('rooms.details.places', { exception: exceptionName })}
          hint={t('rooms.details.placesHint')}
          value={exception.places}
          min={1}
          max={10_000}
          invalidText={t('settings.numberInvalid', { min: 1, max: 10_000 })}
          onChange={(places) => onChange(changeException(value, exception.id, { places }))}
        />
      ) : (
        <Sentence isQuiet>{t('rooms.details.placesTold', { exception: exceptionName, count: maxPeriods })}</Sentence>
      )}
      <Field label={t('rooms.details.foreign', { exception: exceptionName })}>
        <RadioGroup
          value={exception.foreignEdits}
          onChange={(_, data) =>
            onChange(
              changeException(value, exception.id, {
                foreignEdits: data.value === 'keep' ? 'keep' : 'replace',
              }),
            )
          }
        >
          <Radio value="replace" label={t('rooms.details.foreignReplace')} />
          <Radio value="keep" label={t('rooms.details.foreignKeep')} />
        </RadioGroup>
      </Field>
    </>
  );
}
