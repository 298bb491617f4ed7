import { z } from 'zod';
import {
  accessCheckDto,
  answerShapeDto,
  bookingCheckDto,
  compareDto,
  demoStateDto,
  discoveryDto,
  explanationDto,
  instantDto,
  periodDto,
  planDto,
  profileCheckDto,
  profileListingDto,
  filePreviewDto,
  profilePreviewDto,
  removalDto,
  roomListDto,
  runDetailDto,
  runDto,
  statusDto,
  troubleDto,
} from '../dto';
import { LONGEST_PROFILE_TEXT } from '../profile/text-limit';
import { accessConnection, bookingConnection, settingsSchema } from '../settings';

/** query: asks, changes nothing; command: changes something; event: main tells the windows. */
interface Channel<Kind extends 'query' | 'command' | 'event', Input extends z.ZodType, Output extends z.ZodType> {
  readonly kind: Kind;
  readonly input: Input;
  readonly output: Output;
}

const query = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Channel<'query', I, O> => ({
  kind: 'query',
  input,
  output,
});
const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Channel<'command', I, O> => ({
  kind: 'command',
  input,
  output,
});
const event = <O extends z.ZodType>(output: O): Channel<'event', z.ZodNull, O> => ({
  kind: 'event',
  input: z.null(),
  output,
});

const nothing = z.null();
const side = z.enum(['bookings', 'access']);
const source = z.enum(['draft', 'settings']);
const profileTextInput = z.string().max(LONGEST_PROFILE_TEXT);
const job = z.object({ jobId: z.string() });
const progress = z.object({ done: z.int(), total: z.int() });

/** What a finished job found, by its kind. */
export const jobResultDto = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('check-bookings'), check: bookingCheckDto }),
  z.object({ kind: z.literal('check-access'), check: accessCheckDto }),
  z.object({ kind: z.literal('read-rooms'), list: roomListDto }),
  z.object({ kind: z.literal('preview'), plan: planDto }),
  z.object({ kind: z.literal('preview-profile'), preview: profilePreviewDto }),
  /** A draft of an import file's profile reads nothing: the file that it would write. */
  z.object({ kind: z.literal('preview-file'), preview: filePreviewDto }),
  z.object({ kind: z.literal('discover'), discovery: discoveryDto }),
  z.object({ kind: z.literal('preview-removal'), removal: removalDto }),
  z.object({ kind: z.literal('remove-everything'), removal: removalDto }),
  /** The two-minute opening: when it ends, and whether UniLock showed it. */
  z.object({ kind: z.literal('try-opening'), exceptionId: z.string(), period: periodDto, isConfirmed: z.boolean() }),
]);
export type JobResult = z.infer<typeof jobResultDto>;

/** Long work: started by a command that answers at once, told by `job/changed`, read by `job/get`. */
export const jobDto = z.object({
  jobId: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  progress: progress.nullable(),
  result: jobResultDto.nullable(),
  trouble: troubleDto.nullable(),
});
export type Job = z.infer<typeof jobDto>;

export const credentialStateDto = z.enum(['present', 'missing', 'unavailable']);

