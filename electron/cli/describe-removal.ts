import type { RemovalDto } from '../../shared/dto';
import type { Terminal } from './terminal';
import { troubleLine } from './texts';

/** What is ours before it is taken back, and which openings run. */
export function removalLines(removal: RemovalDto, { t, format }: Terminal): string[] {
  const { exceptions, groups, madeAt } = removal;
  if (exceptions.length === 0 && groups.length === 0) return [t('cli.removal.nothing')];
  const couldRead = removal.troubles.length === 0;
  const running = exceptions.filter((one) => one.isRunning);
  return [
    ...exceptions.map(({ exceptionName: name, periods: count }) => t('cli.removal.exception', { name, count })),
    ...groups.map(({ groupName: name, people: count }) => t('cli.removal.group', { name, count })),
    ...(running.length === 0 ? [] : [t('cli.removal.running', { count: running.length })]),
    ...running.map(({ exceptionName: name, endsAt }) => {
      if (endsAt !== null) return t('cli.removal.runningUntil', { name, time: format.near(endsAt, madeAt) });
      return t(couldRead ? 'cli.removal.runningNow' : 'cli.removal.runningUnknown', { name });
    }),
  ];
}

/** What has become of it. */
export function removedLines(
  { isDone, left, endsAt, madeAt, troubles, groups }: RemovalDto,
  { t, format }: Terminal,
): string[] {
  return [
    ...left.map(({ name, personId, trouble }) => {
      const sentence = troubleLine(trouble, t);
      return personId === null
        ? t('cli.removal.left', { name, sentence })
        : t('cli.removal.leftMember', { name, person: personId, sentence });
    }),
    ...troubles.map((trouble) => troubleLine(trouble, t)),
    ...(endsAt === null ? [] : [t('cli.removal.leaving', { time: format.near(endsAt, madeAt) })]),
    ...(endsAt !== null && groups.some((one) => one.running > 0) ? [t('cli.removal.membersAgain')] : []),
    t(isDone ? 'cli.removal.done' : 'cli.removal.again'),
    t('cli.removal.notSetUp'),
  ];
}
