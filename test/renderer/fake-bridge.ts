import type {
  AccessCheck,
  BookingCheck,
  Compare,
  DemoState,
  Discovery,
  PlanDto,
  ProfileCheck,
  ProfileListing,
  FilePreview,
  ProfilePreview,
  RemovalDto,
  RoomList,
  RunDto,
  Status,
  TroubleDto,
} from '../../shared/dto';
import type { ErrorCode } from '../../shared/errors';
import type {
  Bridge,
  EventName,
  InputOf,
  Job,
  JobResult,
  OutputOf,
  ParsedInputOf,
  RequestName,
  SettingsPatch,
  WireAnswer,
} from '../../shared/ipc';
import { contract } from '../../shared/ipc';
import type { Settings } from '../../shared/settings';
import { defaultSettings, settingsSchema } from '../../shared/settings';
import type { Instant, Period } from '../../shared/time';
import { addMinutes, instant, instantFromIso } from '../../shared/time';

/** What a handler throws to refuse with a code, as main does with an AppError. */
export class FakeRefusal extends Error {
  readonly trouble: TroubleDto;

  constructor(code: ErrorCode, context: TroubleDto['context'] = {}) {
    super(code);
    this.trouble = { code, context };
  }
}

type Handler<K extends RequestName> = (input: ParsedInputOf<K>) => OutputOf<K> | Promise<OutputOf<K>>;
type Handlers = { [K in RequestName]: Handler<K> };

/** Monday 23 November 2026, 10:42 in Copenhagen: the moment of all fixtures. */
export const NOW: Instant = instantFromIso('2026-11-23T10:42:00+01:00');
/** A period of the fixtures' day, in minutes from NOW. */
export const around = (fromMinutes: number, toMinutes: number): Period => ({
  from: addMinutes(NOW, fromMinutes),
  to: addMinutes(NOW, toMinutes),
});

export const LOCATIONS: BookingCheck['locations'] = [
  { id: '12', name: 'Hovedkontor', zone: 'Europe/Copenhagen' },
  { id: '14', name: 'Nuuk', zone: 'America/Nuuk' },
];

export const ROOMS: RoomList['rooms'] = [
  ['101', 'Mødelokale 1', '12', 8, 14],
  ['102', 'Mødelokale 2', '12', 12, 9],
  ['103', 'Store Sal', '12', 60, 3],
  ['201', 'Mødelokale 3', '14', 6, 0],
].map(([id, name, locationId, capacity, bookingsComingWeek]) => ({
  id: String(id),
  name: String(name),
  locationId: String(locationId),
  capacity: Number(capacity),
  preparationMinutes: 0,
  followUpMinutes: 0,
  bookingsComingWeek: Number(bookingsComingWeek),
}));

export const EXCEPTIONS: AccessCheck['exceptions'] = [
  { id: '1', name: 'Lokale 1', maxPeriods: 8, futurePeriods: 0 },
  { id: '2', name: 'Lokale 2', maxPeriods: 8, futurePeriods: 0 },
  { id: '3', name: 'Store Sal, dør', maxPeriods: null, futurePeriods: 3 },
  { id: '4', name: 'Lokale 3', maxPeriods: 8, futurePeriods: 0 },
  { id: '5', name: 'Hovedindgang', maxPeriods: 100, futurePeriods: 0 },
];

/** Of the shape that the settings accept; nobody reads it. */
export const AUTHORITY_PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';

export const bookingCheck = (): BookingCheck => ({
  ok: true,
  facts: null,
  steps: [
    { step: 'address', state: 'ok', count: null, trouble: null },
    { step: 'certificate', state: 'skipped', count: null, trouble: null },
    { step: 'login', state: 'ok', count: null, trouble: null },
    { step: 'locations', state: 'ok', count: LOCATIONS.length, trouble: null },
  ],
  locations: LOCATIONS,
});

export const accessCheck = (): AccessCheck => ({
  ok: true,
  facts: null,
  steps: [
    { step: 'address', state: 'ok', count: null, trouble: null },
    { step: 'login', state: 'ok', count: null, trouble: null },
    { step: 'info', state: 'ok', count: null, trouble: null },
    { step: 'exceptions', state: 'ok', count: EXCEPTIONS.length, trouble: null },
  ],
  exceptions: EXCEPTIONS,
  groups: [{ id: '3', name: 'Lokale 1, mødedeltagere' }],
  persons: 2,
  zone: 'Europe/Copenhagen',
});

