import type { ErrorContext, Trouble } from '../../../shared/errors';
import { exceptionId, groupId, personId } from '../../../shared/ids';
import type { GroupId } from '../../../shared/ids';
import type { PeopleOperations } from '../../../shared/profile';
import type { ZoneName } from '../../../shared/time';
import type { Conversation, Field, ListReading, ProfileClient, TimeReader, Witness } from '../../profile';
import { createField, createNameField, fieldName, idText, isNames, namesOf, plainText, yesOrNo } from '../../profile';
import type { ObservedMembership, Person, PersonGroup } from '../../sync/model';
import { createPeriodsReader } from './read-periods';

/** A list, and why it cannot be believed whole; no troubles when it can. */
export interface BelievedList<T> {
  readonly list: readonly T[];
  readonly troubles: readonly Trouble[];
}

/** The reads of persons, person groups and members. Each throws AppError when its first page does not come. */
export interface PeopleReads {
  /** With any row that cannot be understood the list has a hole, and the hole may be the second match of somebody (rule D4). */
  persons(conversation: Conversation): Promise<BelievedList<Person>>;
  groups(conversation: Conversation): Promise<BelievedList<PersonGroup>>;
  /** The group is read only when there are no troubles: a member that is not seen would be given access anew, or believed gone. */
  members(group: GroupId, zone: ZoneName, conversation: Conversation): Promise<BelievedList<ObservedMembership>>;
}

type ReadRow<T> = { readonly row: T } | { readonly fault: string; readonly reason: string };

type MemberFields = PeopleOperations['members']['fields'];

/** Whether a membership is valid always; null: the row says neither. */
function createAlwaysReader(given: MemberFields['always']): (item: unknown) => boolean | null {
  if (given === null) return () => false;
  const read = createField(namesOf(given));
  if (isNames(given)) return (item) => yesOrNo(read(item));
  const [yes, no] = [new Set<unknown>(given.yes), new Set<unknown>(given.no)];
  return (item) => {
    const word = read(item);
    return yes.has(word) ? true : no.has(word) ? false : null;
  };
}

/** What stands for the exception that a membership follows; undefined: it follows none. */
function createExceptionReader(given: MemberFields['exception']): Field {
  const read = createField(namesOf(given));
  if (given === null || isNames(given)) return read;
  const none = new Set<unknown>(given.none);
  return (item) => {
    const value = read(item);
    return none.has(value) ? undefined : value;
  };
}