/** The parts of the settings that a page may change; what is absent stays. */
export const settingsPatch = z.object({
  language: settingsSchema.shape.language.unwrap().optional(),
  theme: settingsSchema.shape.theme.unwrap().optional(),
  bookings: bookingConnection.nullable().optional(),
  access: accessConnection.nullable().optional(),
  locations: settingsSchema.shape.locations.unwrap().optional(),
  rooms: settingsSchema.shape.rooms.unwrap().optional(),
  mapping: settingsSchema.shape.mapping.unwrap().optional(),
  exceptions: settingsSchema.shape.exceptions.unwrap().optional(),
  groups: settingsSchema.shape.groups.unwrap().optional(),
  groupMapping: settingsSchema.shape.groupMapping.unwrap().optional(),
  people: settingsSchema.shape.people.unwrap().optional(),
  timing: settingsSchema.shape.timing.unwrap().optional(),
  countsPending: z.boolean().optional(),
  houseZone: z.string().nullable().optional(),
  startWithComputer: z.boolean().optional(),
  hasSeenTrayHint: z.boolean().optional(),
  historyDays: settingsSchema.shape.historyDays.unwrap().optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatch>;

/**
 * Everything window and main process can say to each other. Secrets go one way: a password can be set, no channel returns one.
 * A refusal is always an error with a code, never `undefined`.
 */
export const contract = {
  // state
  'status/get': query(nothing, statusDto),
  /** Something of these kinds changed: ask again. */
  'core/changed': event(
    z.object({ topics: z.array(z.enum(['status', 'compare', 'runs', 'settings', 'draft', 'demo'])) }),
  ),
  'compare/get': query(z.object({ range: periodDto }), compareDto),
  'compare/explain': query(z.object({ exceptionId: z.string(), period: periodDto }), explanationDto),

  // running
  /** Starts a run, or joins the one that waits. `acceptPlanHash` gives the consent of W1 for exactly that plan. */
  'sync/now': command(z.object({ acceptPlanHash: z.string().nullable() }), z.object({ runId: z.string() })),
  'sync/pause': command(z.object({ until: instantDto }), nothing),
  'sync/resume': command(nothing, nothing),
  'holds/answer': command(z.object({ hash: z.string(), answer: z.enum(['confirmed', 'refused']) }), nothing),

  // history
  'runs/list': query(z.object({ limit: z.int().min(1).max(500), before: instantDto.nullable() }), z.array(runDto)),
  'runs/get': query(z.object({ runId: z.string() }), runDetailDto),

  // settings
  'settings/get': query(nothing, settingsSchema),
  'settings/save': command(settingsPatch, settingsSchema),
  /** Settings and the memory of what is ours, for a new PC; never a secret. */
  'settings/export': command(nothing, z.object({ suggestedName: z.string(), text: z.string() })),
  /** Takes a settings file, or an export of another PC. */
  'settings/import': command(z.object({ text: z.string().max(100_000_000) }), settingsSchema),
  /** Why the settings could not be used at start, and what was done with the file; null when all is well. */
  'settings/trouble': query(nothing, troubleDto.nullable()),
  /** The user has seen that the settings were damaged: the schedule goes on with what there is. */
  'settings/confirm-trouble': command(nothing, nothing),
  'credentials/set': command(
    z.object({ side, connectorId: z.string(), password: z.string().min(1).max(2000) }),
    nothing,
  ),
  'credentials/state': query(z.object({ connectorId: z.string() }), credentialStateDto),

  // the wizard's draft: kept apart from the settings until its last step
  'draft/get': query(nothing, settingsSchema),
  'draft/save': command(settingsPatch, settingsSchema),
  'draft/discard': command(nothing, nothing),
  /** Makes the draft the settings, marks the program as set up and starts the first run with the consent given for the shown plan. */
  'draft/finish': command(z.object({ acceptPlanHash: z.string() }), z.object({ runId: z.string() })),

  // long work; `source` says whose connections are used
  'check/bookings': command(z.object({ source: z.enum(['draft', 'settings']) }), job),
  'check/access': command(z.object({ source: z.enum(['draft', 'settings']) }), job),
  'check/rooms': command(z.object({ source: z.enum(['draft', 'settings']) }), job),
  'plan/preview': command(z.object({ source: z.enum(['draft', 'settings']), patch: settingsPatch.nullable() }), job),
  // profiles; `source` says whose: the settings' or the draft's
  'profiles/list': query(z.object({ source }), z.array(profileListingDto)),
  /** As its file would be. */
  'profiles/read': query(z.object({ source, id: z.string() }), z.object({ text: z.string() })),
  /** The text of a copy with an id of its own; nothing is saved. */
  'profiles/copy': query(z.object({ source, id: z.string() }), z.object({ text: z.string() })),
  'profiles/validate': query(z.object({ text: profileTextInput }), profileCheckDto),
  /** Keeps a profile of the house's own, in place of the one of the same id; those that ship are never overwritten. */
  'profiles/save': command(z.object({ source, text: profileTextInput }), z.object({ id: z.string() })),
  /** Only one that no connection names. */
  'profiles/remove': command(z.object({ source, id: z.string() }), nothing),
  /** Reads the real server by a draft, with the connection's address and login; saves nothing, sends only reads and the login. */
  'profiles/preview': command(z.object({ source, side, text: profileTextInput }), job),
  /** A person confirms what a preview showed: from now on it is told when the server answers differently. */
  'profiles/confirm': command(z.object({ source, side, answers: z.array(answerShapeDto).max(20) }), nothing),
  /** What the booking server says of itself. `acceptedPosts`: paths of POSTs that a person said are reads. */
  'profiles/discover': command(z.object({ source, acceptedPosts: z.array(z.string().max(500)).max(50) }), job),
  /** Two minutes of a chosen exception, to see the right door react; it ends by itself and is then taken back. */
  'try/opening': command(z.object({ source: z.enum(['draft', 'settings']), exceptionId: z.string() }), job),
  /** What would be taken back if everything was; reads UniLock, writes nothing. */
  'removal/preview': command(nothing, job),
  /** Takes back every period and membership that the program made; the program then counts as not set up. */
  'removal/start': command(nothing, job),
  'job/get': query(job, jobDto),
  'job/cancel': command(job, nothing),
  'job/changed': event(job),

  // the demo house
  /** Starts the simulators and fills the draft with their addresses; real settings are not touched. */
  'demo/start': command(nothing, nothing),
  'demo/leave': command(nothing, nothing),
  'demo/state': query(z.object({ at: instantDto.nullable() }), demoStateDto),
  'demo/make-meeting': command(
    z.object({ roomId: z.string(), period: periodDto, title: z.string().trim().min(1).max(200) }),
    z.object({ meetingId: z.string() }),
  ),
  'demo/move-meeting': command(z.object({ meetingId: z.string(), roomId: z.string(), period: periodDto }), nothing),
  'demo/cancel-meeting': command(z.object({ meetingId: z.string() }), nothing),

  // the program itself
  'app/info': query(
    nothing,
    z.object({
      version: z.string(),
      electron: z.string(),
      platform: z.string(),
      zone: z.string(),
      isDark: z.boolean(),
      profiles: z.array(z.object({ name: z.string(), title: z.string(), isConfirmed: z.boolean() })),
    }),
  ),
  'app/look-changed': event(z.object({ isDark: z.boolean(), language: z.enum(['da', 'en']) })),
  /** Main asks the window to show a place, e.g. from a tray click. */
  'app/navigate': event(
    z.object({ to: z.enum(['overview', 'calendar', 'rooms', 'history', 'settings', 'help', 'wizard']) }),
  ),
  'clipboard/write': command(z.object({ text: z.string().max(5_000_000) }), nothing),
  /** Asks which file, reads it as text; null when the user cancels. */
  'file/open': command(nothing, z.object({ name: z.string(), text: z.string() }).nullable()),
  /** Asks which file, reads certificates from it (PEM or DER); pem is null when it holds none, the whole null when the user cancels. */
  'certificate/open': command(nothing, z.object({ name: z.string(), pem: z.string().nullable() }).nullable()),
  /** Asks where, writes the text there; false when the user cancels. */
  'file/save': command(
    z.object({ suggestedName: z.string().max(200), text: z.string().max(100_000_000) }),
    z.object({ isSaved: z.boolean() }),
  ),
} as const;

export type Contract = typeof contract;
export type ChannelName = keyof Contract;
export type EventName = { [K in ChannelName]: Contract[K]['kind'] extends 'event' ? K : never }[ChannelName];
export type RequestName = Exclude<ChannelName, EventName>;
/** What the caller hands in. */
export type InputOf<K extends ChannelName> = z.input<Contract[K]['input']>;
/** What the handler gets after parsing. */
export type ParsedInputOf<K extends ChannelName> = z.output<Contract[K]['input']>;
export type OutputOf<K extends ChannelName> = z.output<Contract[K]['output']>;

/** What crosses the wire for every request: an answer or an error with a code. */
export type WireAnswer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: z.infer<typeof troubleDto> };

/** The one object the preload puts on `window`. Built from the contract's names; frozen. */
export interface Bridge {
  request(name: RequestName, input: unknown): Promise<WireAnswer<unknown>>;
  /** Returns the function that stops listening. */
  listen(name: EventName, listener: (payload: unknown) => void): () => void;
}
export const BRIDGE_NAME = 'modeklar';