/** The plan of a first write: two exceptions, nothing replaced. */
export const planOf = (part: Partial<PlanDto> = {}): PlanDto => ({
  hash: 'plan-1',
  houseZone: 'Europe/Copenhagen',
  madeAt: NOW,
  actions: [
    {
      on: 'exception',
      exceptionId: '1',
      exceptionName: 'Lokale 1',
      kind: 'widening',
      before: [],
      after: [around(8, 98), around(1440, 1500)],
      changes: [
        { change: 'add', period: around(8, 98), reason: 'booked', bookings: ['9001'] },
        { change: 'add', period: around(1440, 1500), reason: 'booked', bookings: ['9002'] },
      ],
    },
    {
      on: 'exception',
      exceptionId: '2',
      exceptionName: 'Lokale 2',
      kind: 'widening',
      before: [],
      after: [around(130, 200)],
      changes: [{ change: 'add', period: around(130, 200), reason: 'booked', bookings: ['9003'] }],
    },
  ],
  overflow: [],
  holds: [],
  consents: [],
  blocked: [],
  membershipOverflow: [],
  unmatched: [],
  givenByHand: [],
  checklist: {
    bookingsRead: 'complete',
    accessRead: 'complete',
    rooms: 4,
    roomsMapped: 4,
    bookings: 26,
    exceptions: 4,
    exceptionsFound: 4,
    placesEnough: true,
    peopleMatched: 0,
    peopleTotal: 0,
  },
  troubles: [],
  ...part,
});

export const runOf = (part: Partial<RunDto> = {}): RunDto => ({
  runId: 'run-1',
  trigger: 'schedule',
  startedAt: addMinutes(NOW, -1),
  endedAt: NOW,
  result: 'equal',
  written: 0,
  failed: 0,
  held: 0,
  overflow: 0,
  troubles: [],
  ...part,
});

/** The state of a house that is in operation. */
export const statusOf = (part: Partial<Status> = {}): Status => ({
  now: NOW,
  state: 'ready',
  isDemo: false,
  houseZone: 'Europe/Copenhagen',
  differences: 0,
  waiting: 0,
  noContact: null,
  followsUntil: addMinutes(NOW, 7 * 1440),
  pausedUntil: null,
  lastReadAt: NOW,
  bookingsReadAt: NOW,
  accessReadAt: NOW,
  waitingSince: null,
  nextRunAt: addMinutes(NOW, 5),
  missedPolls: 0,
  running: null,
  lastRun: runOf(),
  troubles: [],
  holds: [],
  overflow: [],
  withoutAccess: { total: 0, people: [] },
  consents: [],
  planHash: null,
  nextOpenings: [
    { exceptionId: '1', exceptionName: 'Lokale 1', rooms: ['Mødelokale 1'], period: around(8, 98), isOpenNow: false },
  ],
  ...part,
});

export const compareOf = (range: Period, part: Partial<Compare> = {}): Compare => ({
  range,
  houseZone: 'Europe/Copenhagen',
  computedAt: NOW,
  bookingsReadAt: NOW,
  accessReadAt: NOW,
  isReady: true,
  counts: {
    equal: 0,
    missing: 0,
    extra: 0,
    shifted: 0,
    waiting: 0,
    held: 0,
    'no-place': 0,
    foreign: 0,
    unknown: 0,
    'handed-over': 0,
  },
  over: 0,
  rooms: [],
  ...part,
});

const demoStateOf = (at: Instant | null): DemoState => ({
  at: at ?? NOW,
  rooms: ROOMS.map(({ id, name }, index) => ({
    roomId: id,
    roomName: name,
    exceptionId: String(index + 1),
    doorUnlocked: index === 0,
    alarmArmed: index !== 0,
    lightOn: index === 0,
    ventilationOn: index === 0,
  })),
  nextChangeAt: addMinutes(NOW, 38),
  meetings: [
    { meetingId: '7001', title: 'Ledermøde', roomIds: ['101'], period: around(-12, 38), status: 'Confirmed' },
    { meetingId: '7002', title: 'Salgsmøde', roomIds: ['103'], period: around(80, 140), status: 'Confirmed' },
  ],
});

