import type { BookingStatus, Fault } from '../../../electron/simulator';
import type { Settings } from '../../../shared/settings';
import type { Instant, Period } from '../../../shared/time';

/** Which of the two servers. */
export type Side = 'pronestor' | 'unilock';

/** The house of a story before anything happens. Ids are whole numbers as text, as the servers carry them. */
export interface Setting {
  readonly start: Instant;
  readonly days: number;
  /** in-process: fast servers that speak the ports. loopback: the real connectors against the simulators over HTTP. */
  readonly servers: 'in-process' | 'loopback';
  readonly journal: 'memory' | 'sqlite';
  readonly locations: readonly { readonly id: string; readonly zone: string }[];
  readonly rooms: readonly {
    readonly id: string;
    readonly locationId: string;
    readonly preparationMinutes: number;
    readonly followUpMinutes: number;
  }[];
  readonly exceptions: readonly { readonly id: string; readonly places: number; readonly periods: readonly Period[] }[];
  /** Persons in UniLock. Bookings name people by number; a person carries that number's address, so two with one number are ambiguous (D4). */
  readonly persons: readonly { readonly id: string; readonly number: number }[];
  readonly groups: readonly { readonly id: string; readonly members: readonly GivenByHand[] }[];
  readonly policy: Decision;
  /** Another PC with a memory of its own that writes to the same UniLock for a while (P12). */
  readonly secondPc: { readonly from: Instant; readonly to: Instant; readonly policy: Decision } | null;
}

/** A membership as a hand gives it: for ever, as long as an exception runs, or in periods. */
export interface GivenByHand {
  readonly personId: string;
  readonly how: 'always' | { readonly exceptionId: string } | readonly Period[];
}

/** Who is invited, by number; null: somebody made anonymous. Every fourth is from outside the house. */
export interface Invited {
  readonly organiser: number | null;
  readonly persons: readonly (number | null)[];
}

/** What people decide in the settings. */
export interface Decision {
  readonly mapping: Settings['mapping'];
  readonly exceptions: Settings['exceptions'];
  readonly groupMapping: Settings['groupMapping'];
  readonly groups: Settings['groups'];
  readonly intervalMinutes: number;
  readonly horizonHours: number;
  readonly countsPending: boolean;
}

/** What happens at one moment. All of it is absolute, so that leaving one out changes no other. */
export type Happening =
  | ({
      readonly kind: 'book';
      readonly meetingId: string;
      readonly bookingIds: readonly string[];
      readonly roomIds: readonly string[];
      readonly from: Instant;
      readonly to: Instant;
      readonly status: BookingStatus;
      readonly isPrivate: boolean;
    } & Invited)
  /** Others are invited: somebody more, somebody less, or all of them anonymous. */
  | ({ readonly kind: 'invite'; readonly meetingId: string } & Invited)
  | {
      readonly kind: 'move';
      readonly meetingId: string;
      readonly from: Instant;
      readonly to: Instant;
      readonly roomIds: readonly string[];
    }
  | { readonly kind: 'status'; readonly meetingId: string; readonly status: BookingStatus }
  | { readonly kind: 'vanish'; readonly meetingId: string }
  /** Somebody at UniLock: puts a period in, takes all out, or the first; null when there is nothing to take. */
  | {
      readonly kind: 'hand-edit';
      readonly exceptionId: string;
      readonly add: Period | null;
      readonly drop: 'all' | 'first' | null;
    }
  /** Somebody at UniLock gives a membership, adds periods to the one that is there, or takes it away (null). */
  | ({ readonly kind: 'hand-give'; readonly groupId: string } & (
      GivenByHand | { readonly personId: string; readonly how: null | { readonly add: readonly Period[] } }
    ))
  | { readonly kind: 'decide'; readonly policy: Decision }
  | { readonly kind: 'down'; readonly side: Side; readonly minutes: number }
  | { readonly kind: 'fault'; readonly side: Side; readonly fault: Fault; readonly minutes: number }
  | { readonly kind: 'disk-full'; readonly minutes: number }
  | {
      readonly kind: 'sleep';
      readonly minutes: number;
      /** In the middle of a run: at its n-th call; null: between runs. */ readonly inCall: number | null;
    }
  | { readonly kind: 'kill'; readonly inCall: number; readonly moment: 'before' | 'after'; readonly offMinutes: number }
  | { readonly kind: 'restart'; readonly offMinutes: number }
  | { readonly kind: 'lose-journal'; readonly offMinutes: number }
  | { readonly kind: 'pc-clock'; readonly offsetMs: number; readonly minutes: number }
  | { readonly kind: 'pause'; readonly minutes: number }
  | { readonly kind: 'answer-holds'; readonly answer: 'confirmed' | 'refused' }
  | { readonly kind: 'consent' }
  /** The stored password of Pronestor is wrong, until somebody types the right one. */
  | { readonly kind: 'wrong-password'; readonly minutes: number }
  | { readonly kind: 'dry-run' }
  | { readonly kind: 'remove-all' };

