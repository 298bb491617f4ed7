import { AppError } from '../../shared/errors';
import type { JobResult } from '../../shared/ipc';
import { exceptionId as asExceptionId } from '../../shared/ids';
import type { Instant, Period, ZoneName } from '../../shared/time';
import { addMinutes, ceilMinute, floorMinute, overlaps } from '../../shared/time';
import type { ObservedException } from '../sync/model';
import { isSameCoverage } from '../sync/model';
import type { Abort, AccessControl, Call, Clock } from '../sync/ports';

/** Whole minutes that the trial opens. */
export const TRY_MINUTES = 2;

/** Between two looks at how much of the opening is left. */
const LOOK_EVERY_MS = 1_000;

/**
 * Opens one exception for two whole minutes from the next minute boundary on, so that an installer sees the right door react, waits for its
 * end and takes it back. Start and end are written at once (W9): should the program die meanwhile, the door locks by itself.
 *
 * Cancelled before it has begun, it is taken back at once. Cancelled in the middle, it stays to its end, because a period cut short can arm an
 * alarm on people (W4), and is taken back there: until then no run may look, for it would take the opening for another writer's (W6). Only the
 * end of the program waits for nothing.
 *
 * The caller sees to it that no run writes meanwhile.
 * @param wanted.places how many periods fit where UniLock does not say
 * @param call cancelled by a person, or by the end of the program
 * @param programEnd the end of the program alone
 * @throws AppError `try-not-by-file` where a write is only handed over with others; `mapping-target-missing`, `zone-unsettled`, `no-free-place`, `already-open`, `write-*`, or what made UniLock unreadable
 */
export async function tryOpening(
  access: AccessControl,
  clock: Clock,
  wanted: { readonly exceptionId: string; readonly places: number; readonly houseZone: ZoneName | null },
  call: Call,
  programEnd: Abort,
): Promise<JobResult> {
  if (access.handOver !== null) throw new AppError('try-not-by-file');
  const id = asExceptionId(wanted.exceptionId);
  const silent: Call = { abort: call.abort, onProgress: null };
  /** Taking back must not be cut off by the very wish that asks for it. */
  const unstoppable: Call = { abort: null, onProgress: null };

  const observe = async (how: Call): Promise<{ readonly exception: ObservedException; readonly zone: ZoneName }> => {
    const reading = await access.observe(wanted.houseZone, how);
    if (reading.completeness === 'unreadable') {
      const [trouble] = reading.troubles;
      throw new AppError(trouble?.code ?? 'not-data', trouble?.context ?? {});
    }
    // Local times mean nothing until it is settled whose they are (R1).
    const zone = reading.zone ?? wanted.houseZone;
    if (zone === null || (wanted.houseZone !== null && zone !== wanted.houseZone)) {
      throw new AppError('zone-unsettled', { typed: wanted.houseZone, told: reading.zone });
    }
    const exception = reading.exceptions.find((one) => one.id === id);
    if (exception === undefined) throw new AppError('mapping-target-missing', { exceptionId: id });
    return { exception, zone };
  };
  const write = async (
    periods: readonly Period[],
    version: string | null,
    zone: ZoneName,
    how: Call,
  ): Promise<boolean> => {
    const answer = await access.writePeriods({ exceptionId: id, periods, version, zone }, how);
    if (answer.kind === 'refused') throw new AppError(answer.trouble.code, answer.trouble.context);
    if (answer.kind === 'conflict') throw new AppError('write-conflict', { exceptionId: id });
    return answer.kind === 'accepted';
  };
  const takeBack = async (opening: Period, former: readonly Period[]): Promise<void> => {
    const { exception, zone } = await observe(unstoppable);
    const without = withoutOpening(exception.periods, opening, former, clock.now());
    if (!isSameCoverage(without, exception.periods)) await write(without, exception.version, zone, unstoppable);
  };

  const { exception, zone } = await observe(silent);
  const opening = openingFrom(clock.now());
  const alive = exception.periods.filter(({ to }) => to > clock.now());
  if (alive.some((one) => overlaps(one, opening))) throw new AppError('already-open', { exceptionId: id });
  const places = exception.maxPeriods ?? wanted.places;
  if (alive.length >= places) throw new AppError('no-free-place', { exceptionId: id, places });

  const wasAccepted = await write(
    [...alive, opening].sort((a, b) => a.from - b.from),
    exception.version,
    zone,
    silent,
  );
  let isConfirmed: boolean;
  try {
    isConfirmed = isCovered((await observe(unstoppable)).exception.periods, opening);
  } catch (error) {
    // An answered write that cannot be read back still ends by itself; one of unknown fate must not pass for a trial.
    if (!wasAccepted) throw error;
    isConfirmed = false;
  }

  const total = Math.round((opening.to - clock.now()) / 1000);
  const isCancelled = (): boolean => call.abort?.aborted === true;
  while (clock.now() < opening.to && !programEnd.aborted && !(isCancelled() && clock.now() < opening.from)) {
    call.onProgress?.(total - Math.ceil((opening.to - clock.now()) / 1000), total);
    await clock.wait(Math.min(LOOK_EVERY_MS, opening.to - clock.now()), isCancelled() ? programEnd : call.abort);
  }
  if (clock.now() < opening.from || clock.now() >= opening.to) await takeBack(opening, alive);
  return { kind: 'try-opening', exceptionId: id, period: opening, isConfirmed };
}

/** The two whole minutes from the next minute boundary on. */
function openingFrom(now: Instant): Period {
  const from = ceilMinute(now);
  return { from, to: addMinutes(from, TRY_MINUTES) };
}

/**
 * What the exception holds, without our opening and without what has ended. Where the server merged the opening with a neighbour, the
 * neighbour gets the bounds back that it had; a period that reaches further than both is another hand's and stays.
 */
export function withoutOpening(
  observed: readonly Period[],
  opening: Period,
  former: readonly Period[],
  now: Instant,
): Period[] {
  return observed
    .filter(({ to }) => to > now)
    .flatMap((one) => {
      if (!overlaps(one, opening)) return [one];
      const neighbours = former.filter(({ from, to }) => one.from <= from && to <= one.to);
      const parts = [...neighbours, opening];
      const isOurs =
        Math.min(...parts.map(({ from }) => from)) === one.from && Math.max(...parts.map(({ to }) => to)) === one.to;
      return isOurs ? neighbours.filter(({ to }) => to > now) : [one];
    });
}

/** Whether some observed period covers the whole opening, cut to minutes as servers do (W3). */
const isCovered = (observed: readonly Period[], opening: Period): boolean =>
  observed.some(({ from, to }) => floorMinute(from) <= opening.from && opening.to <= to);
