import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../shared/errors';
import type {
  BookingId,
  ExceptionId,
  GroupId,
  LocationId,
  MappingLineId,
  MeetingId,
  PersonId,
  RoomId,
  RunId,
} from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import type {
  ConfirmedList,
  ConfirmedPeriod,
  GroupLedger,
  HeldRemoval,
  LedgerMembership,
  MatchedPerson,
  Memory,
  PendingIntent,
  RecentChange,
  RememberedAnswer,
  RememberedBooking,
  RememberedGuard,
  RememberedHold,
  RememberedRoom,
  RememberedServers,
  Restoration,
} from '../../sync/model';
import { EMPTY_GUARD, EMPTY_MEMORY } from '../../sync/model';

/**
 * The memory (rule M1) as JSON documents under keys. Split so that a save writes only what changed: the reading of a big house (31,500 bookings,
 * some megabytes) is in blocks, and each exception's list and each group's ledger is its own document, because it alone changes at each write.
 */
interface MemoryDocument {
  readonly key: string;
  /** The values that it is made of: as long as they are the same objects, so is the text. */
  readonly sources: readonly unknown[];
  readonly render: () => string;
}

/** Bookings per document: a changed booking rewrites some 80 kB. */
const BLOCK = 500;

const id = <Id extends string>(): z.ZodType<Id> => z.string().min(1) as unknown as z.ZodType<Id>;
const instantSchema = z.int() as unknown as z.ZodType<Instant>;
const periodSchema: z.ZodType<Period> = z
  .strictObject({ from: instantSchema, to: instantSchema })
  .refine((each) => each.from < each.to, { message: 'ends before it starts' });

const matchedSchema: z.ZodType<MatchedPerson> = z.strictObject({
  personId: id<PersonId>(),
  isOrganiser: z.boolean(),
  isExternal: z.boolean(),
});
const bookingSchema: z.ZodType<RememberedBooking> = z.strictObject({
  id: id<BookingId>(),
  meetingId: id<MeetingId>().nullable(),
  roomId: id<RoomId>(),
  locationId: id<LocationId>(),
  period: periodSchema,
  status: z.enum(['confirmed', 'pending', 'cancelled', 'deleted', 'ended', 'no-show', 'empty', 'unknown']),
  evidence: z.enum(['read', 'unknown-status', 'vanished']),
  // Blocks of before version 3 stay as they are until their bookings change: nobody was matched then.
  people: z.array(matchedSchema).default([]),
});
const roomSchema: z.ZodType<RememberedRoom> = z.strictObject({
  id: id<RoomId>(),
  locationId: id<LocationId>(),
  preparationMinutes: z.number(),
  followUpMinutes: z.number(),
});
const serversSchema: z.ZodType<RememberedServers> = z.strictObject({
  bookings: z.string().min(1).nullable(),
  access: z.string().min(1).nullable(),
});
const readingSchema = z
  .strictObject({ readAt: instantSchema, window: periodSchema, blocks: z.int().min(0) })
  .nullable();
const confirmedPeriodSchema: z.ZodType<ConfirmedPeriod> = z.strictObject({
  period: periodSchema,
  bookings: z.array(id<BookingId>()),
  lines: z.array(id<MappingLineId>()),
  writtenAt: instantSchema,
  runId: id<RunId>(),
  isForeign: z.boolean(),
});
const confirmedSchema: z.ZodType<ConfirmedList> = z.strictObject({
  exceptionId: id<ExceptionId>(),
  periods: z.array(confirmedPeriodSchema),
  readBackAt: instantSchema,
});
const intentSchema: z.ZodType<PendingIntent> = z.strictObject({
  exceptionId: id<ExceptionId>(),
  runId: id<RunId>(),
  periods: z.array(confirmedPeriodSchema),
  at: instantSchema,
});
const ledgerSchema: z.ZodType<GroupLedger> = z.strictObject({
  groupId: id<GroupId>(),
  members: z.array(
    z.strictObject({
      personId: id<PersonId>(),
      periods: z.array(confirmedPeriodSchema),
      // Files before version 4 do not say. As if shown: then a group that shows nobody is not believed (R4).
      hasBeenRead: z.boolean().default(true),
    }),
  ),
});
const answerSchema: z.ZodType<RememberedAnswer> = z.strictObject({
  hash: z.string().min(1),
  answer: z.enum(['confirmed', 'refused']),
  at: instantSchema,
});
const holdSchema: z.ZodType<RememberedHold> = z.strictObject({ hash: z.string().min(1), since: instantSchema });
const restorationSchema: z.ZodType<Restoration> = z.strictObject({ exceptionId: id<ExceptionId>(), at: instantSchema });
const recentChangeSchema: z.ZodType<RecentChange> = z.strictObject({
  meeting: z.string().min(1),
  locationId: id<LocationId>(),
  at: instantSchema,
  byStatus: z.boolean(),
});
const heldRemovalSchema: z.ZodType<HeldRemoval> = z.strictObject({
  booking: bookingSchema,
  byStatus: z.boolean(),
  since: instantSchema,
});
const guardSchema: z.ZodType<RememberedGuard> = z.strictObject({
  recent: z.array(recentChangeSchema),
  held: z.array(heldRemovalSchema),
  question: z.string().min(1).nullable(),
  asked: z.int().min(0),
});

