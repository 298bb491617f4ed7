import { z } from 'zod';
import { reason } from './reasons';
import { zoneFromName } from './zones';

/** What a template may mention, in braces: "/rooms?location={locationId}". Which of them depends on the operation. */
export type Placeholder =
  | 'userName'
  | 'password'
  | 'token'
  | 'locationId'
  | 'roomId'
  | 'from'
  | 'to'
  | 'exceptionId'
  | 'groupId'
  | 'personId'
  | 'version'
  | 'minutes'
  | 'periods'
  | 'generated'
  | 'exceptions'
  | 'persons'
  | 'groups'
  | 'email'
  | 'employeeNumber'
  | 'initials'
  | 'name';

const shortText = z.string().min(1).max(200);
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, reason('no-header-name'));
const headerValue = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[\x20-\x7E]+$/, reason('no-header-value'));
/** Starts with "/", is below the root, and cannot climb out of it. */
const pathTemplate = z
  .string()
  .max(500)
  .regex(/^\/[^?#\s]*$/, reason('no-path'))
  .refine((path) => !path.split('/').includes('..'), { message: reason('climbs') });

/** Field names or dotted paths ("Organizer.Name"), first hit wins, ignoring case; one text stands for a list of one. */
const candidates = z
  .union([shortText, z.array(shortText).min(1).max(20)])
  .transform((given): readonly string[] => (typeof given === 'string' ? [given] : given));
/** Where a time stands: in one field, or its date in one and its time of day in another. */
const timeFields = z.union([candidates, z.strictObject({ date: candidates, time: candidates })]);
export type TimeFields = z.output<typeof timeFields>;
/** Where an end stands: as a time, or as the minutes that pass from the start. */
const endFields = z.union(
  [timeFields, z.strictObject({ minutes: candidates.describe('Elapsed minutes from the start to the end.') })],
  { error: reason('field-or', '{ "date": …, "time": … }, { "minutes": … }') },
);
export type EndFields = z.output<typeof endFields>;
/** Field names, or `null` where the server has no such field. */
const optionalCandidates = candidates.nullable().default(null);

/** A text in one field, or put together from several. */
const joinedText = z
  .union(
    [
      candidates,
      z.strictObject({
        join: z
          .array(shortText)
          .min(2)
          .max(5)
          .transform((names): readonly string[] => names)
          .describe('The fields whose texts stand after each other, parted by a space.'),
      }),
    ],
    { error: reason('field-or', '{ "join": […] }') },
  )
  .nullable()
  .default(null);
export type JoinedText = z.output<typeof joinedText>;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const status = z.int().min(100).max(599);

/**
 * A JSON value whose texts are templates. A text that is nothing but `{periods}` is replaced by the rendered list, one that is nothing but
 * `{name:number}` by a number.
 */
export type BodyTemplate =
  string | number | boolean | null | readonly BodyTemplate[] | { readonly [key: string]: BodyTemplate };
const bodyTemplate: z.ZodType<BodyTemplate> = z.lazy(() =>
  z.union([scalar, z.array(bodyTemplate), z.record(z.string(), bodyTemplate)]),
);

const body = z.discriminatedUnion('format', [
  z
    .strictObject({ format: z.literal('json'), content: bodyTemplate })
    .describe('A JSON value; its texts may hold placeholders.'),
  z
    .strictObject({ format: z.literal('form'), content: z.record(shortText, z.string()) })
    .describe('Form fields by name; their texts may hold placeholders.'),
  z
    .strictObject({ format: z.literal('xml'), content: z.string().min(1).max(20_000) })
    .describe(
      'A document as text; what stands for its placeholders is escaped. {periods} is the rendered periods one after another.',
    ),
]);
export type RequestBody = z.output<typeof body>;

const query = z.record(shortText, z.string().max(500)).default({});

/** The forms of written times that may stand as a number. */
const TIMES_AS_NUMBERS: readonly string[] = ['epoch-seconds', 'epoch-milliseconds'] satisfies WrittenTime[];

/** What a field says; compared exactly. */
const said = z.array(z.union([z.string(), z.number(), z.boolean()]));

/** A field of an answer and the value that decides. */
const fieldEquals = z.strictObject({
  at: candidates.describe('Where the field stands in the answer; in XML the root element is the first part.'),
  equals: z
    .union([scalar, z.array(scalar).min(1).max(50)])
    .describe('Exactly this value, or one of these: upper and lower case differ, and the text "true" is not true.'),
});
export type FieldEquals = z.output<typeof fieldEquals>;

/** A login that is a call of its own, and how its answer is judged. */
const loginCall = {
  request: z.strictObject({
    method: z.enum(['POST', 'GET']),
    path: pathTemplate,
    query,
    body: body.nullable().default(null),
  }),
  success: z
    .strictObject({
      statuses: z.array(status).min(1).default([200]),
      field: fieldEquals.nullable().default(null),
    })
    .describe(
      'A success has one of the statuses, and the field too where one is given. Looked at after the field of refused.',
    ),
  // Rule W11: everything else that is no success is trouble with the server.
  refused: z
    .strictObject({ statuses: z.array(status).default([401, 403]), field: fieldEquals.nullable().default(null) })
    .prefault({})
    .describe(
      'Refused is an answer with the field, looked at first, or one that is no success with one of the statuses. Only this counts against the account.',
    ),
};

/** How an answer to a call that carries the login says that it is the wrong one. */
const refusedWithCall = z
  .strictObject({ statuses: z.array(status).default([401]), field: fieldEquals.nullable().default(null) })
  .prefault({})
  .describe(
    'An answer to any call, with one of the statuses or with the field whatever its status, says that the login is wrong. It counts against the account.',
  );

const login = z.discriminatedUnion('kind', [
  /** No login at all, or one that the server does not ask for. */
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('basic'), refused: refusedWithCall }),
  /** A named header with every request, e.g. Authorization: "Bearer {password}". */
  z.strictObject({
    kind: z.literal('header'),
    header: headerName,
    value: z.string().min(1).max(500),
    refused: refusedWithCall,
  }),
  /** One request gives a cookie that all others carry. */
  z.strictObject({ kind: z.literal('cookie'), ...loginCall }),
  /** One request gives a token that all others carry in a header. */
  z.strictObject({
    kind: z.literal('token'),
    ...loginCall,
    token: candidates.describe('Where the token stands in the answer; an answer without it is no success.'),
    header: headerName.default('Authorization').describe('The header that carries the token with every other call.'),
    value: z.string().min(1).max(500).default('Bearer {token}').describe('What the header says; needs {token}.'),
  }),
]);
export type Login = z.output<typeof login>;
/** A login that is a call of its own: what it gives may run out and be asked for anew. */
export type LoginByCall = Extract<Login, { readonly kind: 'cookie' | 'token' }>;
export const isLoginByCall = (login: Login): login is LoginByCall => login.kind === 'cookie' || login.kind === 'token';

