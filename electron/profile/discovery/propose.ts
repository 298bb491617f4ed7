import type { FoundOperation, Proposal, ProposalReason } from '../../../shared/dto';
import type { BookingProfile } from '../../../shared/profile';
import { isLoginByCall } from '../../../shared/profile';
import { wordsOfName } from '../change-words';
import type { ListedType, TypedName } from './listing';

type Concept = Proposal['operation'];
type ListConcept = Exclude<Concept, 'login'>;

/** Words for the three lists, in the languages of the house's servers. */
const CONCEPT_WORDS: Readonly<Record<ListConcept, readonly string[]>> = {
  locations: ['location', 'site', 'building', 'lokation', 'bygning', 'office', 'venue', 'campus'],
  rooms: ['room', 'meetingroom', 'lokale', 'resource', 'space', 'rum'],
  bookings: ['booking', 'roombooking', 'reservation', 'appointment', 'meeting', 'event', 'occurrence', 'møde', 'moede'],
};
/** After these a name tells what it is asked by, not what it gives. */
const LINKING_WORDS = ['by', 'for', 'in', 'of', 'at', 'from', 'with', 'per', 'between'];
/** Words that say nothing of what is given. */
const EMPTY_WORDS = [
  'get',
  'list',
  'all',
  'read',
  'find',
  'search',
  'query',
  'fetch',
  'hent',
  'api',
  'rest',
  'index',
  'items',
];

const singular = (word: string): string =>
  word.endsWith('lokaler') || word.endsWith('bygninger') || word.endsWith('lokationer')
    ? word.replace(/e?r$/, (ending) => (word.endsWith('lokaler') ? 'e' : ending === 'er' ? '' : ''))
    : word.replace(/ies$/, 'y').replace(/(?<!s)s$/, '');

const conceptOfWord = (word: string): ListConcept | null => {
  const one = singular(word);
  for (const concept of ['bookings', 'rooms', 'locations'] as const)
    if (CONCEPT_WORDS[concept].includes(one)) return concept;
  return null;
};

/** What a name is about, and how plainly: 1 when nothing but that is said. */
function conceptOfName(name: string): { readonly concept: ListConcept; readonly plainness: number } | null {
  const words = wordsOfName(name).filter((word) => !/^v?\d+$/.test(word));
  const link = words.findIndex((word, index) => index > 0 && LINKING_WORDS.includes(word));
  const telling = (link < 0 ? words : words.slice(0, link)).filter((word) => !EMPTY_WORDS.includes(word));
  const last = telling.at(-1);
  if (last === undefined) return null;
  const concept = conceptOfWord(last);
  if (concept !== null) {
    const others = telling.slice(0, -1).filter((word) => conceptOfWord(word) === null).length;
    return { concept, plainness: others === 0 ? 1 : 0.6 };
  }
  // "RoomTypes" is about types.
  return null;
}

