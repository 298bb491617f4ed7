import type { ReactNode } from 'react';
import { useState } from 'react';
import type { DemoState } from '../../../shared/dto';
import type { Instant } from '../../../shared/time';
import { addMinutes, ceilMinute } from '../../../shared/time';
import { troubleOf, useChannel, useCommand } from '../../bridge';
import { useFormat, useText } from '../../i18n';
import {
  AlarmIcon,
  Button,
  ErrorCard,
  Field,
  Input,
  LightIcon,
  LockedIcon,
  makeStyles,
  mergeClasses,
  Select,
  Sentence,
  Spinner,
  SyncIcon,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
  UnlockedIcon,
  VentilationIcon,
} from '../../ui';

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: '22px', paddingBottom: '24px' },
  block: { display: 'flex', flexDirection: 'column', gap: '12px' },
  title: { margin: 0, fontSize: '16px', lineHeight: '22px', fontWeight: tokens.fontWeightSemibold },
  row: { display: 'flex', gap: '10px', alignItems: 'flex-end', flexWrap: 'wrap' },
  state: { display: 'inline-flex', gap: '6px', alignItems: 'center', color: tokens.colorNeutralForeground3 },
  active: { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold },
  meetings: { margin: 0, padding: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', gap: '6px' },
  meeting: {
    display: 'flex',
    gap: '8px',
    alignItems: 'center',
    flexWrap: 'wrap',
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  what: { flex: '1 1 200px', minWidth: 0 },
  when: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground2 },
});

type Meeting = DemoState['meetings'][number];

/** The poller's rhythm in the demo is fast enough to watch. */
const LOOK_EVERY_MS = 2_000;
const MEETINGS_SHOWN = 8;

/** The demo house: its doors, alarm, light and ventilation, and hands to make, move and cancel meetings with. */
export function DemoPanel(): ReactNode {
  const styles = useStyles();
  const t = useText();
  const format = useFormat();
  const [at, setAt] = useState<Instant | null>(null);
  const demo = useChannel('demo/state', { at }, { everyMs: LOOK_EVERY_MS, keepsPrevious: true });
  const now = useChannel('demo/state', { at: null }, { everyMs: LOOK_EVERY_MS });
  const syncNow = useCommand('sync/now');
  const status = useChannel('status/get', null);
  if (demo.error !== null) return <ErrorCard trouble={troubleOf(demo.error)} />;
  if (demo.data === undefined || now.data === undefined) return <Spinner label={t('common.loading')} />;
  const present = now.data.at;
  const isSetUp = status.data !== undefined && status.data.state !== 'not-set-up';
  const rooms = [...new Map(now.data.rooms.map(({ roomId, roomName }) => [roomId, roomName]))];
  const upcoming = now.data.meetings
    .filter(({ period, status: word }) => period.to > present && !/cancel|delet/i.test(word))
    .sort((a, b) => a.period.from - b.period.from)
    .slice(0, MEETINGS_SHOWN);

  return (
    <div className={styles.panel}>
      <div className={styles.block}>
        <div className={styles.row}>
          <h3 className={styles.title}>{t('demo.stateAt', { at: format.dateTime(demo.data.at) })}</h3>
        </div>
        <div className={styles.row}>
          <Button size="small" onClick={() => setAt(null)} appearance={at === null ? 'primary' : 'secondary'}>
            {t('demo.now')}
          </Button>
          {demo.data.nextChangeAt !== null && (
            <Button size="small" onClick={() => setAt(demo.data.nextChangeAt)}>
              {t('demo.nextChange', { at: format.near(demo.data.nextChangeAt, present) })}
            </Button>
          )}
        </div>
        <Table size="small" aria-label={t('demo.table')}>
          <TableHeader>
            <TableRow>
              {(['room', 'door', 'alarm', 'light', 'ventilation'] as const).map((column) => (
                <TableHeaderCell key={column}>{t(`demo.column.${column}`)}</TableHeaderCell>
              ))}
            </TableRow>
          </TableHeader>
          <TableBody>
            {demo.data.rooms.map((room) => (
              <TableRow key={`${room.roomId} ${room.exceptionId}`}>
                <TableCell>{room.roomName}</TableCell>
                <TableCell>
                  <State isActive={room.doorUnlocked} icon={room.doorUnlocked ? <UnlockedIcon /> : <LockedIcon />}>
                    {t(room.doorUnlocked ? 'demo.doorUnlocked' : 'demo.doorLocked')}
                  </State>
                </TableCell>
                <TableCell>
                  <State isActive={!room.alarmArmed} icon={<AlarmIcon />}>
                    {t(room.alarmArmed ? 'demo.alarmOn' : 'demo.alarmOff')}
                  </State>
                </TableCell>
                <TableCell>
                  <State isActive={room.lightOn} icon={<LightIcon />}>
                    {t(room.lightOn ? 'demo.on' : 'demo.off')}
                  </State>
                </TableCell>
                <TableCell>
                  <State isActive={room.ventilationOn} icon={<VentilationIcon />}>
                    {t(room.ventilationOn ? 'demo.on' : 'demo.off')}
                  </State>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
      <NewMeeting rooms={rooms} now={present} />
      <div className={styles.block}>
        <h3 className={styles.title}>{t('demo.meetings')}</h3>
        {upcoming.length === 0 && <Sentence isQuiet>{t('demo.noMeetings')}</Sentence>}
        <ul className={styles.meetings}>
          {upcoming.map((meeting) => (
            <li key={meeting.meetingId}>
              <MeetingLine meeting={meeting} rooms={rooms} now={present} />
            </li>
          ))}
        </ul>
      </div>
      {isSetUp && (
        <div className={styles.row}>
          <Button
            appearance="primary"
            icon={<SyncIcon />}
            disabledFocusable={status.data.running !== null}
            onClick={() => syncNow.mutate({ acceptPlanHash: null })}
          >
            {t('app.sync.now')}
          </Button>
          <Sentence isQuiet>{t('demo.syncHint')}</Sentence>
        </div>
      )}
    </div>
  );
}

function State({ isActive, icon, children }: { isActive: boolean; icon: ReactNode; children: ReactNode }): ReactNode {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.state, isActive && styles.active)}>
      <span aria-hidden="true">{icon}</span>
      {children}
    </span>
  );
}