/** A field that says yes, or a word that says no: whatever else stands there, or nothing, is private. */
const privacy = z.union([
  candidates,
  z.strictObject({
    at: candidates,
    unless: z
      .array(shortText)
      .min(1)
      .max(50)
      .describe(
        'The words of bookings that are not private, ignoring case; all others are, and so is one without a word.',
      ),
  }),
]);
export type PrivacyFields = z.output<typeof privacy>;

/** How an answer looks when the login has run out. */
const expiredLogin = z
  .strictObject({
    statuses: z.array(status).default([]).describe('Statuses that say that the login has run out, e.g. 401.'),
    redirectsTo: z
      .array(shortText)
      .default([])
      .describe('A redirect whose target path holds one of these, ignoring case; host and query are not looked at.'),
    isHtml: z.boolean().default(false).describe('A web page in a 2xx where data was expected.'),
    texts: z
      .array(shortText)
      .default([])
      .describe(
        'A text of the answer’s top level that holds one of these, ignoring case, in a 2xx without the expected data.',
      ),
    fields: z
      .array(fieldEquals)
      .default([])
      .describe('A field of a 2xx, looked for in the whole answer, that says so; whatever data stands beside it.'),
  })
  .prefault({})
  .describe('How an answer looks when the login has run out. Any one of these is enough.');
export type ExpiredLogin = z.output<typeof expiredLogin>;

/** How a read's answer tells in a field what others tell by a status. */
const outcome = z
  .strictObject({
    ok: fieldEquals
      .nullable()
      .default(null)
      .describe(
        'A 2xx without this field is an error of the server, whatever data stands beside it. null: there is no such field.',
      ),
    denied: fieldEquals
      .nullable()
      .default(null)
      .describe('A 2xx with this field says that the account has no right to it.'),
  })
  .prefault({})
  .describe('How a field of a 2xx tells whether a read went well. After expiredLogin, before the data.');
export type Outcome = z.output<typeof outcome>;

const totalAt = optionalCandidates.describe(
  'Where the number of all items stands, in the answer; compared with the distinct ids that were read.',
);

const parametersIn = z
  .enum(['query', 'body'])
  .default('query')
  .describe(
    'Where the parameters stand. In a JSON body they are numbers, and a name may be a dotted path; in a form they are texts.',
  );

const paging = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('page'),
    in: parametersIn,
    parameter: shortText.describe('The parameter that carries the page’s number.'),
    first: z.int().min(0).max(1).default(1).describe('The number of the first page.'),
    size: z
      .strictObject({ parameter: shortText, value: z.int().min(1).max(100_000) })
      .nullable()
      .default(null),
    total: totalAt,
  }),
  z.strictObject({
    kind: z.literal('skip-take'),
    in: parametersIn,
    skip: shortText.describe('The parameter that carries the number of items read so far.'),
    take: z.strictObject({ parameter: shortText, value: z.int().min(1).max(100_000) }),
    total: totalAt,
  }),
  z.strictObject({
    kind: z.literal('next-link'),
    next: candidates.describe(
      'Where the address of the next page stands in the answer; absent, null or empty on the last page.',
    ),
    total: totalAt,
  }),
]);
export type Paging = z.output<typeof paging>;