/** Compiles the profile's operations once. */
export function createPeopleReads(
  operations: PeopleOperations,
  client: ProfileClient,
  readTime: TimeReader,
  witness: Witness | null,
): PeopleReads {
  const of = {
    persons: operations.persons.fields,
    groups: operations.groups.fields,
    members: operations.members.fields,
  };
  const ofPerson = {
    id: createField(of.persons.id),
    name: createNameField(of.persons.name),
    email: createField(of.persons.email),
    employeeNumber: createField(of.persons.employeeNumber),
    initials: createField(of.persons.initials),
  };
  const ofGroup = { id: createField(of.groups.id), name: createField(of.groups.name) };
  const ofMember = {
    person: createField(of.members.person),
    isAlways: createAlwaysReader(of.members.always),
    exception: createExceptionReader(of.members.exception),
    periods: createPeriodsReader(of.members.periods, operations.members.answer, readTime),
  };

  function personOf(item: unknown): ReadRow<Person> {
    const id = idText(ofPerson.id(item));
    if (id === null) return { fault: fieldName(of.persons.id), reason: 'id' };
    return {
      row: {
        id: personId(id),
        name: ofPerson.name(item),
        email: idText(ofPerson.email(item)),
        employeeNumber: idText(ofPerson.employeeNumber(item)),
        initials: idText(ofPerson.initials(item)),
      },
    };
  }

  function groupOf(item: unknown): ReadRow<PersonGroup> {
    const id = idText(ofGroup.id(item));
    if (id === null) return { fault: fieldName(of.groups.id), reason: 'id' };
    return { row: { id: groupId(id), name: plainText(ofGroup.name(item)) } };
  }

  function memberOf(item: unknown, zone: ZoneName): ReadRow<ObservedMembership> {
    const id = idText(ofMember.person(item));
    if (id === null) return { fault: fieldName(of.members.person), reason: 'person' };
    // A membership that is always valid must never pass for one of periods: it could be taken for ours, and cut (rules D5, W8).
    const isAlways = ofMember.isAlways(item);
    if (isAlways === null) return { fault: fieldName(namesOf(of.members.always)), reason: 'always' };
    const member = { personId: personId(id), exceptionId: null, periods: [] };
    if (isAlways) return { row: { ...member, basis: 'always' } };
    const exception = ofMember.exception(item);
    if (exception !== undefined) {
      const followed = idText(exception);
      if (followed === null) return { fault: fieldName(namesOf(of.members.exception)), reason: 'exception' };
      return { row: { ...member, basis: 'exception', exceptionId: exceptionId(followed) } };
    }
    const read = ofMember.periods(item, zone);
    return 'fault' in read ? read : { row: { ...member, basis: 'periods', periods: read.periods } };
  }

  return {
    async persons(conversation) {
      const { persons } = operations;
      const list = await client.readList(
        'persons',
        persons,
        { values: {}, id: ofPerson.id, context: {} },
        conversation,
      );
      const read = rowsOf(list, 'persons', {}, personOf, ({ id }) => id, witness);
      // No house has nobody in it: an empty list is a fault of the server, and would take everybody's access away.
      const isEmpty = read.list.length === 0 && read.troubles.length === 0;
      return isEmpty ? { list: [], troubles: [{ code: 'reading-empty', context: { operation: 'persons' } }] } : read;
    },

    async groups(conversation) {
      const { groups } = operations;
      const list = await client.readList('groups', groups, { values: {}, id: ofGroup.id, context: {} }, conversation);
      return rowsOf(list, 'groups', {}, groupOf, ({ id }) => id, witness);
    },

    async members(group, zone, conversation) {
      const context = { groupId: group };
      const list = await client.readList(
        'members',
        operations.members,
        { values: { groupId: group }, id: ofMember.person, context },
        conversation,
      );
      return rowsOf(
        list,
        'members',
        context,
        (item) => memberOf(item, zone),
        ({ personId: id }) => id,
        witness,
      );
    },
  };
}

/** Reads every row; of rows that contradict each other none is believed, and any row that is not understood is told. */
function rowsOf<T>(
  list: ListReading,
  operation: string,
  context: ErrorContext,
  read: (item: unknown) => ReadRow<T>,
  idOf: (row: T) => string,
  witness: Witness | null,
): BelievedList<T> {
  const found = new Map<string, { readonly row: T; readonly text: string }>();
  const contradicted = new Set<string>();
  const rejected: { readonly path: string; readonly reason: string }[] = [];
  list.items.forEach((item, index) => {
    const reading = read(item);
    if ('fault' in reading) {
      rejected.push({ path: `${operation}[${String(index)}].${reading.fault}`, reason: reading.reason });
      return;
    }
    const id = idOf(reading.row);
    const text = JSON.stringify(reading.row);
    const other = found.get(id);
    if (other === undefined) found.set(id, { row: reading.row, text });
    else if (other.text !== text) {
      contradicted.add(id);
      rejected.push({ path: `${operation}[${String(index)}]`, reason: 'duplicate' });
    }
  });
  rejected.forEach((item) => witness?.rejected(item));
  const [first] = rejected;
  return {
    list: [...found].filter(([id]) => !contradicted.has(id)).map(([, { row }]) => row),
    troubles: [
      ...list.faults,
      ...(first === undefined
        ? []
        : [
            {
              code: 'reading-partial' as const,
              context: {
                operation,
                ...context,
                reason: 'rejected',
                rejected: rejected.length,
                total: list.items.length,
                path: first.path,
              },
            },
          ]),
    ],
  };
}
