import { z } from 'zod';
import { checkStepDto } from './check';
import { troubleDto } from './common';

export const profileKindDto = z.enum(['booking-source', 'access-control', 'import-file']);

/** A profile that a connection can name: one of the house's own, or one that ships with the program. */
export const profileListingDto = z.object({
  id: z.string(),
  title: z.string(),
  kind: profileKindDto,
  isConfirmed: z.boolean(),
  isShipped: z.boolean(),
  /** Whether a connection names it. */
  isUsed: z.boolean(),
});
export type ProfileListing = z.infer<typeof profileListingDto>;

/** A fault of a profile's text. Line and column count from 1, `offset` from 0 in characters. */
export const profileFaultDto = z.object({
  /** Dotted, e.g. "operations.rooms.path"; "" for the whole text. */
  path: z.string(),
  reason: z.string(),
  line: z.int(),
  column: z.int(),
  offset: z.int(),
  length: z.int(),
});
export type ProfileFault = z.infer<typeof profileFaultDto>;

/** What a profile's text comes to. `profile` is null while there are faults. */
export const profileCheckDto = z.object({
  faults: z.array(profileFaultDto),
  profile: z.object({ id: z.string(), title: z.string(), kind: profileKindDto, isConfirmed: z.boolean() }).nullable(),
});
export type ProfileCheck = z.infer<typeof profileCheckDto>;

/** The types that a field of a server's answers was seen with. */
export const fieldTypeDto = z.enum(['text', 'number', 'boolean', 'null', 'object', 'list']);
/** One field: its dotted path ("Organizer.Name", lists as "Attendees[].Name"), its types in order, and whether every item had it. */
export const answerFieldDto = z.object({
  path: z.string().max(300),
  types: z.array(fieldTypeDto),
  isAlways: z.boolean(),
});
/** The fields and types of one operation's items, in order; never a value. */
export const answerShapeDto = z.object({
  operation: z.string().max(60),
  items: z.int(),
  fields: z.array(answerFieldDto).max(400),
});
export type AnswerField = z.infer<typeof answerFieldDto>;
export type AnswerShape = z.infer<typeof answerShapeDto>;

/** A field that came, went or changed its type since a person confirmed what the server answers. */
export const answerChangeDto = z.object({
  operation: z.string(),
  path: z.string(),
  change: z.enum(['gone', 'came', 'type']),
  /** Whether the profile reads it: then it matters. */
  isRead: z.boolean(),
});
export type AnswerChange = z.infer<typeof answerChangeDto>;

/** One field of the profile over all items of an operation: which candidate hit how often. */
const fieldHitsDto = z.object({
  field: z.string(),
  hits: z.array(z.object({ candidate: z.string(), count: z.int() })),
  missing: z.int(),
  /** Of the first item; numbers, ids and times as they are, everything else masked. null: the item has none. */
  sample: z.string().nullable(),
});

export const operationPreviewDto = z.object({
  operation: z.string(),
  items: z.int(),
  fields: z.array(fieldHitsDto),
});
export type OperationPreview = z.infer<typeof operationPreviewDto>;

/** What a draft of a profile reads from the real server. */
export const profilePreviewDto = z.object({
  ok: z.boolean(),
  steps: z.array(checkStepDto),
  operations: z.array(operationPreviewDto),
  /** At most a hundred, of `rejectedTotal`. Paths and our words for the reason, never a value. */
  rejected: z.array(z.object({ path: z.string(), reason: z.string() })),
  rejectedTotal: z.int(),
  /** Status words that the profile does not know, with how often they came; only what looks like one. */
  unknownStatuses: z.array(z.object({ word: z.string(), count: z.int() })),
  /** Values of the status field that look like no status word: how many different ones. */
  otherStatuses: z.int(),
  answers: z.array(answerShapeDto),
  /** Of `answers`, as eight digits for people to compare. */
  fingerprint: z.string(),
  /** Against what was confirmed before; null: nothing was. */
  changes: z.array(answerChangeDto).nullable(),
});
export type ProfilePreview = z.infer<typeof profilePreviewDto>;

const shownOf = z.object({ shown: z.int(), ofHouse: z.int() });
/** The file as a draft of an import file's profile would write it, over a small sample of the house. */
export const filePreviewDto = z.object({
  ok: z.boolean(),
  fileName: z.string(),
  /** Names of exceptions and groups as the house typed them; persons are masked. */
  text: z.string(),
  /** Of the sample's file, its byte order mark counted. */
  bytes: z.int(),
  /** Whose local times the file has. */
  zone: z.string(),
  exceptions: shownOf,
  groups: shownOf,
  periods: z.int(),
  /** Pieces of the template that make no XML, by path. */
  faults: z.array(z.object({ path: z.string(), reason: z.string() })),
});
export type FilePreview = z.infer<typeof filePreviewDto>;

/** One operation that a server lists of itself. */
export const foundOperationDto = z.object({
  name: z.string(),
  /** "" where the list does not say. */
  verb: z.string(),
  /** Below the root, starting with "/". */
  path: z.string(),
  parameters: z.array(z.object({ name: z.string(), type: z.string() })),
  /** The name of what it answers with; "" where the list does not say. */
  answers: z.string(),
  /** read: may be proposed; login: only as the login; ask: a POST that is named like a read, proposed only when a person says so; change: never. */
  use: z.enum(['read', 'login', 'ask', 'change']),
  /** The word or verb that made it `change`. */
  because: z.string(),
});
export type FoundOperation = z.infer<typeof foundOperationDto>;

export const proposalReasonDto = z.enum([
  'name',
  'near-name',
  'verb-told',
  'verb-unknown',
  'parameters',
  'type-fields',
  'documented',
  'assumed',
  'post-accepted',
]);
export type ProposalReason = z.infer<typeof proposalReasonDto>;

export const proposalDto = z.object({
  operation: z.enum(['login', 'locations', 'rooms', 'bookings']),
  /** What was found for it, as "GET /v1/Rooms"; null: nothing. */
  found: z.string().nullable(),
  /** 0 to 1. */
  confidence: z.number(),
  why: z.array(proposalReasonDto),
  fields: z.array(
    z.object({
      field: z.string(),
      candidates: z.array(z.string()),
      confidence: z.number(),
      why: z.array(proposalReasonDto),
    }),
  ),
});
export type Proposal = z.infer<typeof proposalDto>;

/** What a server says that it can, and what we would make of it. */
export const discoveryDto = z.object({
  /** The address that was read. */
  address: z.string(),
  neededLogin: z.boolean(),
  format: z.enum(['html', 'json', 'none']),
  operations: z.array(foundOperationDto),
  types: z.int(),
  proposals: z.array(proposalDto),
  /** The draft of a profile as text; null when nothing was found to make one of. */
  draft: z.string().nullable(),
  trouble: troubleDto.nullable(),
});
export type Discovery = z.infer<typeof discoveryDto>;