/** Two doors, one of them open now, and a group of three. */
export const removalOf = (part: Partial<RemovalDto> = {}): RemovalDto => ({
  runId: null,
  isDone: false,
  madeAt: NOW,
  houseZone: 'Europe/Copenhagen',
  exceptions: [
    { exceptionId: '1', exceptionName: 'Storebælt', periods: 4, isRunning: true, endsAt: addMinutes(NOW, 10) },
    { exceptionId: '2', exceptionName: 'Lillebælt', periods: 1, isRunning: false, endsAt: null },
  ],
  groups: [{ groupId: '3', groupName: 'Mødedeltagere', people: 3, running: 0 }],
  people: 3,
  running: 1,
  endsAt: addMinutes(NOW, 10),
  left: [],
  troubles: [],
  ...part,
});

/** A profile's text as small as the tests need: main checks the rest. */
const profileTextOf = (id: string): string =>
  `${JSON.stringify({ id, title: `Profil ${id}`, kind: id.startsWith('unilock') ? 'access-control' : 'booking-source' }, null, 2)}\n`;

/** Stands for main's validation: JSON with a title, faults with their places. */
function validated(text: string): ProfileCheck {
  const fault = (path: string, reason: string, offset: number): ProfileCheck => {
    const before = text.slice(0, offset);
    const place = { line: before.split('\n').length, column: offset - before.lastIndexOf('\n'), offset, length: 1 };
    return { profile: null, faults: [{ path, reason, ...place }] };
  };
  let json: { readonly id?: unknown; readonly title?: unknown; readonly kind?: unknown };
  try {
    json = JSON.parse(text) as typeof json;
  } catch {
    return fault('', 'value expected', Math.max(0, text.length - 1));
  }
  if (typeof json.title !== 'string') return fault('title', 'must be a text', Math.max(0, text.indexOf('"title"')));
  const kind = json.kind === 'access-control' || json.kind === 'import-file' ? json.kind : 'booking-source';
  return { faults: [], profile: { id: String(json.id), title: json.title, kind, isConfirmed: false } };
}

export const filePreviewOf = (part: Partial<FilePreview> = {}): FilePreview => ({
  ok: true,
  fileName: 'UniLockImport.xml',
  text: '<Import><SharedException Name="Aula"/><Person Email="•••"/></Import>',
  bytes: 71,
  zone: 'Europe/Copenhagen',
  exceptions: { shown: 3, ofHouse: 12 },
  groups: { shown: 0, ofHouse: 0 },
  periods: 3,
  faults: [],
  ...part,
});

export const profilePreviewOf = (part: Partial<ProfilePreview> = {}): ProfilePreview => ({
  ok: true,
  steps: [
    { step: 'address', state: 'ok', count: null, trouble: null },
    { step: 'login', state: 'ok', count: null, trouble: null },
    { step: 'locations', state: 'ok', count: 3, trouble: null },
    { step: 'rooms', state: 'ok', count: 12, trouble: null },
    { step: 'bookings', state: 'ok', count: 41, trouble: null },
  ],
  operations: [
    {
      operation: 'bookings',
      items: 41,
      fields: [
        { field: 'id', hits: [{ candidate: 'Id', count: 41 }], missing: 0, sample: '9001' },
        { field: 'title', hits: [{ candidate: 'Subject', count: 40 }], missing: 1, sample: 'M••• d•••' },
      ],
    },
  ],
  rejected: [{ path: 'bookings[7].Start', reason: 'start' }],
  rejectedTotal: 1,
  unknownStatuses: [{ word: 'Tentative', count: 4 }],
  otherStatuses: 0,
  answers: [{ operation: 'bookings', items: 41, fields: [{ path: 'Id', types: ['number'], isAlways: true }] }],
  fingerprint: '1a2b3c4d',
  changes: null,
  ...part,
});

