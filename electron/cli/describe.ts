import type { ConsentDto, HoldDto, OverflowDto, PlanDto, RunDto, Status } from '../../shared/dto';
import { questionsOf } from '../../shared/dto';
import type { TextKey, Translate } from '../../shared/i18n';
import { actionName, membershipName } from '../../shared/i18n/membership-name';
import type { Instant, Period } from '../../shared/time';
import type { Terminal } from './terminal';
import { table } from './table';
import { troubleLine } from './texts';

/** More than this many periods of one exception are counted, not listed. */
const LISTED = 3;

/** "man. 23. nov. 08:50–10:10, … og 3 mere" */
export function periodsText(periods: readonly Period[], terminal: Terminal, now: Instant): string {
  const shown = periods.slice(0, LISTED).map((period) => terminal.format.period(period, now));
  const left = periods.length - shown.length;
  return [shown.join(', '), ...(left > 0 ? [terminal.t('cli.andMore', { count: left })] : [])].join(' ');
}

/** What would be written, and what stands in its way. */
export function planLines(plan: PlanDto, terminal: Terminal): string[] {
  const { t, format } = terminal;
  const now = plan.madeAt;
  const lines = plan.actions.flatMap((action) => {
    const head = t('cli.action', {
      name: actionName(action, t),
      before: action.before.length,
      after: action.after.length,
    });
    const changes = action.changes.filter(({ change }) => change !== 'keep');
    const shown = changes
      .slice(0, LISTED * 2)
      .map(({ change, period }) =>
        t(change === 'add' ? 'cli.add' : 'cli.remove', { period: format.period(period, now) }),
      );
    const left = changes.length - shown.length;
    return [head, ...shown, ...(left > 0 ? [`  ${t('cli.andMore', { count: left })}`] : [])];
  });
  return [
    plan.actions.length === 0 ? t('cli.wouldWriteNothing') : t('cli.wouldWrite', { count: plan.actions.length }),
    ...lines,
    ...remainderLines(plan, terminal, now),
    ...peopleLines(plan, terminal),
    ...plan.blocked.map(({ exceptionId, groupId, locationId, trouble }) =>
      t('cli.blocked', { name: exceptionId ?? groupId ?? locationId ?? '', sentence: troubleLine(trouble, t) }),
    ),
    ...plan.troubles.map((trouble) => troubleLine(trouble, t)),
    ...(plan.hash === '' ? [] : [t('cli.planHash', { hash: plan.hash })]),
  ];
}

/** Who gets no access, and why. Names stand here, on the screen, and not in the JSON document (rule M3). */
function peopleLines(plan: PlanDto, terminal: Terminal): string[] {
  const { t } = terminal;
  const { peopleMatched: matched, peopleTotal: total } = plan.checklist;
  return [
    ...(total === 0 ? [] : [t('cli.people', { matched, total })]),
    ...unmatchedLines(plan.unmatched, terminal),
    ...plan.givenByHand.map((given) =>
      t('cli.givenByHand', {
        name: membershipName(given, t),
        count: given.bookings.length,
        ids: given.bookings.join(', '),
      }),
    ),
    ...plan.membershipOverflow.map((overflow) =>
      t(overflow.isUrgent ? 'cli.membershipOverflowUrgent' : 'cli.membershipOverflow', {
        name: membershipName(overflow, t),
        places: overflow.places,
        periods: periodsText(overflow.periods, terminal, plan.madeAt),
      }),
    ),
  ];
}

/** One line for a person, a room and a reason: whoever meets every day would else fill the screen. */
function unmatchedLines(unmatched: PlanDto['unmatched'], terminal: Terminal): string[] {
  const { t } = terminal;
  const lines = new Map<string, { person: string; roomName: string; why: string; bookings: string[] }>();
  for (const { name, place, roomName, bookingId, why } of unmatched) {
    const whose = place === 'organiser' ? t('cli.organiser') : t('cli.participant', { number: place + 1 });
    const line = { person: name === '' ? whose : name, roomName, why: t(`cli.why.${why}`) };
    const key = JSON.stringify(line);
    const known = lines.get(key) ?? { ...line, bookings: [] };
    lines.set(key, { ...known, bookings: [...known.bookings, bookingId] });
  }
  return [...lines.values()].map(({ person, roomName, why, bookings }) =>
    t('cli.unmatched', {
      person,
      room: roomName,
      count: bookings.length,
      ids: namesText(bookings, terminal),
      why,
    }),
  );
}