interface RoomsAndNow {
  readonly rooms: readonly (readonly [string, string])[];
  readonly now: Instant;
}

const STARTS = [0, 15, 30, 60, 120] as const;
const LENGTHS = [15, 30, 60, 90, 120] as const;

function NewMeeting({ rooms, now }: RoomsAndNow): ReactNode {
  const styles = useStyles();
  const t = useText();
  const make = useCommand('demo/make-meeting');
  const [roomId, setRoomId] = useState('');
  const [inMinutes, setInMinutes] = useState<number>(15);
  const [minutes, setMinutes] = useState<number>(30);
  const [title, setTitle] = useState<string | null>(null);
  const room = rooms.find(([id]) => id === roomId) ?? rooms[0];
  if (room === undefined) return null;
  const name = title ?? t('demo.defaultTitle');
  return (
    <form
      className={styles.block}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        const from = addMinutes(ceilMinute(now), inMinutes);
        make.mutate({ roomId: room[0], period: { from, to: addMinutes(from, minutes) }, title: name });
      }}
    >
      <h3 className={styles.title}>{t('demo.make')}</h3>
      <div className={styles.row}>
        <Field label={t('demo.column.room')}>
          <Select value={room[0]} onChange={(_, { value }) => setRoomId(value)}>
            {rooms.map(([id, roomName]) => (
              <option key={id} value={id}>
                {roomName}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('demo.start')}>
          <Select value={String(inMinutes)} onChange={(_, { value }) => setInMinutes(Number(value))}>
            {STARTS.map((each) => (
              <option key={each} value={each}>
                {each === 0 ? t('demo.startNow') : t('demo.startIn', { minutes: each })}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('demo.length')}>
          <Select value={String(minutes)} onChange={(_, { value }) => setMinutes(Number(value))}>
            {LENGTHS.map((each) => (
              <option key={each} value={each}>
                {t('demo.lengthMinutes', { minutes: each })}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('demo.meetingTitle')}>
          <Input value={name} maxLength={200} onChange={(_, { value }) => setTitle(value)} />
        </Field>
        <Button type="submit" disabledFocusable={make.isPending}>
          {t('demo.makeButton')}
        </Button>
      </div>
      <div role="status">{make.isSuccess && <Sentence isQuiet>{t('demo.made')}</Sentence>}</div>
      {make.error !== null && <ErrorCard trouble={troubleOf(make.error)} />}
    </form>
  );
}

function MeetingLine({ meeting, rooms, now }: RoomsAndNow & { meeting: Meeting }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const format = useFormat();
  const move = useCommand('demo/move-meeting');
  const cancel = useCommand('demo/cancel-meeting');
  const names = new Map(rooms);
  const [roomId = ''] = meeting.roomIds;
  const trouble = move.error ?? cancel.error;
  const moveTo = (nextRoomId: string, byMinutes: number): void =>
    move.mutate({
      meetingId: meeting.meetingId,
      roomId: nextRoomId,
      period: { from: addMinutes(meeting.period.from, byMinutes), to: addMinutes(meeting.period.to, byMinutes) },
    });
  return (
    <div className={styles.meeting}>
      <span className={styles.what}>
        {meeting.title}
        {' · '}
        <span className={styles.when}>{format.period(meeting.period, now)}</span>
      </span>
      <Select
        size="small"
        aria-label={t('demo.moveRoom', { title: meeting.title })}
        value={roomId}
        onChange={(_, { value }) => value !== roomId && moveTo(value, 0)}
      >
        {!names.has(roomId) && <option value={roomId}>{t('demo.noRoom')}</option>}
        {rooms.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <Button
        size="small"
        disabled={!names.has(roomId)}
        aria-label={t('demo.moveLaterLabel', { title: meeting.title })}
        onClick={() => moveTo(roomId, 30)}
      >
        {t('demo.moveLater')}
      </Button>
      <Button
        size="small"
        aria-label={t('demo.cancelLabel', { title: meeting.title })}
        onClick={() => cancel.mutate({ meetingId: meeting.meetingId })}
      >
        {t('demo.cancel')}
      </Button>
      {trouble !== null && <ErrorCard trouble={troubleOf(trouble)} />}
    </div>
  );
}