/** The words by which a field of ours is found; earlier ones are better. `*` stands for the words of the list's own concept. */
const FIELD_WORDS: Readonly<Record<ListConcept, Readonly<Record<string, readonly string[]>>>> = {
  locations: {
    id: ['id', '*id', 'code', '*code', 'key', 'guid', 'number', '*number'],
    name: ['name', '*name', 'displayname', 'title', 'navn'],
    zone: ['timezone', 'timezoneid', 'timezonename', 'tz', 'zone', 'ianatimezone', 'windowstimezone', 'tidszone'],
  },
  rooms: {
    id: ['id', '*id', 'code', '*code', 'key', 'guid', 'number', '*number'],
    name: ['name', '*name', 'displayname', 'title', 'navn'],
    location: ['locationid', 'siteid', 'buildingid', 'officeid', 'lokationid', 'location', 'site', 'building'],
    capacity: ['capacity', 'seats', 'seatcount', 'maxpersons', 'maxparticipants', 'persons', 'kapacitet'],
    preparation: ['preparationminutes', 'preparation', 'setupminutes', 'setuptime', 'preparationtime', 'bufferbefore'],
    followUp: [
      'followupminutes',
      'followup',
      'cleanupminutes',
      'cleanuptime',
      'teardownminutes',
      'followuptime',
      'bufferafter',
    ],
  },
  bookings: {
    id: ['id', '*id', 'guid', 'key', 'number', '*number'],
    meeting: ['meetingid', 'eventid', 'appointmentid', 'seriesid', 'masterid'],
    room: ['roomid', 'resourceid', 'meetingroomid', 'spaceid', 'lokaleid', 'room', 'resource'],
    start: [
      'start',
      'starttime',
      'startdatetime',
      'startsat',
      'begin',
      'begins',
      'begintime',
      'from',
      'fromtime',
      'startdate',
      'startutc',
    ],
    end: ['end', 'endtime', 'enddatetime', 'endsat', 'ends', 'finish', 'to', 'totime', 'until', 'enddate', 'endutc'],
    title: ['subject', 'title', 'topic', 'meetingtitle', 'emne'],
    isPrivate: ['isprivate', 'private', 'isconfidential', 'confidential'],
    status: ['status', 'bookingstatus', 'state', 'statusname', 'tilstand'],
    organiser: ['organizer', 'organiser', 'owner', 'host', 'bookedby', 'arrangør'],
    participants: ['attendees', 'participants', 'invitees', 'guests', 'deltagere'],
  },
};
/** Without these a list cannot be read. */
const NEEDED: Readonly<Record<ListConcept, readonly string[]>> = {
  locations: ['id'],
  rooms: ['id'],
  bookings: ['id', 'start', 'end'],
};

const PERSON_WORDS = {
  name: ['name', 'displayname', 'fullname', 'navn'],
  email: ['email', 'mail', 'emailaddress', 'mailaddress'],
  isExternal: ['isexternal', 'external', 'isguest'],
};

const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9æøå]/g, '');

const expanded = (concept: ListConcept, words: readonly string[]): string[] =>
  words.flatMap((word) =>
    word.startsWith('*') ? CONCEPT_WORDS[concept].map((own) => `${own}${word.slice(1)}`) : [word],
  );

interface FieldProposal {
  readonly field: string;
  readonly candidates: readonly string[];
  readonly confidence: number;
  readonly why: readonly ProposalReason[];
}

/** The names of a described type for each field of ours; without a type, the names that are usual. */
function fieldsOf(concept: ListConcept, type: ListedType | null): FieldProposal[] {
  return Object.entries(FIELD_WORDS[concept]).flatMap(([field, words]): FieldProposal[] => {
    const wanted = expanded(concept, words);
    if (type !== null) {
      const found = wanted
        .flatMap((word) => type.fields.filter(({ name }) => plainName(name) === word))
        .map(({ name }) => name);
      if (found.length > 0)
        return [
          {
            field,
            candidates: [...new Set(found)],
            confidence: plainName(found[0] ?? '') === wanted[0] ? 0.95 : 0.8,
            why: ['documented'],
          },
        ];
      if (!NEEDED[concept].includes(field)) return [];
    }
    // Readers ignore case, so the words themselves are candidates.
    return [{ field, candidates: wanted.slice(0, 20), confidence: type === null ? 0.3 : 0.1, why: ['assumed'] }];
  });
}

/** "List<RoomBooking>", "RoomBooking[]", "Array of RoomBooking": the name inside. */
const innerType = (text: string): string =>
  (/<\s*([\w.]+)\s*>/.exec(text)?.[1] ?? text.replace(/\[\]/g, '').replace(/^(?:array|list|collection)\s+of\s+/i, ''))
    .trim()
    .split('.')
    .at(-1) ?? '';

interface AnswerType {
  readonly item: ListedType | null;
  /** Where the list stands; "" for a bare one. */
  readonly list: string;
  readonly total: string | null;
}

function answerTypeOf(operation: FoundOperation, concept: ListConcept, types: readonly ListedType[]): AnswerType {
  const byName = (name: string): ListedType | undefined =>
    types.find((type) => type.name.split('.').at(-1)?.toLowerCase() === name.toLowerCase());
  const named = byName(innerType(operation.answers));
  const isList = /\[\]|<|array|list|collection/i.test(operation.answers);
  if (named !== undefined && !isList) {
    // A page around the list: the field whose type is a list of another type.
    for (const field of named.fields) {
      const inner = byName(innerType(field.type));
      if (inner === undefined || inner === named) continue;
      if (!/\[\]|<|array|list|collection/i.test(field.type) && !/items|results|data|value/i.test(field.name)) continue;
      const total = named.fields.find(({ name }) => /^(?:total|count|totalcount|totalitems|totalresults)$/i.test(name));
      return { item: inner, list: field.name, total: total?.name ?? null };
    }
  }
  if (named !== undefined) return { item: named, list: '', total: null };
  const alike = types.find(({ name }) => conceptOfName(name)?.concept === concept);
  return { item: alike ?? null, list: '', total: null };
}