/** The whole memory as one document: how it travels to another PC. */
export const memorySchema: z.ZodType<Memory> = z.strictObject({
  servers: serversSchema,
  reading: z
    .strictObject({
      readAt: instantSchema,
      window: periodSchema,
      rooms: z.array(roomSchema),
      bookings: z.array(bookingSchema),
    })
    .nullable(),
  confirmed: z.array(confirmedSchema),
  intents: z.array(intentSchema),
  answers: z.array(answerSchema),
  holds: z.array(holdSchema),
  restorations: z.array(restorationSchema),
  releasing: z.array(id<ExceptionId>()),
  ledger: z.array(ledgerSchema),
  guard: guardSchema,
});

// Field by field: what travels on a value at run time beyond its type (a title, a name) must not reach the disk (rule M3).
const pickPeriod = ({ from, to }: Period): Period => ({ from, to });
const pickMatched = ({ personId, isOrganiser, isExternal }: MatchedPerson): MatchedPerson => ({
  personId,
  isOrganiser,
  isExternal,
});
const pickBooking = (each: RememberedBooking): RememberedBooking => ({
  id: each.id,
  meetingId: each.meetingId,
  roomId: each.roomId,
  locationId: each.locationId,
  period: pickPeriod(each.period),
  status: each.status,
  evidence: each.evidence,
  people: each.people.map(pickMatched),
});
const pickServers = ({ bookings, access }: RememberedServers): RememberedServers => ({ bookings, access });
const pickRoom = (each: RememberedRoom): RememberedRoom => ({
  id: each.id,
  locationId: each.locationId,
  preparationMinutes: each.preparationMinutes,
  followUpMinutes: each.followUpMinutes,
});
const pickConfirmedPeriod = (each: ConfirmedPeriod): ConfirmedPeriod => ({
  period: pickPeriod(each.period),
  bookings: each.bookings,
  lines: each.lines,
  writtenAt: each.writtenAt,
  runId: each.runId,
  isForeign: each.isForeign,
});
const pickConfirmed = (each: ConfirmedList): ConfirmedList => ({
  exceptionId: each.exceptionId,
  periods: each.periods.map(pickConfirmedPeriod),
  readBackAt: each.readBackAt,
});
const pickIntent = (each: PendingIntent): PendingIntent => ({
  exceptionId: each.exceptionId,
  runId: each.runId,
  periods: each.periods.map(pickConfirmedPeriod),
  at: each.at,
});
const pickMembership = ({ personId, periods, hasBeenRead }: LedgerMembership): LedgerMembership => ({
  personId,
  periods: periods.map(pickConfirmedPeriod),
  hasBeenRead,
});
const pickLedger = ({ groupId, members }: GroupLedger): GroupLedger => ({
  groupId,
  members: members.map(pickMembership),
});
const pickAnswer = ({ hash, answer, at }: RememberedAnswer): RememberedAnswer => ({ hash, answer, at });
const pickHold = ({ hash, since }: RememberedHold): RememberedHold => ({ hash, since });
const pickRestoration = ({ exceptionId, at }: Restoration): Restoration => ({ exceptionId, at });
const pickGuard = ({ recent, held, question, asked }: RememberedGuard): RememberedGuard => ({
  recent: recent.map(({ meeting, locationId, at, byStatus }) => ({ meeting, locationId, at, byStatus })),
  held: held.map(({ booking, byStatus, since }) => ({ booking: pickBooking(booking), byStatus, since })),
  question,
  asked,
});

/** The memory as one document: ids and times only. */
export const memoryDocument = (memory: Memory): Memory => ({
  servers: pickServers(memory.servers),
  reading:
    memory.reading === null
      ? null
      : {
          readAt: memory.reading.readAt,
          window: pickPeriod(memory.reading.window),
          rooms: memory.reading.rooms.map(pickRoom),
          bookings: memory.reading.bookings.map(pickBooking),
        },
  confirmed: memory.confirmed.map(pickConfirmed),
  intents: memory.intents.map(pickIntent),
  answers: memory.answers.map(pickAnswer),
  holds: memory.holds.map(pickHold),
  restorations: memory.restorations.map(pickRestoration),
  releasing: [...memory.releasing],
  ledger: memory.ledger.map(pickLedger),
  guard: pickGuard(memory.guard),
});

const blockKey = (index: number): string => `reading/bookings/${index}`;
const confirmedKey = (exceptionId: string): string => `confirmed/${exceptionId}`;
const ledgerKey = (groupId: string): string => `ledger/${groupId}`;