export const discoveryOf = (part: Partial<Discovery> = {}): Discovery => ({
  address: 'https://firma.pronestor.com/api.mvc',
  neededLogin: false,
  format: 'html',
  operations: [
    { name: 'Rooms', verb: 'GET', path: '/v1/Rooms', parameters: [], answers: 'Room[]', use: 'read', because: '' },
    {
      name: 'QueryBookings',
      verb: 'POST',
      path: '/v1/QueryBookings',
      parameters: [],
      answers: '',
      use: 'ask',
      because: '',
    },
    {
      name: 'CancelBooking',
      verb: 'POST',
      path: '/v1/CancelBooking',
      parameters: [],
      answers: '',
      use: 'change',
      because: 'cancel',
    },
  ],
  types: 1,
  proposals: [
    { operation: 'login', found: null, confidence: 0, why: [], fields: [] },
    { operation: 'locations', found: null, confidence: 0, why: [], fields: [] },
    {
      operation: 'rooms',
      found: 'GET /v1/Rooms',
      confidence: 0.8,
      why: ['name', 'verb-told'],
      fields: [{ field: 'id', candidates: ['Id'], confidence: 0.95, why: ['documented'] }],
    },
    { operation: 'bookings', found: null, confidence: 0, why: [], fields: [] },
  ],
  draft: profileTextOf('found'),
  trouble: null,
  ...part,
});

/** Settings of a house that is set up with every room of the fixtures. */
export function settingsInOperation(part: Partial<Settings> = {}): Settings {
  const pairs = [
    ['101', '1'],
    ['102', '2'],
    ['103', '3'],
    ['201', '4'],
  ] as const;
  return settingsSchema.parse({
    version: 3,
    isSetUp: true,
    bookings: { connectorId: 'c-bookings', kind: 'pronestor', address: 'firma.pronestor.com', userName: 'kalender' },
    access: {
      connectorId: 'c-access',
      kind: 'unilock-webapi',
      address: 'https://unilock.firma.example',
      userName: 'modeklar',
    },
    locations: LOCATIONS.map(({ id, name }) => ({ id, name })),
    rooms: ROOMS.map(({ id, name, locationId }) => ({ id, name, locationId })),
    exceptions: pairs.map(([, id]) => ({ id, name: EXCEPTIONS.find((each) => each.id === id)?.name ?? '' })),
    mapping: pairs.map(([roomId, exceptionId]) => ({ id: `line-${roomId}`, roomId, exceptionId })),
    ...part,
  });
}

export interface FakeBridgeOptions {
  readonly settings?: Settings;
  readonly status?: Partial<Status>;
  /** Jobs stay running until `finishJobs` is called. */
  readonly holdsJobs?: boolean;
}

/**
 * A main process in memory behind the contract. Every input and every answer goes through the contract's schemas, so the fake cannot
 * drift from what the real one may say.
 */
export class FakeBridge implements Bridge {
  settings: Settings;
  draft: Settings | null = null;
  status: Status;
  /** Passwords by connector id: for asserting that they arrive, and only here. */
  readonly passwords = new Map<string, string>();
  readonly calls: { readonly name: RequestName; readonly input: unknown }[] = [];
  settingsTrouble: TroubleDto | null = null;
  /** Own profiles by id, as text. */
  readonly ownProfiles = new Map<string, string>();
  /** What a job of each kind finds; throw a FakeRefusal for a job that fails. */
  readonly results: { [K in JobResult['kind']]: (input: unknown) => Extract<JobResult, { kind: K }> } = {
    'check-bookings': () => ({ kind: 'check-bookings', check: bookingCheck() }),
    'check-access': () => ({ kind: 'check-access', check: accessCheck() }),
    'read-rooms': () => {
      const chosen = new Set((this.draft ?? this.settings).locations.map(({ id }) => id));
      const rooms = ROOMS.filter(({ locationId }) => chosen.has(locationId));
      return { kind: 'read-rooms', list: { rooms, unknownLocations: [], troubles: [] } };
    },
    preview: () => ({ kind: 'preview', plan: planOf() }),
    'preview-profile': () => ({ kind: 'preview-profile', preview: profilePreviewOf() }),
    'preview-file': () => ({ kind: 'preview-file', preview: filePreviewOf() }),
    discover: () => ({ kind: 'discover', discovery: discoveryOf() }),
    'preview-removal': () => ({ kind: 'preview-removal', removal: removalOf() }),
    'remove-everything': () => {
      this.settings = { ...this.settings, isSetUp: false };
      this.status = { ...this.status, state: 'not-set-up' };
      queueMicrotask(() => this.emit('core/changed', { topics: ['status', 'settings'] }));
      return { kind: 'remove-everything', removal: removalOf({ runId: 'run-9', isDone: true }) };
    },
    'try-opening': (input) => ({
      kind: 'try-opening',
      exceptionId: (input as InputOf<'try/opening'>).exceptionId,
      period: around(0, 2),
      isConfirmed: true,
    }),
  };