const isAbout = (name: string, concept: ListConcept): boolean => {
  const words = wordsOfName(name).map(singular);
  const plain = plainName(name);
  return CONCEPT_WORDS[concept].some((word) => words.includes(word) || plain === `${word}id` || plain === word);
};
const FROM_NAMES = [
  'from',
  'start',
  'startdate',
  'starttime',
  'fromdate',
  'begin',
  'since',
  'startdatetime',
  'fromutc',
  'fra',
  'datefrom',
];
const TO_NAMES = ['to', 'end', 'enddate', 'endtime', 'todate', 'until', 'enddatetime', 'toutc', 'til', 'dateto'];

interface Placed {
  readonly query: Readonly<Record<string, string>>;
  readonly path: string;
  readonly asked: 'once' | 'per-location' | 'per-room';
  readonly hasWindow: boolean;
  /** Parameters in the path that nothing of ours fits: such a call cannot be made. */
  readonly unfilled: number;
}

/** The call with our placeholders in place of the server's parameters. */
function placed(operation: FoundOperation, concept: ListConcept): Placed {
  const meaning = ({ name }: TypedName): string | null => {
    const plain = plainName(name);
    if (concept === 'bookings' && FROM_NAMES.includes(plain)) return '{from}';
    if (concept === 'bookings' && TO_NAMES.includes(plain)) return '{to}';
    if (concept !== 'locations' && isAbout(name, 'locations')) return '{locationId}';
    if (concept === 'bookings' && isAbout(name, 'rooms')) return '{roomId}';
    return null;
  };
  const query: Record<string, string> = {};
  let path = operation.path;
  let unfilled = 0;
  for (const parameter of operation.parameters) {
    const ours = meaning(parameter);
    const inPath = new RegExp(`\\{${parameter.name.replace(/[^\w]/g, '\\$&')}(?::[^{}]*)?\\}`, 'i');
    if (inPath.test(path)) {
      if (ours === null) unfilled += 1;
      else path = path.replace(inPath, () => ours);
    } else if (ours !== null) query[parameter.name] = ours;
  }
  const texts = [path, ...Object.values(query)];
  const has = (placeholder: string): boolean => texts.some((text) => text.includes(placeholder));
  const asked = has('{roomId}') ? 'per-room' : has('{locationId}') ? 'per-location' : 'once';
  return { query, path, asked, hasWindow: has('{from}') && has('{to}'), unfilled };
}

const PAGE_SIZE = 500;

function pagingOf(operation: FoundOperation, total: string | null): object {
  const named = (...names: string[]): string | undefined =>
    operation.parameters.find(({ name }) => names.includes(plainName(name)))?.name;
  const page = named('page', 'pagenumber', 'pageindex', 'pageno', 'side');
  const size = named('pagesize', 'size', 'limit', 'perpage', 'top', 'take', 'count');
  const skip = named('skip', 'offset', 'start0');
  if (page !== undefined)
    return {
      kind: 'page',
      parameter: page,
      size: size === undefined ? null : { parameter: size, value: PAGE_SIZE },
      total,
    };
  if (skip !== undefined && size !== undefined)
    return { kind: 'skip-take', skip, take: { parameter: size, value: PAGE_SIZE }, total };
  return { kind: 'none' };
}

interface Candidate {
  readonly operation: FoundOperation;
  readonly confidence: number;
  readonly why: readonly ProposalReason[];
  readonly answer: AnswerType;
  readonly placed: Placed;
}

/** Below this nothing is proposed. */
const LEAST_CONFIDENCE = 0.25;

