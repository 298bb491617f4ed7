import type { Instant, Period } from '../time';
import type { HoldDto } from './plan';

/** What is held under one hash: one question for a person, however many doors it is about (rule W5). */
export interface QuestionDto {
  readonly hash: string;
  readonly holds: HoldDto['holds'];
  readonly reason: HoldDto['reason'];
  readonly canBeConfirmed: boolean;
  /** When the first of it was held. */
  readonly since: Instant;
  /** The soonest held part, and where it is: what a person may be shown. */
  readonly exceptionId: string | null;
  readonly period: Period;
  /** Names of exceptions and groups; distinct, in the order in which they come. */
  readonly exceptions: readonly string[];
  readonly rooms: readonly string[];
  /** How many distinct ones; 0 meetings for what is no mass change. */
  readonly meetings: number;
  readonly bookings: number;
  readonly periods: number;
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** Holds as questions, each hash once, in the order in which they come. */
export function questionsOf(holds: readonly HoldDto[]): readonly QuestionDto[] {
  return distinct(holds.map(({ hash }) => hash)).flatMap((hash) => {
    const asked = holds.filter((hold) => hold.hash === hash);
    const [first] = [...asked].sort((a, b) => a.period.from - b.period.from);
    if (first === undefined) return [];
    return [
      {
        hash,
        holds: first.holds,
        reason: first.reason,
        canBeConfirmed: first.canBeConfirmed,
        since: asked.reduce((since, hold) => (hold.since < since ? hold.since : since), first.since),
        exceptionId: first.exceptionId,
        period: first.period,
        exceptions: distinct(asked.map(({ targetName }) => targetName)),
        rooms: distinct(asked.flatMap(({ rooms }) => rooms.map(({ name }) => name))),
        meetings: distinct(asked.flatMap(({ meetings }) => meetings)).length,
        bookings: distinct(asked.flatMap(({ bookings }) => bookings)).length,
        periods: asked.length,
      },
    ];
  });
}