  readonly #holdsJobs: boolean;
  readonly #jobs = new Map<string, { job: Job; finish: () => void }>();
  readonly #listeners = new Map<EventName, Set<(payload: unknown) => void>>();
  readonly #overrides = new Map<RequestName, (input: unknown) => unknown>();
  #beforeDemo: { settings: Settings; draft: Settings | null; status: Status } | null = null;

  constructor(options: FakeBridgeOptions = {}) {
    this.settings = options.settings ?? defaultSettings();
    this.status = statusOf({
      ...(this.settings.isSetUp
        ? {}
        : { state: 'not-set-up', lastReadAt: null, nextRunAt: null, lastRun: null, nextOpenings: [] }),
      ...options.status,
    });
    this.#holdsJobs = options.holdsJobs ?? false;
  }

  /** Replaces the answer of one channel. */
  on<K extends RequestName>(name: K, handler: Handler<K>): this {
    this.#overrides.set(name, handler as (input: unknown) => unknown);
    return this;
  }

  /** The inputs of every call of one channel so far. */
  inputsOf<K extends RequestName>(name: K): InputOf<K>[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.input as InputOf<K>);
  }

  /** Main tells the window something. */
  emit<K extends EventName>(name: K, payload: OutputOf<K>): void {
    const parsed = contract[name].output.parse(payload);
    this.#listeners.get(name)?.forEach((listener) => listener(parsed));
  }

  /** A new state, and the event that tells so. */
  setStatus(part: Partial<Status>): void {
    this.status = { ...this.status, ...part };
    this.emit('core/changed', { topics: ['status'] });
  }

  /** Lets the jobs that were held end. */
  finishJobs(): void {
    [...this.#jobs.values()].filter(({ job }) => job.state === 'running').forEach(({ finish }) => finish());
  }

  /** Progress of every running job. */
  progressJobs(done: number, total: number): void {
    for (const [jobId, entry] of this.#jobs) {
      if (entry.job.state !== 'running') continue;
      entry.job = { ...entry.job, progress: { done, total } };
      this.emit('job/changed', { jobId });
    }
  }

  async request(name: RequestName, input: unknown): Promise<WireAnswer<unknown>> {
    // As over the real wire: nothing is answered in the same breath.
    await Promise.resolve();
    const channel = contract[name];
    const parsed = channel.input.safeParse(input);
    if (!parsed.success)
      throw new Error(`the window sent what the contract refuses to ${name}: ${parsed.error.message}`);
    this.calls.push({ name, input: parsed.data });
    try {
      const handler = (this.#overrides.get(name) ?? this.#handlers[name]) as (value: unknown) => unknown;
      const output = channel.output.parse(await handler(parsed.data));
      return { ok: true, value: output };
    } catch (thrown) {
      if (thrown instanceof FakeRefusal) return { ok: false, error: thrown.trouble };
      throw thrown;
    }
  }

  listen(name: EventName, listener: (payload: unknown) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  #startJob(kind: JobResult['kind'], input: unknown): { jobId: string } {
    const jobId = `job-${this.#jobs.size + 1}`;
    const finish = (): void => {
      const entry = this.#jobs.get(jobId);
      if (entry === undefined || entry.job.state !== 'running') return;
      try {
        entry.job = { ...entry.job, state: 'done', result: this.results[kind](input) };
      } catch (thrown) {
        if (!(thrown instanceof FakeRefusal)) throw thrown;
        entry.job = { ...entry.job, state: 'failed', trouble: thrown.trouble };
      }
      this.emit('job/changed', { jobId });
    };
    this.#jobs.set(jobId, { job: { jobId, state: 'running', progress: null, result: null, trouble: null }, finish });
    if (!this.#holdsJobs) queueMicrotask(finish);
    return { jobId };
  }

  #profiles(): ProfileListing[] {
    const shipped = (id: string, title: string, kind: ProfileListing['kind']): ProfileListing => ({
      id,
      title,
      kind,
      isConfirmed: false,
      isShipped: true,
      isUsed: true,
    });
    const own = [...this.ownProfiles].map(([id, text]): ProfileListing => ({
      id,
      title: validated(text).profile?.title ?? id,
      kind: validated(text).profile?.kind ?? 'booking-source',
      isConfirmed: false,
      isShipped: false,
      isUsed: this.settings.bookings?.profile === id || this.settings.access?.profile === id,
    }));
    return [
      shipped('pronestor-planner', 'Pronestor Planner', 'booking-source'),
      shipped('unilock-webapi', 'UniLock WebAPI', 'access-control'),
      shipped('unilock-import-file', 'UniLock importfil', 'import-file'),
      ...own,
    ];
  }

  /** As main merges: rooms of dropped locations and lines of dropped rooms go with them, unless the patch says what stays. */
  #patched(settings: Settings, patch: SettingsPatch): Settings {
    const merged: Settings = { ...settings, ...patch };
    const locations = new Set(merged.locations.map(({ id }) => id));
    const rooms = patch.rooms ?? merged.rooms.filter(({ locationId }) => locations.has(locationId));
    const roomIds = new Set(rooms.map(({ id }) => id));
    const mapping = patch.mapping ?? merged.mapping.filter(({ roomId }) => roomIds.has(roomId));
    const groupMapping = patch.groupMapping ?? merged.groupMapping.filter(({ roomId }) => roomIds.has(roomId));
    const result = settingsSchema.safeParse({ ...merged, rooms, mapping, groupMapping });
    if (!result.success)
      throw new FakeRefusal('settings-invalid', { path: result.error.issues[0]?.path.join('.') ?? '' });
    return result.data;
  }

  readonly #handlers: Handlers = {
    'status/get': () => this.status,
    'compare/get': ({ range }) => compareOf(range),
    'compare/explain': () => {
      throw new FakeRefusal('run-unknown');
    },
    'sync/now': () => ({ runId: 'run-2' }),
    'sync/pause': () => null,
    'sync/resume': () => null,
    'holds/answer': () => null,
    'runs/list': () => [runOf()],
    'runs/get': ({ runId }) => ({ ...runOf({ runId }), actions: [] }),
    'settings/get': () => this.settings,
    'settings/save': (patch) => {
      this.settings = this.#patched(this.settings, patch);
      queueMicrotask(() => this.emit('core/changed', { topics: ['settings'] }));
      return this.settings;
    },
    'settings/trouble': () => this.settingsTrouble,
    'settings/confirm-trouble': () => {
      this.settingsTrouble = null;
      return null;
    },
    'credentials/set': ({ connectorId, password }) => {
      this.passwords.set(connectorId, password);
      return null;
    },
    'credentials/state': ({ connectorId }) => (this.passwords.has(connectorId) ? 'present' : 'missing'),
    'draft/get': () => this.draft ?? this.settings,
    'draft/save': (patch) => {
      this.draft = this.#patched(this.draft ?? this.settings, patch);
      return this.draft;
    },
    'draft/discard': () => {
      this.draft = null;
      return null;
    },
    'draft/finish': () => {
      this.settings = { ...(this.draft ?? this.settings), isSetUp: true };
      this.draft = null;
      this.status = statusOf({
        isDemo: this.status.isDemo,
        state: 'syncing',
        running: { runId: 'run-1', trigger: 'manual', startedAt: NOW, progress: { step: 'write', done: 1, total: 4 } },
        lastRun: null,
      });
      queueMicrotask(() => this.emit('core/changed', { topics: ['status', 'settings', 'draft'] }));
      return { runId: 'run-1' };
    },
    'check/bookings': (input) => this.#startJob('check-bookings', input),
    'check/access': (input) => this.#startJob('check-access', input),
    'check/rooms': (input) => this.#startJob('read-rooms', input),
    'plan/preview': (input) => this.#startJob('preview', input),
    'profiles/list': () => this.#profiles(),
    'profiles/read': ({ id }) => ({ text: profileTextOf(id) }),
    'profiles/copy': ({ id }) => ({ text: profileTextOf(`${id}-own`) }),
    'profiles/validate': ({ text }) => validated(text),
    'profiles/save': ({ text }) => {
      const { profile, faults } = validated(text);
      if (profile === null) throw new FakeRefusal('profile-invalid', { path: faults[0]?.path ?? '' });
      this.ownProfiles.set(profile.id, text);
      queueMicrotask(() => this.emit('core/changed', { topics: ['settings', 'draft'] }));
      return { id: profile.id };
    },
    'profiles/remove': ({ id }) => {
      this.ownProfiles.delete(id);
      queueMicrotask(() => this.emit('core/changed', { topics: ['settings', 'draft'] }));
      return null;
    },
    'profiles/preview': (input) =>
      this.#startJob(validated(input.text).profile?.kind === 'import-file' ? 'preview-file' : 'preview-profile', input),
    'profiles/confirm': () => null,
    'profiles/discover': (input) => this.#startJob('discover', input),
    'try/opening': (input) => this.#startJob('try-opening', input),
    'removal/preview': (input) => this.#startJob('preview-removal', input),
    'removal/start': (input) => this.#startJob('remove-everything', input),
    'settings/export': () => ({ suggestedName: 'modeklar-export.json', text: '{}' }),
    'settings/import': () => this.settings,
    'job/get': ({ jobId }) => {
      const entry = this.#jobs.get(jobId);
      if (entry === undefined) throw new FakeRefusal('run-unknown', { runId: jobId });
      return entry.job;
    },
    'job/cancel': ({ jobId }) => {
      const entry = this.#jobs.get(jobId);
      if (entry?.job.state === 'running') {
        entry.job = { ...entry.job, state: 'cancelled' };
        queueMicrotask(() => this.emit('job/changed', { jobId }));
      }
      return null;
    },
    'demo/start': () => {
      this.#beforeDemo = { settings: this.settings, draft: this.draft, status: this.status };
      const { language, theme } = this.settings;
      const { bookings, access } = settingsInOperation();
      this.settings = { ...defaultSettings(), language, theme };
      this.draft = { ...this.settings, bookings, access };
      this.passwords.set('c-bookings', 'demo').set('c-access', 'demo');
      this.status = statusOf({
        state: 'not-set-up',
        isDemo: true,
        lastReadAt: null,
        nextRunAt: null,
        lastRun: null,
        nextOpenings: [],
      });
      queueMicrotask(() =>
        this.emit('core/changed', { topics: ['status', 'compare', 'runs', 'settings', 'draft', 'demo'] }),
      );
      return null;
    },
    'demo/leave': () => {
      if (this.#beforeDemo !== null) Object.assign(this, this.#beforeDemo);
      this.#beforeDemo = null;
      queueMicrotask(() =>
        this.emit('core/changed', { topics: ['status', 'compare', 'runs', 'settings', 'draft', 'demo'] }),
      );
      return null;
    },
    'demo/state': ({ at }) => demoStateOf(at),
    'demo/make-meeting': () => ({ meetingId: '7003' }),
    'demo/move-meeting': () => null,
    'demo/cancel-meeting': () => null,
    'app/info': () => ({
      version: '0.1.0',
      electron: '45.4.1',
      platform: 'win32 x64',
      zone: 'Europe/Copenhagen',
      isDark: false,
      profiles: [
        { name: 'pronestor-planner', title: 'Pronestor Planner', isConfirmed: false },
        { name: 'unilock-webapi', title: 'UniLock WebAPI', isConfirmed: false },
      ],
    }),
    'clipboard/write': () => null,
    'file/open': () => ({ name: 'modeklar-export.json', text: '{}' }),
    'file/save': () => ({ isSaved: true }),
    'certificate/open': () => ({ name: 'rod.pem', pem: AUTHORITY_PEM }),
  };
}

/** The moment `minutes` from NOW as an instant, for statuses. */
export const minutesFromNow = (minutes: number): Instant => instant(NOW + minutes * 60_000);