function judged(operation: FoundOperation, concept: ListConcept, types: readonly ListedType[]): Candidate | null {
  const byName = conceptOfName(operation.name);
  const byPath = conceptOfName(operation.path);
  const about = [byName, byPath].filter((each) => each?.concept === concept);
  if (about.length === 0) return null;
  // Where name and path speak of different things, the path is what is called.
  if (byPath !== null && byPath.concept !== concept) return null;
  const why: ProposalReason[] = [];
  const plainness = Math.max(...about.map((each) => each?.plainness ?? 0));
  why.push(plainness === 1 ? 'name' : 'near-name');
  let confidence = 0.45 * plainness;
  if (operation.use === 'ask') why.push('post-accepted');
  else if (operation.verb === 'GET') {
    confidence += 0.15;
    why.push('verb-told');
  } else why.push('verb-unknown');
  const where = placed(operation, concept);
  const isAsked =
    concept === 'locations'
      ? operation.parameters.length === 0
      : concept === 'rooms'
        ? where.asked === 'per-location'
        : where.hasWindow;
  if (isAsked) {
    confidence += 0.15;
    why.push('parameters');
  }
  confidence -= 0.4 * where.unfilled;
  // A method of which only the name is told: where it is called is our guess.
  if (operation.verb === '' && operation.path === `/${operation.name}`) confidence -= 0.1;
  const answer = answerTypeOf(operation, concept, types);
  const { item } = answer;
  if (item !== null) {
    const needed = NEEDED[concept];
    const found = fieldsOf(concept, item).filter(
      ({ field, why: reasons }) => needed.includes(field) && reasons.includes('documented'),
    ).length;
    confidence += 0.2 * (found / needed.length);
    if (found > 0) why.push('type-fields');
  }
  return confidence < LEAST_CONFIDENCE
    ? null
    : { operation, confidence: Math.round(Math.min(confidence, 0.95) * 100) / 100, why, answer, placed: where };
}

const bestOf = (
  operations: readonly FoundOperation[],
  concept: ListConcept,
  types: readonly ListedType[],
): Candidate | null =>
  operations
    .map((operation) => judged(operation, concept, types))
    .filter((each) => each !== null)
    .sort((a, b) => b.confidence - a.confidence || a.operation.path.length - b.operation.path.length)[0] ?? null;

const shownAs = ({ verb, path }: FoundOperation, assumed: string): string => `${verb === '' ? assumed : verb} ${path}`;

/** What we would make of what a server lists. */
export interface Proposed {
  readonly proposals: readonly Proposal[];
  /** The draft as JSON; null when no list was found. */
  readonly draft: object | null;
}

/**
 * Proposes operations and fields for what a server lists. Only what may be read is looked at, and POSTs only when a person accepted them by
 * their path; the login only as the login.
 * @param base the profile that fills in what was not found: times, statuses, what an expired login looks like
 * @param zone for locations that tell none
 */