/** What is held, what does not fit, what asks for consent: each with what it would do to which door. */
export function remainderLines(
  remainder: {
    readonly holds: readonly HoldDto[];
    readonly overflow: readonly OverflowDto[];
    readonly consents: readonly ConsentDto[];
  },
  terminal: Terminal,
  now: Instant,
): string[] {
  const { t } = terminal;
  return [
    ...holdLines(remainder.holds, terminal, now),
    ...remainder.overflow.map(({ exceptionName, places, periods, isUrgent }) =>
      t(isUrgent ? 'cli.overflowUrgent' : 'cli.overflow', {
        name: exceptionName,
        places,
        periods: periodsText(periods, terminal, now),
      }),
    ),
    ...remainder.consents.map(({ exceptionName, periods, isUnknown }) =>
      t(isUnknown ? 'cli.consentUnknown' : 'cli.consent', {
        name: exceptionName,
        periods: periodsText(periods, terminal, now),
      }),
    ),
  ];
}

/** One line per question: a mass change is told once, with how much it is about and where (W5). */
export const holdLines = (holds: readonly HoldDto[], terminal: Terminal, now: Instant): string[] =>
  questionsOf(holds).map(({ exceptions, rooms, period, reason, meetings, bookings, hash }) =>
    reason === 'mass-change'
      ? terminal.t('cli.massChange', {
          meetings: terminal.t('cli.meetings', { count: meetings }),
          bookings: terminal.t('cli.bookings', { count: bookings }),
          names: namesText(exceptions, terminal),
          rooms: namesText(rooms, terminal),
          first: terminal.format.period(period, now),
          hash,
        })
      : terminal.t('cli.hold', {
          name: exceptions.join(', '),
          period: terminal.format.period(period, now),
          reason: terminal.t(`cli.reason.${reason}`),
          hash,
        }),
  );

/** The first few names, and how many more. */
export function namesText(names: readonly string[], terminal: Terminal): string {
  const left = names.length - LISTED;
  return [names.slice(0, LISTED).join(', '), ...(left > 0 ? [terminal.t('cli.andMore', { count: left })] : [])].join(
    ' ',
  );
}

/** One line of the history. */
export function runLine(run: RunDto, terminal: Terminal, now: Instant): string {
  const { t, format } = terminal;
  return t('cli.runLine', {
    time: format.near(run.startedAt, now),
    trigger: t(`history.trigger.${run.trigger}`),
    result: t(`history.result.${run.result}`),
    written: run.written === 0 ? '' : `(${t('cli.written', { count: run.written })})`,
  }).trimEnd();
}

/** Whose trouble: the side, and the door or room where it is one. */
export const troubleSource = ({ side, about }: Status['troubles'][number], t: Translate): string =>
  [t(`overview.side.${side}`), ...(about === null ? [] : [about.name])].join(' · ');

/** The status for a person. */
export function statusLines(status: Status, runs: readonly RunDto[], terminal: Terminal): string[] {
  const { t, format } = terminal;
  const near = (at: Instant | null): string => (at === null ? t('cli.never') : format.near(at, status.now));
  return [
    t('cli.statusState', { state: t(`app.state.${status.state}`), read: near(status.lastReadAt) }),
    t('cli.statusReadings', { bookings: near(status.bookingsReadAt), access: near(status.accessReadAt) }),
    ...(status.followsUntil === null ? [] : [t('cli.statusFollows', { until: near(status.followsUntil) })]),
    ...(status.waitingSince === null ? [] : [t('cli.statusWaiting', { since: near(status.waitingSince) })]),
    ...status.troubles.map((lasting) =>
      t('cli.troubleSince', {
        side: troubleSource(lasting, t),
        since: near(lasting.since),
        sentence: troubleLine(lasting.trouble, t),
      }),
    ),
    ...remainderLines(status, terminal, status.now),
    '',
    ...(runs.length === 0
      ? [t('cli.statusNoRuns')]
      : table(
          (['started', 'trigger', 'result', 'written'] as const).map((column) => t(`cli.column.${column}` as TextKey)),
          runs.map((run) => [
            near(run.startedAt),
            t(`history.trigger.${run.trigger}`),
            t(`history.result.${run.result}`),
            String(run.written),
          ]),
        )),
  ];
}