/**
 * iso-offset: 2026-11-23T09:00:00+01:00 or Z; iso-local: the same without offset, also with a space for the T; dotnet-date: \/Date(1795420800000)\/;
 * day-month-year: 23-11-2026 09:00, also with dots or slashes; epoch-seconds, epoch-milliseconds: since 1970 in UTC, as a number or its digits.
 */
const timeFormat = z.enum([
  'iso-offset',
  'iso-local',
  'dotnet-date',
  'day-month-year',
  'epoch-seconds',
  'epoch-milliseconds',
]);
export type TimeFormat = z.output<typeof timeFormat>;

/** How times are written; …-minutes: the same without seconds. iso-date: the day alone, for a window; its end is the day after. */
const writtenTime = z.enum([
  'iso-local',
  'iso-offset',
  'iso-utc',
  'iso-space',
  'day-month-year',
  'iso-local-minutes',
  'iso-space-minutes',
  'day-month-year-minutes',
  'dotnet-date',
  'iso-date',
  'epoch-seconds',
  'epoch-milliseconds',
]);
export type WrittenTime = z.output<typeof writtenTime>;

const times = z.strictObject({
  formats: z
    .array(timeFormat)
    .min(1)
    .default(['iso-offset', 'iso-local', 'dotnet-date'])
    .describe('How the server writes times; tried in this order.'),
  zone: z
    .union([z.literal('location'), z.literal('house'), z.strictObject({ fixed: shortText })])
    .describe(
      'Whose zone local times are in: the location’s (bookings), the house’s (access control), or a fixed one.',
    ),
  write: writtenTime.default('iso-local').describe('How times are written into requests.'),
  zoneNames: z
    .array(z.enum(['iana', 'windows']))
    .min(1)
    .default(['iana', 'windows'])
    .describe('Whose zone names the server uses; tried in this order.'),
});
export type Times = z.output<typeof times>;

const answerFormat = z.enum(['json', 'xml']);
export type AnswerFormat = z.output<typeof answerFormat>;

const call = {
  method: z.enum(['GET', 'POST']),
  path: pathTemplate,
  query,
  body: body.nullable().default(null),
  answer: answerFormat
    .default('json')
    .describe(
      'In an XML answer elements and attributes are fields alike, the root element is the first part of a path, and repeated elements are a list.',
    ),
  onlyReads: z
    .boolean()
    .default(false)
    .describe(
      'true where the vendor says that this call changes nothing although its path sounds like a change: it is sent too while the profile is only tried.',
    ),
};

/** A read that gives one object. */
const objectRead = <Fields extends z.ZodType>(fields: Fields) => z.strictObject({ ...call, fields });

const listCall = {
  ...call,
  list: z
    .string()
    .max(200)
    // A name follows each [], and a dot between: what comes last is the list itself.
    .regex(/^(?:\[\]\.)?[^[\]]*(?:\[\]\.[^[\].][^[\]]*)*$/, reason('no-list-path'))
    .default('')
    .describe(
      'Dotted path of the list in the answer; "" for a bare list. One object instead of a list is accepted. Through every row of a list goes a path with []: "floors[].rooms".',
    ),
  empty: fieldEquals
    .nullable()
    .default(null)
    .describe('Where the answer says so, a list that is left out is an empty one; without it, it is a fault.'),
  paging: paging.prefault({ kind: 'none' }),
};

/** A read that gives a list, asked once, once per location or once per room. */
const listRead = <Fields extends z.ZodType>(fields: Fields) =>
  z.strictObject({
    ...listCall,
    asked: z
      .enum(['once', 'per-location', 'per-room'])
      .default('once')
      .describe('Once for all, once for each location, or once for each room.'),
    fields,
  });

/** A read that gives what lies in a window of time. */
const bookingRead = <Fields extends z.ZodType>(fields: Fields) =>
  listRead(fields).extend({
    windowDays: z
      .int()
      .min(1)
      .max(366)
      .nullable()
      .default(null)
      .describe('How many days one call may ask for; a longer window is asked for in several calls. null: no limit.'),
  });

/** A read that gives a list of something known already; its path or query says of what. */
const listReadOf = <Fields extends z.ZodType>(fields: Fields) => z.strictObject({ ...listCall, fields });

const person = z.strictObject({
  at: candidates.describe('Where the person, or the list of persons, stands in the item.'),
  name: joinedText,
  email: optionalCandidates,
  employeeNumber: optionalCandidates,
  initials: optionalCandidates,
  isExternal: z
    .union([candidates, z.literal(true)])
    .nullable()
    .default(null)
    .describe('true, 1, "true", "1" or "yes": from outside the house. The value true itself: everybody here is.'),
});

const statusWord = z
  .enum(['confirmed', 'pending', 'cancelled', 'deleted', 'ended', 'no-show', 'empty'])
  .describe('confirmed counts; pending only where the house’s setting says so; the others do not count.');
// Rule R5: what the profile does not know is `unknown`.
const statuses = z.strictObject({
  words: z
    .record(shortText, statusWord)
    .describe('The server’s words for a booking’s state, ignoring case, and ours; a word that is not here is unknown.'),
  missing: z
    .union([statusWord, z.literal('unknown')])
    .default('unknown')
    .describe('What a booking without the field is.'),
});