export function proposeMapping(
  operations: readonly FoundOperation[],
  types: readonly ListedType[],
  options: {
    readonly base: BookingProfile;
    readonly acceptedPosts: readonly string[];
    readonly id: string;
    readonly title: string;
    readonly zone: string;
  },
): Proposed {
  const { base, acceptedPosts } = options;
  const usable = operations.filter(
    ({ use, path }) => use === 'read' || (use === 'ask' && acceptedPosts.includes(path)),
  );
  const found = {
    locations: bestOf(usable, 'locations', types),
    rooms: bestOf(usable, 'rooms', types),
    bookings: bestOf(usable, 'bookings', types),
  };
  const login = operations.find(({ use }) => use === 'login') ?? null;
  const proposals: Proposal[] = [loginProposal(login)];
  for (const concept of ['locations', 'rooms', 'bookings'] as const) {
    const best = found[concept];
    proposals.push({
      operation: concept,
      found: best === null ? null : shownAs(best.operation, 'GET'),
      confidence: best?.confidence ?? 0,
      why: [...(best?.why ?? [])],
      fields:
        best === null
          ? []
          : fieldsOf(concept, best.answer.item).map((field) => ({
              ...field,
              candidates: [...field.candidates],
              why: [...field.why],
            })),
    });
  }
  if (Object.values(found).every((each) => each === null)) return { proposals, draft: null };

  const candidatesOf = (concept: ListConcept): Map<string, readonly string[]> =>
    new Map(fieldsOf(concept, found[concept]?.answer.item ?? null).map(({ field, candidates }) => [field, candidates]));
  const call = (best: Candidate): object => {
    const { operation, placed: where, answer } = best;
    const isPost = operation.use === 'ask';
    return {
      method: isPost ? 'POST' : 'GET',
      path: where.path,
      ...(isPost
        ? { body: { format: 'json', content: where.query } }
        : Object.keys(where.query).length > 0
          ? { query: where.query }
          : {}),
      list: answer.list,
      paging: pagingOf(operation, answer.total),
    };
  };
  const fieldsFor = (concept: 'locations' | 'rooms', names: readonly string[]): object => {
    const candidates = candidatesOf(concept);
    return Object.fromEntries(names.map((name) => [name, candidates.get(name) ?? null]));
  };
  const zoneKnown = found.locations === null || candidatesOf('locations').has('zone');
  const bookings = candidatesOf('bookings');
  const personIn = (field: string, more: object = {}): object | null => {
    const at = bookings.get(field);
    return at === undefined ? null : { at, name: PERSON_WORDS.name, email: PERSON_WORDS.email, ...more };
  };
  const roomOf = bookings.get('room') ?? expanded('bookings', FIELD_WORDS.bookings['room'] ?? []);
  const locationOf = candidatesOf('rooms').get('location') ?? FIELD_WORDS.rooms['location'] ?? [];
  return {
    proposals,
    draft: {
      ...base,
      id: options.id,
      title: options.title,
      confirmed: false,
      login: login === null ? base.login : loginOf(login, base),
      times: zoneKnown ? base.times : { ...base.times, zone: { fixed: options.zone } },
      operations: {
        locations:
          found.locations === null
            ? base.operations.locations
            : { ...call(found.locations), fields: fieldsFor('locations', ['id', 'name', 'zone']) },
        rooms:
          found.rooms === null
            ? base.operations.rooms
            : {
                ...call(found.rooms),
                asked: found.rooms.placed.asked === 'per-location' ? 'per-location' : 'once',
                fields: {
                  ...fieldsFor('rooms', ['id', 'name', 'capacity', 'preparation', 'followUp']),
                  location: locationOf,
                },
              },
        bookings:
          found.bookings === null
            ? base.operations.bookings
            : {
                ...call(found.bookings),
                asked: found.bookings.placed.asked,
                fields: {
                  ...Object.fromEntries(
                    ['id', 'meeting', 'start', 'end', 'title', 'isPrivate', 'status'].map((name) => [
                      name,
                      bookings.get(name) ?? null,
                    ]),
                  ),
                  room: roomOf,
                  organiser: personIn('organiser'),
                  participants: personIn('participants', { isExternal: PERSON_WORDS.isExternal }),
                },
              },
      },
    },
  };
}

function loginProposal(login: FoundOperation | null): Proposal {
  if (login === null) return { operation: 'login', found: null, confidence: 0, why: [], fields: [] };
  const isTold = login.verb === 'POST';
  return {
    operation: 'login',
    found: shownAs(login, 'POST'),
    confidence: isTold ? 0.7 : 0.5,
    why: ['name', isTold ? 'verb-told' : 'verb-unknown'],
    fields: [],
  };
}

/** A login by a listed call: its own parameter names where they are told, and the base's marks of success. */
function loginOf(login: FoundOperation, base: BookingProfile): object {
  const named = (pattern: RegExp): string | undefined =>
    login.parameters.find(({ name }) => pattern.test(plainName(name)))?.name;
  const user = named(/user|login|email|name|bruger/);
  const password = named(/pass|kode|secret|pwd/);
  const known = isLoginByCall(base.login) ? base.login : null;
  const content =
    user !== undefined && password !== undefined ? { [user]: '{userName}', [password]: '{password}' } : null;
  return {
    ...(known ?? { kind: 'cookie', success: {}, refused: {} }),
    request: {
      method: 'POST',
      path: login.path,
      body:
        content === null
          ? (known?.request.body ?? { format: 'json', content: { userName: '{userName}', password: '{password}' } })
          : { format: 'json', content },
    },
  };
}