export type StoryEvent = { readonly at: Instant } & Happening;

/** Everything that decides a life: the same story is lived the same way. */
export interface Story {
  readonly seed: number;
  readonly setting: Setting;
  /** In order of time. */
  readonly events: readonly StoryEvent[];
}

const time = (at: number): string => new Date(at).toISOString().slice(0, 16) + 'Z';

/** One line per event, ids and times only. */
export function lineOf(event: StoryEvent): string {
  const { at, kind, ...rest } = event;
  const say = (value: unknown, key: string): string => {
    if (typeof value === 'number' && value > 1e12) return time(value);
    if (Array.isArray(value)) return `[${value.map((one) => say(one, key)).join(', ')}]`;
    if (typeof value === 'object' && value !== null)
      return JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' && one > 1e12 ? time(one) : one));
    return String(value);
  };
  const facts = Object.entries(rest)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key} ${say(value, key)}`);
  return `${time(at)}  ${kind}${facts.length === 0 ? '' : `: ${facts.join(', ')}`}`;
}

/** The story as a person reads it. */
export function tell({ seed, setting, events }: Story): string[] {
  const { policy, exceptions, groups, persons, secondPc, start, days, servers, journal } = setting;
  return [
    `seed ${seed}: ${days} days from ${time(start)}, servers ${servers}, journal ${journal}`,
    `poll every ${policy.intervalMinutes} min, horizon ${policy.horizonHours} h, pending ${policy.countsPending ? 'counts' : 'does not count'}`,
    ...policy.mapping.map(
      (line) =>
        `line ${line.id}: room ${line.roomId} opens ${line.exceptionId}, ${line.leadMinutes} min before, ${line.lagMinutes} after, ${line.block}`,
    ),
    ...policy.groupMapping.map(
      (line) =>
        `line ${line.id}: room ${line.roomId} lets ${whoOf(line)} into group ${line.groupId}, ${line.leadMinutes} min before, ${line.lagMinutes} after, ${line.block}`,
    ),
    ...persons.map(({ id, number }) => `person ${id} has the address of number ${number}`),
    ...groups.flatMap(({ id, members }) =>
      members.map(({ personId, how }) => `group ${id} holds ${personId} by hand: ${JSON.stringify(how)}`),
    ),
    ...(secondPc === null ? [] : [`another PC from ${time(secondPc.from)} to ${time(secondPc.to)}`]),
    ...exceptions.map(
      ({ id, places, periods }) => `exception ${id}: ${places} places, ${periods.length} periods at first`,
    ),
    ...events.map(lineOf),
  ];
}

const whoOf = ({ who }: Decision['groupMapping'][number]): string =>
  [who.organiser && 'organiser', who.participants && 'participants', who.externals && 'externals']
    .filter(Boolean)
    .join(' and ');