const about = {
  $schema: z
    .string()
    .max(500)
    .optional()
    .describe('Where an editor finds the JSON Schema; the program makes nothing of it.'),
  profileVersion: z.literal(1).describe('The version of this format.'),
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'small letters, digits and hyphens')
    .describe('What connections know the profile by: small letters, digits and hyphens.'),
  title: shortText.describe('What people see.'),
  confirmed: z.boolean().describe('Whether somebody has seen this profile work against the real product.'),
  note: z.string().max(4000).default('').describe('For the technician who opens the file.'),
};

const common = {
  ...about,
  root: z
    .strictObject({ ending: z.union([z.literal(''), pathTemplate]).default('') })
    .prefault({})
    .describe(
      'The API’s own ending of the address, e.g. "/api.mvc"; appended to what the user typed unless it is there already.',
    ),
  headers: z
    .record(headerName, headerValue)
    .default({})
    .describe(
      'Headers that every request carries, the login’s too. No place for secrets: whoever has the file reads them.',
    ),
  parallel: z.int().min(1).max(4).default(4).describe('How many calls may be under way at one time.'),
  login,
  expiredLogin,
  outcome,
  times,
};

/** Headers that the program sets itself, or that would change what a request is. */
const OWN_HEADERS =
  /^(?:authorization|cookie2?|set-cookie|host|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|range|accept-encoding|if-.*|content-.*|proxy-.*)$/i;

const bookingProfile = z.strictObject({
  ...common,
  kind: z.literal('booking-source'),
  statuses,
  operations: z.strictObject({
    locations: listRead(z.strictObject({ id: candidates, name: optionalCandidates, zone: optionalCandidates })),
    rooms: listRead(
      z.strictObject({
        id: candidates,
        name: optionalCandidates,
        location: optionalCandidates,
        capacity: optionalCandidates.describe('How many persons the room holds.'),
        preparation: optionalCandidates.describe('Minutes before the meeting.'),
        followUp: optionalCandidates.describe('Minutes after the meeting.'),
      }),
    ),
    bookings: bookingRead(
      z.strictObject({
        id: candidates,
        meeting: optionalCandidates.describe('The id that bookings of one meeting over several rooms share.'),
        room: optionalCandidates.describe('The id of the one room that is booked.'),
        rooms: z
          .strictObject({
            at: candidates.describe('Where the list of rooms stands in the item.'),
            id: optionalCandidates.describe('Where the id stands in each of them; null where each is the id itself.'),
          })
          .nullable()
          .default(null)
          .describe('In place of room: the rooms that are booked together, each a booking of its own to the program.'),
        start: timeFields,
        end: endFields,
        title: optionalCandidates,
        isPrivate: privacy
          .nullable()
          .default(null)
          .describe('true, 1, "true", "1" or "yes", or any word but those under unless: the title is masked.'),
        status: optionalCandidates.describe('The field whose word stands under statuses.words.'),
        organiser: person.nullable().default(null).describe('One person; of a list the first.'),
        participants: z
          .union([person, z.array(person).max(10)])
          .nullable()
          .default(null)
          .transform((given) => (given === null ? [] : Array.isArray(given) ? given : [given]))
          .describe('A list of persons, or several, e.g. one of colleagues and one of guests.'),
      }),
    ),
  }),
});
export type BookingProfile = z.output<typeof bookingProfile>;

const periods = z.strictObject({ at: candidates, from: timeFields, to: endFields });

/** What a field says of a write where the status alone does not. */
const writeResult = z.strictObject({
  at: candidates.describe('Where the field stands in the answer; in XML the root element is the first part.'),
  accepted: said.min(1).describe('The list was written.'),
  conflict: said.default([]).describe('Somebody else wrote meanwhile; read again.'),
  refused: said.default([]).describe('It was not written, and why stands under refused.message.'),
});
const RESULT =
  'Looked at in an answer whose status is one of accepted: the field decides then, and any other value leaves open whether it was written.';

/** What the answers to a write mean; any other answer leaves open whether it was done. */
const writeAnswers = {
  accepted: z.array(status).min(1).default([200, 204]).describe('The list was written.'),
  conflict: z.array(status).default([]).describe('Somebody else wrote meanwhile; read again.'),
  refused: z.strictObject({ statuses: z.array(status).default([]), message: optionalCandidates }).prefault({}),
};

/** A write of one whole list of periods. */
const listWrite = {
  result: writeResult.nullable().default(null).describe(RESULT),
  method: z.enum(['PUT', 'POST', 'PATCH']),
  path: pathTemplate,
  query,
  body,
  period: bodyTemplate.describe('How one period of {periods} is written; needs {from}, and {to} or {minutes}.'),
  ...writeAnswers,
};