/** The memory's documents, rendered only when asked for. */
function memoryDocuments(memory: Memory): MemoryDocument[] {
  const one = (key: string, source: readonly unknown[], value: () => unknown): MemoryDocument => ({
    key,
    sources: source,
    render: () => JSON.stringify(value()),
  });
  const { reading } = memory;
  const documents: MemoryDocument[] = [
    one('servers', [memory.servers], () => pickServers(memory.servers)),
    one('confirmed', [memory.confirmed], () => memory.confirmed.map((each) => each.exceptionId)),
    one('intents', [memory.intents], () => memory.intents.map(pickIntent)),
    one('answers', [memory.answers], () => memory.answers.map(pickAnswer)),
    one('holds', [memory.holds], () => memory.holds.map(pickHold)),
    one('restorations', [memory.restorations], () => memory.restorations.map(pickRestoration)),
    one('releasing', [memory.releasing], () => memory.releasing),
    one('guard', [memory.guard], () => pickGuard(memory.guard)),
    ...memory.confirmed.map((each) => one(confirmedKey(each.exceptionId), [each], () => pickConfirmed(each))),
    one('ledger', [memory.ledger], () => memory.ledger.map((each) => each.groupId)),
    ...memory.ledger.map((each) => one(ledgerKey(each.groupId), [each], () => pickLedger(each))),
  ];
  if (reading === null) return [...documents, one('reading', [null], () => null)];
  const blocks = Math.ceil(reading.bookings.length / BLOCK);
  documents.push(
    one('reading', [reading], () => ({ readAt: reading.readAt, window: pickPeriod(reading.window), blocks })),
    one('reading/rooms', [reading.rooms], () => reading.rooms.map(pickRoom)),
  );
  for (let index = 0; index < blocks; index += 1) {
    const block = reading.bookings.slice(index * BLOCK, (index + 1) * BLOCK);
    documents.push(one(blockKey(index), block, () => block.map(pickBooking)));
  }
  return documents;
}

/** What is on disk: by key the sources and the digest of the text that was written last. */
export type WrittenDocuments = ReadonlyMap<string, { readonly sources: readonly unknown[]; readonly digest: string }>;

interface DocumentChanges {
  readonly write: readonly { readonly key: string; readonly text: string }[];
  readonly remove: readonly string[];
  /** What is on disk when these changes are. */
  readonly written: WrittenDocuments;
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64');

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((each, index) => each === b[index]);

/** The documents that have to be written so that the disk holds this memory: first compared by object, then by digest of the text. */
export function documentChanges(memory: Memory, before: WrittenDocuments): DocumentChanges {
  const written = new Map<string, { sources: readonly unknown[]; digest: string }>();
  const write: { key: string; text: string }[] = [];
  for (const { key, sources, render } of memoryDocuments(memory)) {
    const former = before.get(key);
    if (former !== undefined && isSame(former.sources, sources)) {
      written.set(key, { sources, digest: former.digest });
      continue;
    }
    const text = render();
    const digest = digestOf(text);
    written.set(key, { sources, digest });
    if (former?.digest !== digest) write.push({ key, text });
  }
  const remove = [...before.keys()].filter((key) => !written.has(key));
  return { write, remove, written };
}

/** What is on disk right after reading it: the digests are known, the objects are not yet. */
export const writtenAfterReading = (texts: ReadonlyMap<string, string>): WrittenDocuments =>
  new Map([...texts].map(([key, text]) => [key, { sources: [], digest: digestOf(text) }]));

/**
 * The memory from its documents; no documents at all are the empty memory.
 * @throws AppError `journal-damaged` {key} when one is missing or not what it should be
 */
export function parseMemory(texts: ReadonlyMap<string, string>): Memory {
  if (texts.size === 0) return EMPTY_MEMORY;
  const parse = <T>(key: string, schema: z.ZodType<T>): T => {
    try {
      return schema.parse(JSON.parse(texts.get(key) ?? ''));
    } catch (thrown) {
      throw new AppError('journal-damaged', { key }, thrown);
    }
  };
  const head = parse('reading', readingSchema);
  const bookings = z.array(bookingSchema);
  return {
    servers: parse('servers', serversSchema),
    reading:
      head === null
        ? null
        : {
            readAt: head.readAt,
            window: head.window,
            rooms: parse('reading/rooms', z.array(roomSchema)),
            bookings: Array.from({ length: head.blocks }, (_, index) => parse(blockKey(index), bookings)).flat(),
          },
    confirmed: parse('confirmed', z.array(id<ExceptionId>())).map((each) => parse(confirmedKey(each), confirmedSchema)),
    intents: parse('intents', z.array(intentSchema)),
    answers: parse('answers', z.array(answerSchema)),
    holds: parse('holds', z.array(holdSchema)),
    restorations: parse('restorations', z.array(restorationSchema)),
    releasing: parse('releasing', z.array(id<ExceptionId>())),
    ledger: parse('ledger', z.array(id<GroupId>())).map((each) => parse(ledgerKey(each), ledgerSchema)),
    // A memory of before the guard has held nothing by it and counted nothing.
    guard: texts.has('guard') ? parse('guard', guardSchema) : EMPTY_GUARD,
  };
}
