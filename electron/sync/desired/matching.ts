import type { PersonId, RoomId } from '../../../shared/ids';
import type {
  Attendee,
  Booking,
  MatchedPerson,
  PeopleReading,
  Person,
  PersonField,
  RememberedBooking,
  UnmatchedPerson,
  WhoGetsAccess,
} from '../model';

/** Somebody of a booking and whether UniLock knows them (D4). */
type Match = { readonly personId: PersonId } | { readonly why: UnmatchedPerson['why'] };

/** Finds the one person an attendee is. Exactly, ignoring case; never a guess. */
export type PersonMatcher = (attendee: Attendee) => Match;

/** Who of a booking has access to give, and who cannot be told. */
export interface PeopleOfBooking {
  readonly matched: readonly MatchedPerson[];
  readonly unmatched: readonly (Pick<UnmatchedPerson, 'place' | 'why'> & Omit<MatchedPerson, 'personId'>)[];
}

const NOBODY: PeopleOfBooking = { matched: [], unmatched: [] };

const FIELD: Record<PersonField, 'email' | 'employeeNumber' | 'initials'> = {
  email: 'email',
  'employee-number': 'employeeNumber',
  initials: 'initials',
};

const asKey = (value: string | null): string => value?.toLowerCase() ?? '';

/**
 * Makes the matcher of one reading of the persons; null where the list was not read whole: somebody believed to be alone in it may be one of two.
 */
export function createMatcher(persons: PeopleReading['persons'], matchBy: PersonField): PersonMatcher | null {
  if (persons?.completeness !== 'complete') return null;
  const field = FIELD[matchBy];
  const found = new Map<string, Match>();
  for (const person of persons.list) note(found, person, asKey(person[field]));
  return (attendee) => {
    const key = asKey(attendee[field]);
    return key === '' ? { why: 'no-field' } : (found.get(key) ?? { why: 'none' });
  };
}

function note(found: Map<string, Match>, person: Person, key: string): void {
  const other = found.get(key);
  if (other === undefined) found.set(key, { personId: person.id });
  // Two persons with one address: nobody can say who is meant.
  else if (!('personId' in other) || other.personId !== person.id) found.set(key, { why: 'several' });
}

/** Whether a line gives access to somebody of a booking (D4). */
export const isAmong = (who: WhoGetsAccess, person: Pick<MatchedPerson, 'isOrganiser' | 'isExternal'>): boolean =>
  (person.isOrganiser ? who.organiser : who.participants) && (who.externals || !person.isExternal);

/**
 * Tells the people of a booking. A remembered booking has those it was remembered with; a read one has those who match, and where nobody can be
 * matched in this run (the persons were not read) those it was remembered with: no news is not bad news (R4).
 * @param rooms rooms whose lines give access; the people of all others are of no concern
 * @param remembered a booking as it was, if it counted then: whom no booking lets in, none may let in anew unmatched
 */
export function createPeopleLookup(
  matcher: PersonMatcher | null,
  rooms: ReadonlySet<RoomId>,
  remembered: (id: Booking['id']) => RememberedBooking | undefined,
): (fact: Pick<Booking, 'id' | 'roomId'>) => PeopleOfBooking {
  const known = new Map<Pick<Booking, 'id' | 'roomId'>, PeopleOfBooking>();
  return (fact) => {
    if (!rooms.has(fact.roomId)) return NOBODY;
    const before = known.get(fact);
    if (before !== undefined) return before;
    const people =
      isRead(fact) && matcher !== null
        ? matchAll(fact, matcher)
        : { matched: isRemembered(fact) ? fact.people : (remembered(fact.id)?.people ?? []), unmatched: [] };
    known.set(fact, people);
    return people;
  };
}

const isRead = (fact: object): fact is Booking => 'participants' in fact;
const isRemembered = (fact: object): fact is RememberedBooking => 'people' in fact;

function matchAll(booking: Booking, match: PersonMatcher): PeopleOfBooking {
  const matched: MatchedPerson[] = [];
  const unmatched: PeopleOfBooking['unmatched'][number][] = [];
  const take = (attendee: Attendee, place: UnmatchedPerson['place']): void => {
    const role = { isOrganiser: place === 'organiser', isExternal: attendee.isExternal };
    const found = match(attendee);
    if ('personId' in found) matched.push({ personId: found.personId, ...role });
    else unmatched.push({ place, why: found.why, ...role });
  };
  if (booking.organiser !== null) take(booking.organiser, 'organiser');
  booking.participants.forEach(take);
  return { matched, unmatched };
}