/** Persons, person groups and the memberships that lead from the one to the other. */
const peopleOperations = z.strictObject({
  persons: listRead(
    z.strictObject({
      id: candidates,
      name: joinedText,
      email: optionalCandidates,
      employeeNumber: optionalCandidates,
      initials: optionalCandidates,
    }),
  ),
  groups: listRead(z.strictObject({ id: candidates, name: optionalCandidates })),
  /** The members of one group, asked once per group. */
  members: listReadOf(
    z.strictObject({
      person: candidates,
      /** Whether the membership is valid always; null where the server has no such ones. */
      always: z
        .union(
          [
            candidates,
            z.strictObject({
              at: candidates,
              yes: said.min(1).describe('Exactly these say that it is valid always.'),
              no: said.min(1).describe('Exactly these say that it is not; a row with neither is not understood.'),
            }),
          ],
          { error: reason('field-or', '{ "at": …, "yes": […], "no": […] }') },
        )
        .nullable()
        .default(null),
      /** The shared exception that the membership follows; null where the server has no such ones. */
      exception: z
        .union(
          [
            candidates,
            z.strictObject({
              at: candidates,
              none: said.min(1).describe('Exactly these say that it follows none, as does a field that is not there.'),
            }),
          ],
          { error: reason('field-or', '{ "at": …, "none": […] }') },
        )
        .nullable()
        .default(null),
      periods,
    }),
  ),
  /** Makes a person a member in these periods, or replaces the periods of a member. */
  writeMember: z.strictObject(listWrite),
  /** Takes a person out of a group. */
  removeMember: z.strictObject({
    method: z.enum(['DELETE', 'POST', 'PUT', 'PATCH']),
    path: pathTemplate,
    query,
    body: body.nullable().default(null),
    ...writeAnswers,
    /** Answers that say that the person is no member: what was asked for is so already. */
    noMember: z.array(status).default([404]),
    result: writeResult
      .extend({ noMember: said.default([]).describe('The person was no member: what was asked for is so already.') })
      .nullable()
      .default(null)
      .describe(RESULT),
  }),
});
export type PeopleOperations = z.output<typeof peopleOperations>;

const accessProfile = z.strictObject({
  ...common,
  kind: z.literal('access-control'),
  operations: z.strictObject({
    /** What the server says of itself; null where there is no such call. */
    info: objectRead(z.strictObject({ zone: optionalCandidates }))
      .nullable()
      .default(null),
    exceptions: listRead(
      z.strictObject({
        id: candidates,
        name: optionalCandidates,
        maxPeriods: optionalCandidates.describe('How many periods the exception holds.'),
        version: optionalCandidates.describe('What a write names to say which list it replaces.'),
        periods,
      }),
    ),
    writePeriods: z.strictObject({
      ...listWrite,
      /** The header that carries the version read before; sent only when there was one. */
      versionHeader: z
        .strictObject({ name: headerName, value: z.string().min(1).max(200) })
        .nullable()
        .default(null),
      /** The header in which an accepted write tells the new version; quotes and a leading W/ are taken off. */
      newVersionHeader: headerName.nullable().default(null),
      newVersion: optionalCandidates.describe(
        'Where an accepted write tells the new version in its answer; looked at where the header tells none.',
      ),
    }),
    /** null: the server has no persons and groups that could be reached; shared exceptions work without. */
    people: peopleOperations.nullable().default(null),
  }),
});
export type AccessProfile = z.output<typeof accessProfile>;

/** A piece of an XML document; what stands for its placeholders is escaped. */
const xmlPiece = z.string().min(1).max(20_000);

const importFileProfile = z.strictObject({
  ...about,
  kind: z.literal('import-file'),
  /** What the file is called where the connection does not say. */
  fileName: z
    .string()
    .max(200)
    .regex(/^[^\\/:*?"<>|\u0000-\u001F.][^\\/:*?"<>|\u0000-\u001F]*$/, reason('no-file-name'))
    .default('UniLockImport.xml'),
  encoding: z
    .strictObject({ name: z.literal('utf-8'), byteOrderMark: z.boolean().default(false) })
    .prefault({ name: 'utf-8' }),
  times: z.strictObject({
    /** Whose zone local times are in: the house's, or a fixed one (IANA or Windows name). */
    zone: z.union([z.literal('house'), z.strictObject({ fixed: shortText })]).default('house'),
    write: writtenTime.exclude(['iso-date']).default('iso-local'),
  }),
  /** The document in pieces; each stands where the next larger one names it. */
  template: z.strictObject({
    /** The whole file: {exceptions}, {persons} and, if wanted, {generated}. */
    document: xmlPiece,
    /** One shared exception with its whole list: {exceptionId} is its name as typed, {periods} its periods, none for an empty one. */
    exception: xmlPiece,
    /** One person with {groups}, told by {email}, {employeeNumber} or {initials}; null: this file takes no persons. */
    person: xmlPiece.nullable().default(null),
    /** One membership with its whole list; without periods it takes the person out of the group. null where there are no persons. */
    group: xmlPiece.nullable().default(null),
    /** One period: {from} and {to}. */
    period: xmlPiece,
  }),
});
export type ImportFileProfile = z.output<typeof importFileProfile>;

/** What tells a person to UniLock in an import file. */
export const PERSON_KEYS = ['email', 'employeeNumber', 'initials'] as const;

/** A text's placeholders, e.g. ["locationId"] of "/rooms/{locationId}". */
export const placeholdersOf = (template: string): string[] =>
  Array.from(template.matchAll(/\{(\w+)(?::number)?\}/g), (match) => match[1] ?? '');

