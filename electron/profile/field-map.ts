import type { AccessProfile, BookingProfile, EndFields, JoinedText, TimeFields } from '../../shared/profile';
import { isJoined, namesOf } from './fields';

/** A profile of something that can be read. */
export type ServerProfile = BookingProfile | AccessProfile;

/** What a field holds, which decides how much of a value may be shown. */
export type FieldKind = 'id' | 'time' | 'zone' | 'number' | 'flag' | 'status' | 'text' | 'list';

/** One field that a profile reads of an operation's items. */
export interface ReadField {
  /** Our name, e.g. "start" or "participants.email". */
  readonly field: string;
  readonly kind: FieldKind;
  /** Names or dotted paths; first hit wins. */
  readonly candidates: readonly string[];
  /** Where the object or list stands in which it is looked for; null: in the item itself. */
  readonly within: readonly string[] | null;
}

type Candidates = readonly string[] | null;

const one = (
  field: string,
  kind: FieldKind,
  candidates: Candidates,
  within: ReadField['within'] = null,
): ReadField[] => (candidates === null ? [] : [{ field, kind, candidates, within }]);

const timeOf = (field: string, at: TimeFields, within: ReadField['within'] = null): ReadField[] =>
  'date' in at
    ? [...one(`${field}.date`, 'time', at.date, within), ...one(`${field}.time`, 'time', at.time, within)]
    : one(field, 'time', at, within);

const endOf = (field: string, at: EndFields, within: ReadField['within'] = null): ReadField[] =>
  'minutes' in at ? one(`${field}.minutes`, 'number', at.minutes, within) : timeOf(field, at, within);

const nameOf = (field: string, at: JoinedText, within: ReadField['within']): ReadField[] =>
  isJoined(at)
    ? at.join.flatMap((name, index) => one(`${field}.${String(index + 1)}`, 'text', [name], within))
    : one(field, 'text', at, within);

interface PersonCandidates {
  readonly at?: readonly string[];
  readonly name: JoinedText;
  readonly email: Candidates;
  readonly employeeNumber: Candidates;
  readonly initials: Candidates;
}

const personOf = (prefix: string, person: PersonCandidates, within: ReadField['within']): ReadField[] => [
  ...nameOf(`${prefix}name`, person.name, within),
  ...one(`${prefix}email`, 'text', person.email, within),
  ...one(`${prefix}employeeNumber`, 'text', person.employeeNumber, within),
  ...one(`${prefix}initials`, 'text', person.initials, within),
];

const periodsOf = (periods: {
  readonly at: readonly string[];
  readonly from: TimeFields;
  readonly to: EndFields;
}): ReadField[] => [
  ...one('periods', 'list', periods.at),
  ...timeOf('periods.from', periods.from, periods.at),
  ...endOf('periods.to', periods.to, periods.at),
];

/** Every field that a profile reads, by the operation whose items have it. */
export function readFieldsOf(profile: ServerProfile): ReadonlyMap<string, readonly ReadField[]> {
  if (profile.kind === 'booking-source') {
    const { locations, rooms, bookings } = profile.operations;
    const { organiser, participants, rooms: several } = bookings.fields;
    return new Map([
      [
        'locations',
        [
          ...one('id', 'id', locations.fields.id),
          ...one('name', 'text', locations.fields.name),
          ...one('zone', 'zone', locations.fields.zone),
        ],
      ],
      [
        'rooms',
        [
          ...one('id', 'id', rooms.fields.id),
          ...one('name', 'text', rooms.fields.name),
          ...one('location', 'id', rooms.fields.location),
          ...one('capacity', 'number', rooms.fields.capacity),
          ...one('preparation', 'number', rooms.fields.preparation),
          ...one('followUp', 'number', rooms.fields.followUp),
        ],
      ],
      [
        'bookings',
        [
          ...one('id', 'id', bookings.fields.id),
          ...one('meeting', 'id', bookings.fields.meeting),
          ...one('room', 'id', bookings.fields.room),
          ...(several === null
            ? []
            : [...one('rooms', 'list', several.at), ...one('rooms.id', 'id', several.id, several.at)]),
          ...timeOf('start', bookings.fields.start),
          ...endOf('end', bookings.fields.end),
          ...one('status', 'status', bookings.fields.status),
          ...one('isPrivate', 'flag', namesOf(bookings.fields.isPrivate)),
          ...one('title', 'text', bookings.fields.title),
          ...(organiser === null ? [] : personOf('organiser.', organiser, organiser.at)),
          ...participants.flatMap((people, index) => {
            const name = index === 0 ? 'participants' : `participants ${String(index + 1)}`;
            return [
              ...one(name, 'list', people.at),
              ...personOf(`${name}.`, people, people.at),
              ...one(`${name}.isExternal`, 'flag', people.isExternal === true ? null : people.isExternal, people.at),
            ];
          }),
        ],
      ],
    ]);
  }
  const { info, exceptions, people } = profile.operations;
  const map = new Map<string, readonly ReadField[]>();
  if (info !== null) map.set('info', one('zone', 'zone', info.fields.zone));
  map.set('exceptions', [
    ...one('id', 'id', exceptions.fields.id),
    ...one('name', 'text', exceptions.fields.name),
    ...one('maxPeriods', 'number', exceptions.fields.maxPeriods),
    ...one('version', 'id', exceptions.fields.version),
    ...periodsOf(exceptions.fields.periods),
  ]);
  if (people !== null) {
    const { groups, persons, members } = people;
    map.set('groups', [...one('id', 'id', groups.fields.id), ...one('name', 'text', groups.fields.name)]);
    map.set('persons', [...one('id', 'id', persons.fields.id), ...personOf('', persons.fields, null)]);
    map.set('members', [
      ...one('person', 'id', members.fields.person),
      ...one('always', 'flag', namesOf(members.fields.always)),
      ...one('exception', 'id', namesOf(members.fields.exception)),
      ...periodsOf(members.fields.periods),
    ]);
  }
  return map;
}