/** The placeholder of a text that is nothing but "{name:number}"; null of any other. */
export const numberPlaceholderOf = (template: string): string | null =>
  /^\{(\w+):number\}$/.exec(template)?.[1] ?? null;

/** A template and where it stands. */
interface PlacedText {
  readonly text: string;
  readonly path: (string | number)[];
  /** A value in a JSON body: it may become a number. */
  readonly isJson?: boolean;
}

function textsOf(template: BodyTemplate, path: readonly (string | number)[], isJson = false): PlacedText[] {
  if (typeof template === 'string') return [{ text: template, path: [...path], isJson }];
  if (template === null || typeof template !== 'object') return [];
  return Object.entries(template).flatMap(([key, part]) => textsOf(part, [...path, key], isJson));
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value could be put at the path without one that is there being lost. */
function isFreeIn(content: unknown, path: readonly string[]): boolean {
  let value = content;
  for (const part of path) {
    if (!isFields(value)) return false;
    if (!Object.hasOwn(value, part)) return true;
    value = value[part];
  }
  return false;
}

/** Whether two paths are one, or one of them leads through the other's end. */
const isSameOrInside = (one: readonly string[], other: readonly string[]): boolean =>
  one.slice(0, other.length).every((part, index) => part === other[index]);

interface TemplatedRequest {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: RequestBody | null;
}

const bodyTexts = (body: RequestBody | null, at: readonly (string | number)[]): PlacedText[] =>
  body === null ? [] : textsOf(body.content, [...at, 'body', 'content'], body.format === 'json');

const requestTexts = (request: TemplatedRequest, at: readonly (string | number)[]): PlacedText[] => [
  { text: request.path, path: [...at, 'path'] },
  ...textsOf(request.query, [...at, 'query']),
  ...bodyTexts(request.body, at),
];

interface ListWrite extends TemplatedRequest {
  readonly body: RequestBody;
  readonly period: BodyTemplate;
}

const PLACEHOLDERS_ASKED: Record<'once' | 'per-location' | 'per-room', readonly Placeholder[]> = {
  once: [],
  'per-location': ['locationId'],
  'per-room': ['locationId', 'roomId'],
};

/** A profile, version 1: how one API is spoken. */
export const profileSchema = z
  .discriminatedUnion('kind', [bookingProfile, accessProfile, importFileProfile])
  .superRefine((profile, check) => {
    const complain = (path: (string | number)[], message: string): void =>
      check.addIssue({ code: 'custom', path, message });
    const only = (texts: readonly PlacedText[], allowed: readonly Placeholder[]): void => {
      for (const { text, path, isJson = false } of texts) {
        for (const [whole, name = ''] of text.matchAll(/\{(\w+):\w+\}/g)) {
          const isNumber = whole.endsWith(':number}');
          // Sent as it stands, a misspelt one would be believed to be there.
          if (!isNumber && (allowed as readonly string[]).includes(name))
            complain(path, reason('unknown-placeholder', whole));
          if (isNumber && (!isJson || name === 'periods' || text !== whole))
            complain(path, reason('number-alone', whole));
          else if (isNumber && (name === 'from' || name === 'to') && !TIMES_AS_NUMBERS.includes(profile.times.write))
            complain(path, reason('time-no-number', whole, profile.times.write));
        }
        for (const name of placeholdersOf(text))
          if (!(allowed as readonly string[]).includes(name))
            complain(
              path,
              allowed.length === 0
                ? reason('unknown-placeholder', `{${name}}`)
                : reason('other-placeholder', `{${name}}`, allowed.map((each) => `{${each}}`).join(', ')),
            );
      }
    };

    /** The parameters of paging stand in a body that can hold them, each at a place of its own. */
    const checkPaging = (read: TemplatedRequest & { readonly paging: Paging }, at: (string | number)[]): void => {
      const { paging: pages, body: sent } = read;
      if (pages.kind === 'none' || pages.kind === 'next-link' || pages.in === 'query') return;
      const path = [...at, 'paging'];
      if (sent === null || sent.format === 'xml' || !isFields(sent.content))
        return complain([...path, 'in'], reason('no-body-for-paging'));
      const [first, second] =
        pages.kind === 'skip-take'
          ? [
              { name: pages.skip, place: ['skip'] },
              { name: pages.take.parameter, place: ['take', 'parameter'] },
            ]
          : [
              { name: pages.parameter, place: ['parameter'] },
              pages.size === null ? null : { name: pages.size.parameter, place: ['size', 'parameter'] },
            ];
      const partsOf = (name: string): string[] => (sent.format === 'json' ? name.split('.') : [name]);
      for (const one of [first, second])
        if (one !== null && !isFreeIn(sent.content, partsOf(one.name)))
          complain([...path, ...one.place], reason('taken-in-body', one.name));
      if (second !== null && isSameOrInside(partsOf(first.name), partsOf(second.name)))
        complain([...path, ...second.place], reason('taken-in-body', second.name));
    };

    /** A request that does not say of what would read, or write, one and the same for all. */
    const needed = (
      texts: readonly { text: string }[],
      names: readonly Placeholder[],
      path: (string | number)[],
    ): void => {
      const named = texts.flatMap(({ text }) => placeholdersOf(text));
      for (const name of names) if (!named.includes(name)) complain(path, reason('needs', `{${name}}`));
    };
    /** @param extra what the body may mention besides the target and its periods */
    const checkListWrite = (
      write: ListWrite,
      path: (string | number)[],
      target: readonly Placeholder[],
      extra: readonly Placeholder[],
    ): void => {
      only(requestTexts({ ...write, body: null }, path), target);
      const inBody = bodyTexts(write.body, path);
      only(inBody, [...target, ...extra, 'periods']);
      needed(requestTexts(write, path), target, path);
      const isXml = write.body.format === 'xml';
      if (!inBody.some(({ text }) => (isXml ? text.includes('{periods}') : text === '{periods}')))
        complain([...path, 'body', 'content'], reason('no-periods'));
      if (isXml && typeof write.period !== 'string') complain([...path, 'period'], reason('period-as-text'));
      only(textsOf(write.period, [...path, 'period'], write.body.format === 'json'), ['from', 'to', 'minutes']);
      const named = textsOf(write.period, []).flatMap(({ text }) => placeholdersOf(text));
      // Every opening carries its end (rule W9): a template that forgot one would leave doors open.
      if (!named.includes('from')) complain([...path, 'period'], reason('period-needs', '{from}'));
      if (!named.includes('to') && !named.includes('minutes'))
        complain([...path, 'period'], reason('period-needs-end', '{to}', '{minutes}'));
      if (write.body.format === 'form') complain([...path, 'body', 'format'], reason('no-form'));
    };

    /** One value cannot say two things. */
    const checkResult = (result: Readonly<Record<string, unknown>> | null, path: (string | number)[]): void => {
      const { at: _, ...lists } = result ?? {};
      const taken = new Set<unknown>();
      // In the order in which they are asked, whatever order they were written in.
      for (const name of ['accepted', 'conflict', 'refused', 'noMember']) {
        const values = new Set((lists[name] ?? []) as readonly unknown[]);
        for (const value of values)
          if (taken.has(value)) complain([...path, 'result', name], reason('one-meaning', String(value)));
        values.forEach((value) => taken.add(value));
      }
    };

    const { zone } = profile.times;
    const zoneNames = profile.kind === 'import-file' ? (['iana', 'windows'] as const) : profile.times.zoneNames;
    if (typeof zone === 'object' && zoneFromName(zone.fixed, zoneNames) === null)
      complain(['times', 'zone', 'fixed'], reason('no-zone', zoneNames.join(', ')));

    if (profile.kind === 'import-file') {
      const { document, exception, person, group, period } = profile.template;
      const piece = (
        name: keyof ImportFileProfile['template'],
        text: string,
        must: readonly Placeholder[],
        may: readonly Placeholder[] = [],
      ): void => {
        const path = ['template', name];
        only([{ text, path }], [...must, ...may]);
        needed([{ text }], must, path);
        for (const list of ['exceptions', 'persons', 'groups', 'periods'] as const)
          if (placeholdersOf(text).filter((each) => each === list).length > 1)
            complain(path, reason('once', `{${list}}`));
      };
      piece('document', document, ['exceptions', ...(person === null ? [] : (['persons'] as const))], ['generated']);
      piece('exception', exception, ['exceptionId', 'periods']);
      // Every opening carries its end (rule W9): a template that forgot one would leave doors open.
      piece('period', period, ['from', 'to']);
      if (person !== null) {
        piece('person', person, ['groups'], [...PERSON_KEYS, 'name']);
        if (!placeholdersOf(person).some((each) => (PERSON_KEYS as readonly string[]).includes(each)))
          complain(['template', 'person'], reason('needs-one', PERSON_KEYS.map((each) => `{${each}}`).join(', ')));
        if (group === null) complain(['template', 'group'], reason('needed-for-persons'));
      }
      if (group !== null) piece('group', group, ['groupId', 'periods']);
      return;
    }

    const names = new Set<string>();
    for (const [name, text] of Object.entries(profile.headers)) {
      const path = ['headers', name];
      only([{ text, path }], []);
      const taken = [
        'header' in profile.login ? profile.login.header : null,
        profile.kind === 'access-control' ? profile.operations.writePeriods.versionHeader?.name : null,
      ];
      if (OWN_HEADERS.test(name) || taken.some((each) => each?.toLowerCase() === name.toLowerCase()))
        complain(path, reason('own-header'));
      if (names.has(name.toLowerCase())) complain(path, reason('once', name));
      names.add(name.toLowerCase());
    }
    if (profile.login.kind === 'header')
      only([{ text: profile.login.value, path: ['login', 'value'] }], ['userName', 'password']);
    if (profile.login.kind === 'token') {
      const at = ['login', 'value'];
      only([{ text: profile.login.value, path: at }], ['token']);
      needed([{ text: profile.login.value }], ['token'], at);
    }
    if (isLoginByCall(profile.login)) {
      only(requestTexts({ ...profile.login.request, body: null }, ['login', 'request']), ['userName']);
      only(bodyTexts(profile.login.request.body, ['login', 'request']), ['userName', 'password']);
    }

    if (profile.kind === 'booking-source') {
      const { locations, rooms, bookings } = profile.operations;
      only(requestTexts(locations, ['operations', 'locations']), []);
      for (const name of ['locations', 'rooms', 'bookings'] as const)
        checkPaging(profile.operations[name], ['operations', name]);
      for (const [name, read, window] of [
        ['rooms', rooms, []],
        ['bookings', bookings, ['from', 'to']],
      ] as const) {
        const texts = requestTexts(read, ['operations', name]);
        only(texts, [...PLACEHOLDERS_ASKED[read.asked], ...window]);
        // Asked for one place without naming it, the server would answer with all of them each time.
        needed(texts, PLACEHOLDERS_ASKED[read.asked].slice(-1), ['operations', name]);
      }
      if (bookings.windowDays !== null) {
        needed(requestTexts(bookings, []), ['from', 'to'], ['operations', 'bookings']);
        if (bookings.windowDays < 2 && profile.times.write === 'iso-date')
          complain(['operations', 'bookings', 'windowDays'], reason('window-of-days'));
      }
      if (locations.asked !== 'once') complain(['operations', 'locations', 'asked'], reason('asked-once'));
      if (rooms.asked === 'per-room') complain(['operations', 'rooms', 'asked'], reason('rooms-asked'));
      if (rooms.asked === 'once' && rooms.fields.location === null)
        complain(['operations', 'rooms', 'fields', 'location'], reason('needed-rooms-once'));
      if (bookings.fields.room !== null && bookings.fields.rooms !== null)
        complain(['operations', 'bookings', 'fields', 'rooms'], reason('room-or-rooms'));
      if (bookings.asked !== 'per-room' && bookings.fields.room === null && bookings.fields.rooms === null)
        complain(['operations', 'bookings', 'fields', 'room'], reason('needed-not-per-room'));
      if (locations.fields.zone === null && typeof profile.times.zone === 'string')
        complain(['operations', 'locations', 'fields', 'zone'], reason('needed-no-fixed-zone'));
      if (profile.times.zone === 'house') complain(['times', 'zone'], reason('no-house-zone'));
    } else {
      const { info, exceptions, writePeriods, people } = profile.operations;
      if (info !== null) only(requestTexts(info, ['operations', 'info']), []);
      only(requestTexts(exceptions, ['operations', 'exceptions']), []);
      checkPaging(exceptions, ['operations', 'exceptions']);
      if (exceptions.asked !== 'once') complain(['operations', 'exceptions', 'asked'], reason('asked-once'));
      checkListWrite(writePeriods, ['operations', 'writePeriods'], ['exceptionId'], ['version']);
      checkResult(writePeriods.result, ['operations', 'writePeriods']);
      if (writePeriods.versionHeader !== null)
        only(
          [{ text: writePeriods.versionHeader.value, path: ['operations', 'writePeriods', 'versionHeader', 'value'] }],
          ['version'],
        );
      if (people !== null) {
        const at = (name: keyof PeopleOperations): string[] => ['operations', 'people', name];
        for (const name of ['persons', 'groups'] as const) {
          only(requestTexts(people[name], at(name)), []);
          if (people[name].asked !== 'once') complain([...at(name), 'asked'], reason('asked-once'));
        }
        for (const name of ['persons', 'groups', 'members'] as const) checkPaging(people[name], at(name));
        const { always } = people.members.fields;
        const twice =
          always !== null && 'yes' in always ? always.yes.find((word) => always.no.includes(word)) : undefined;
        if (twice !== undefined)
          complain([...at('members'), 'fields', 'always', 'no'], reason('one-meaning', String(twice)));
        const { members, writeMember, removeMember } = people;
        only(requestTexts(members, at('members')), ['groupId']);
        needed(requestTexts(members, at('members')), ['groupId'], at('members'));
        checkListWrite(writeMember, at('writeMember'), ['groupId', 'personId'], []);
        only(requestTexts(removeMember, at('removeMember')), ['groupId', 'personId']);
        needed(requestTexts(removeMember, at('removeMember')), ['groupId', 'personId'], at('removeMember'));
        checkResult(writeMember.result, at('writeMember'));
        checkResult(removeMember.result, at('removeMember'));
        if (removeMember.noMember.some((answer) => removeMember.conflict.includes(answer)))
          complain([...at('removeMember'), 'noMember'], reason('conflict-too'));
      }
      if (profile.times.write === 'iso-date') complain(['times', 'write'], reason('no-time-of-day'));
      if (profile.times.zone === 'location') complain(['times', 'zone'], reason('no-location-zone'));
    }
  });

export type Profile = z.output<typeof profileSchema>;
export type ListRead<Fields> = z.output<ReturnType<typeof listRead<z.ZodType<Fields>>>>;
export type ObjectRead<Fields> = z.output<ReturnType<typeof objectRead<z.ZodType<Fields>>>>;
export type PersonFields = z.output<typeof person>;
export type StatusWords = z.output<typeof statuses>;
