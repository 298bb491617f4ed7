import type { AnswerShape, FilePreview, LastingTroubleDto, RemovalDto, RunDto } from '../../shared/dto';
import type { Trouble } from '../../shared/errors';
import { AppError, asAppError } from '../../shared/errors';
import type { JobResult, SettingsPatch } from '../../shared/ipc';
import type { ImportFileProfile } from '../../shared/profile';
import { reason } from '../../shared/profile';
import type { Settings } from '../../shared/settings';
import type { Instant } from '../../shared/time';
import { DAY_MS, addMs, viewerZone } from '../../shared/time';
import { previewImportFile } from '../access/unilock-import-file';
import type { Memory, PeopleReading, RunResult } from '../sync/model';
import { EMPTY_MEMORY, managingNothing, readsBookings } from '../sync/model';
import type { Call, RunRequest } from '../sync/ports';
import { nextRefillAt } from '../sync/schedule';
import { profileFromText } from '../profile';
import type { JournalStore } from '../store/store-api';
import type { ViewFacts } from './compare-view';
import { compareView, explanationView } from './compare-view';
import type { Core, CoreOptions, JobRequest, Side, Source, Topic } from './core-api';
import type { HouseFile } from './house-file';
import { parseJson, readHouseFile, writeHouseFile } from './house-file';
import type { ConnectedHouse } from './house-engine';
import { createHouseEngines } from './house-engine';
import { createJobs } from './jobs';
import { createRecallOnlyJournal, forgettingBetween, isForgetting, memoryFor, serversOf } from './memory-of';
import type { Names } from './names';
import { namesFrom } from './names';
import { policyFrom } from './policy';
import { copiedProfileText, listProfiles, profileText, withoutProfile, withProfile } from './profile-shelf';
import type { QueuedRequest } from './run-queue';
import { hasOurs, isSameMemory, removalView } from './removal';
import { createRunQueue } from './run-queue';
import { createScheduler } from './scheduler';
import type { SettingsChange } from './settings-desk';
import { applyPatch, createSettingsDesk } from './settings-desk';
import type { ReadTimes, Seen, StatusFacts } from './status';
import { deriveStatus, lastingTroubles, unsettledBy } from './status';
import type { SidedTrouble } from './trouble-side';
import { sidesOf, sidesOfPast } from './trouble-side';
import { tryOpening } from './try-opening';
import { holdView, planView, runView, withNames } from './views';

/** What the journal remembers from before this start. */
export interface Recollection {
  readonly memory: Memory;
  /** Newest first. */
  readonly runs: readonly RunDto[];
  /** What was wrong with the journal's file, and what was done; told until somebody has synchronised by hand. */
  readonly trouble?: Trouble | null;
  /** By file: since when what was handed over waits to be taken; null: nothing does, or nobody looked. */
  readonly waitingSince?: Instant | null;
}

export const NOTHING_REMEMBERED: Recollection = { memory: EMPTY_MEMORY, runs: [] };

/** How many periods an exception holds that is not among the settings', where UniLock does not say (domain: default 8). */
const DEFAULT_PLACES = 8;

/** What the title of a copied profile ends with. */
const COPY = { da: 'kopi', en: 'copy' } as const;

/** How many past runs are asked for since when a trouble has lasted. */
const RUNS_ASKED = 50;

/** Reads what the program knew when it ended. @throws AppError `journal-*` */
export async function recall(journal: JournalStore): Promise<Recollection> {
  return { memory: await journal.loadMemory(), runs: await journal.listRuns({ limit: RUNS_ASKED, before: null }) };
}

/** The core with what only the command line asks of it. */
export interface HouseCore extends Core {
  /**
   * Whole settings from a file become the settings of the moment; what was wrong with the former ones is settled by it, and a draft is dropped.
   * @throws AppError `settings-*`
   */
  replaceSettings(settings: Settings): Settings;
  /**
   * The same with a memory of another PC, when the file brings one.
   * @throws AppError `memory-present`, `sync-running`, `settings-*`, `journal-*`; nothing is changed then
   */
  installHouse(file: HouseFile): Promise<Settings>;
}

/** Parts of the settings that bear on what is written, or on whether it can be. */
const MATERIAL: readonly (keyof Settings)[] = [
  'bookings',
  'access',
  'profiles',
  'locations',
  'rooms',
  'mapping',
  'exceptions',
  'groups',
  'groupMapping',
  'people',
  'timing',
  'countsPending',
  'houseZone',
];

/** What a person saves of the mapping: where another writer made us stop, we write again (W6). */
const RESUMING = [
  'mapping',
  'exceptions',
  'groupMapping',
  'groups',
] as const satisfies readonly (keyof SettingsPatch)[];

/**
 * One house put together. Nothing runs before `start`, nothing is written before the settings say that the program is set up; every part that
 * decides is a pure function beside this file.
 */
export function createCore(options: CoreOptions, recollection: Recollection = NOTHING_REMEMBERED): HouseCore {
  const { journal, clock, random, logger, ticker } = options;
  const desk = createSettingsDesk(options.settings);
  const engines = createHouseEngines(options);
  const jobs = createJobs({ clock, random });
  const listeners = new Set<(topics: readonly Topic[]) => void>();

  /** The memory as it counts for the servers in the settings. */
  const asOurs = (kept: Memory): Memory => memoryFor(serversOf(desk.settings(), options.hash), kept);
  let memory = asOurs(recollection.memory);
  let seen: Seen = {
    bookings: null,
    access: null,
    people: null,
    plan: null,
    hashToAccept: null,
    differing: [],
    differingMemberships: 0,
  };
  const endedRuns = recollection.runs.filter(({ result }) => result !== 'running');
  let lastRun: RunDto | null = endedRuns[0] ?? null;
  let lastPoll: RunDto | null = endedRuns.find(({ trigger }) => readsBookings(trigger)) ?? null;
  /** Whether the last poll is of this process: the journal's own does not show that the house is ready now (M2, P13). */
  let hasPolled = false;
  let readTimes = readTimesFrom(recollection, memory);
  let troubles: LastingTroubleDto[] = troublesFrom(recollection, desk.settings());
  /** Counts the changes of what should be written: a run that began before the last of them does not show that the house is ready (P13). */
  let decisions = 0;
  let prunedAt: Instant | null = null;
  let startTrouble: LastingTroubleDto | null =
    recollection.trouble === undefined || recollection.trouble === null
      ? null
      : { side: 'program', since: clock.now(), trouble: { ...recollection.trouble } };
  /** A person has saved the mapping: where another writer made us stop (W6) we write again. */
  let isResumeAsked = false;

  const tell = (...topics: Topic[]): void => listeners.forEach((listener) => listener(topics));
  const mayRun = (): boolean => desk.settings().isSetUp && desk.trouble() === null;
  const names = (): Names => namesFrom(desk.settings(), seen);
  const settingsOf = (source: Source): Settings => (source === 'draft' ? desk.draft() : desk.settings());

  const queue = createRunQueue({
    clock,
    random,
    perform,
    onChange: () => tell('status'),
    onEnd: ({ request, result }) => {
      scheduler.ended(
        !readsBookings(request.trigger)
          ? null
          : { startedAt: result?.startedAt ?? clock.now(), isGood: result !== null && isGoodPoll(result) },
      );
      tell('status', 'compare', 'runs');
    },
  });

  const scheduler = createScheduler({
    clock,
    ticker,
    queue,
    random,
    logger,
    intervalMinutes: () => desk.settings().timing.intervalMinutes,
    mayRun,
    refillAt: () => nextRefillAt(seen.plan),
    onChange: () => tell('status'),
  });

  /** One run from the settings of the moment. What breaks it becomes its result, so that status and schedule know. */
  async function perform(request: QueuedRequest): Promise<RunResult> {
    const startedAt = clock.now();
    const decidedBefore = decisions;
    let result: RunResult;
    try {
      const { engine } = engines.working(desk.settings());
      if (isResumeAsked) engine.resumeStopped();
      isResumeAsked = false;
      result = await engine.run(policyFrom(desk.settings()), request);
    } catch (thrown) {
      const error = asAppError(thrown);
      logger.warn('run-broken', { code: error.code, kind: thrown instanceof Error ? thrown.name : typeof thrown });
      result = brokenRun(request, startedAt, clock.now(), error);
    }
    await remember(result, decidedBefore === decisions);
    await planQuestionAnew(result);
    return result;
  }

  /**
   * A consent is given to the plan as it would be now (W1). Where the run wrote everything else, the plan it began with is no longer that one, and
   * its hash would answer nothing.
   */
  async function planQuestionAnew(result: RunResult): Promise<void> {
    if (result.plan === null || result.plan.consents.length === 0 || result.actions.length === 0) return;
    try {
      const planned = await dryRun(desk.settings(), { abort: null, onProgress: null });
      if (planned.plan !== null) take(planned);
    } catch (thrown) {
      // The question stands with the old hash until the next run asks it anew.
      logger.warn('question-not-planned', { code: asAppError(thrown).code });
    }
  }

  async function remember(result: RunResult, isOfNow: boolean): Promise<void> {
    take(result);
    lastRun = runView(result);
    if (readsBookings(result.trigger)) {
      lastPoll = isOfNow ? lastRun : null;
      hasPolled = true;
    }
    const told = [...sidesOf(result), ...changedAnswers()];
    troubles = lastingTroubles(troubles, [...unsettledBy(result, troubles), ...told], result.startedAt);
    try {
      memory = asOurs(await journal.loadMemory());
      await prune();
    } catch (thrown) {
      const error = asAppError(thrown);
      logger.warn('journal-trouble', { code: error.code });
      troubles = lastingTroubles(troubles, [...troubles, { side: 'program', trouble: error.toWire() }], clock.now());
    }
  }

  const changedAnswers = (): readonly SidedTrouble[] => options.connectors.changedAnswers?.(desk.settings()) ?? [];

  /** Saves a part of the settings or of the draft, and tells so. */
  function saveIn(source: Source, patch: SettingsChange): void {
    if (source === 'draft') {
      desk.saveDraft(patch);
      tell('draft');
      return;
    }
    const before = desk.settings();
    const saved = install(applyPatch(before, patch));
    if (isMaterialChange(before, saved)) scheduler.hasten('schedule');
    tell('settings', 'status');
  }

  function connectionOf(settings: Settings, side: Side): { readonly connectorId: string; readonly address: string } {
    const connection = settings[side];
    // A file answers nothing that could be confirmed.
    if (connection === null || connection.kind === 'unilock-import-file') throw new AppError('not-set-up');
    return connection;
  }

  function confirmAnswers(source: Source, side: Side, shapes: readonly AnswerShape[]): void {
    const settings = settingsOf(source);
    const { connectorId, address } = connectionOf(settings, side);
    const others = settings.answers.filter((each) => each.connectorId !== connectorId);
    saveIn(source, { answers: [...others, { connectorId, address, shapes: [...shapes] }] });
    if (source === 'draft') return;
    // What is confirmed is no trouble any more, whatever the next run finds.
    troubles = troubles.filter((one) => one.side !== side || one.trouble.code !== 'answers-changed');
    tell('status');
  }

  /** Keeps the newest readings that can be believed at all. */
  function take(result: RunResult): void {
    seen = {
      bookings:
        result.bookings !== null && result.bookings.completeness !== 'unreadable' ? result.bookings : seen.bookings,
      access: result.access !== null && result.access.completeness !== 'unreadable' ? result.access : seen.access,
      people: hasPersons(result.people) ? result.people : seen.people,
      plan: result.plan ?? seen.plan,
      hashToAccept: result.plan === null ? seen.hashToAccept : result.hashToAccept,
      differing: result.plan === null ? seen.differing : result.differing,
      differingMemberships: result.plan === null ? seen.differingMemberships : result.differingMemberships,
    };
    readTimes = {
      bookings: result.bookings?.completeness === 'complete' ? result.bookings.readAt : readTimes.bookings,
      access: result.access?.completeness === 'complete' ? result.access.readAt : readTimes.access,
    };
  }

  async function prune(): Promise<void> {
    const now = clock.now();
    if (prunedAt !== null && now - prunedAt < DAY_MS) return;
    await journal.prune(addMs(now, -desk.settings().historyDays * DAY_MS));
    prunedAt = now;
  }

  /** A run that stops after the plan, on an engine of its own that can write no journal (P18). */
  async function dryRun(settings: Settings, call: Call): Promise<RunResult> {
    const recalled = createRecallOnlyJournal(() => journal.loadMemory());
    const request = { ...dryRunRequest(call.abort), onProgress: tellProgress(call) };
    const result = await engines.separate(settings, recalled).engine.plan(policyFrom(settings), request);
    if (call.abort?.aborted === true) throw new AppError('cancelled');
    return result;
  }

  async function plan(source: Source, patch: SettingsPatch | null, call: Call) {
    const base = settingsOf(source);
    const settings = patch === null ? base : applyPatch(base, patch);
    const result = await dryRun(settings, call);
    // What was read for the settings as they are is as good as a run's reading, unless a run has read or written meanwhile.
    if (
      source === 'settings' &&
      patch === null &&
      queue.running() === null &&
      result.startedAt >= (lastRun?.endedAt ?? 0)
    ) {
      take(result);
      tell('status', 'compare');
    }
    const read = {
      bookings: result.bookings ?? seen.bookings,
      access: result.access ?? seen.access,
      people: result.people ?? seen.people,
    };
    return planView(result, settings, namesFrom(settings, read));
  }

  /** The connectors of a source, without an engine: the set-up looks at one side at a time. */
  function booked(source: Source): ConnectedHouse['bookings'] {
    const settings = settingsOf(source);
    if (settings.bookings === null) throw new AppError('not-set-up');
    return options.connectors.bookings(settings);
  }
  function accessOf(source: Source): ConnectedHouse['access'] {
    const settings = settingsOf(source);
    if (settings.access === null) throw new AppError('not-set-up');
    return options.connectors.access(settings);
  }

  /** Nothing is asked and nothing written, so there need be no connection yet. */
  function previewFile(
    { exceptions, groups, access, houseZone, language }: Settings,
    profile: ImportFileProfile,
  ): FilePreview {
    return previewImportFile(profile, {
      exceptions,
      groups,
      fileName: access?.kind === 'unilock-import-file' ? access.fileName : null,
      zone: houseZone ?? viewerZone(),
      now: clock.now(),
      language,
    });
  }

  async function carryOut(work: JobRequest, call: Call): Promise<JobResult> {
    switch (work.kind) {
      case 'check-bookings':
        return { kind: work.kind, check: await booked(work.source).check(call) };
      case 'check-access':
        return { kind: work.kind, check: await accessOf(work.source).check(call) };
      case 'read-rooms': {
        const locations = settingsOf(work.source).locations.map(({ id }) => id);
        return { kind: work.kind, list: await booked(work.source).listRooms(locations, call) };
      }
      case 'preview':
        return { kind: work.kind, plan: await plan(work.source, work.patch, call) };
      case 'preview-profile': {
        const { connectors } = options;
        const profile = profileFromText(work.text, desk.settings().language);
        if (profile.kind === 'import-file' && work.side === 'access')
          return { kind: 'preview-file', preview: previewFile(settingsOf(work.source), profile) };
        if (connectors.preview === undefined) throw new AppError('not-set-up');
        return {
          kind: work.kind,
          preview: await connectors.preview(settingsOf(work.source), work.side, profile, call),
        };
      }
      case 'discover': {
        const { connectors } = options;
        if (connectors.discover === undefined) throw new AppError('not-set-up');
        return {
          kind: work.kind,
          discovery: await connectors.discover(settingsOf(work.source), work.acceptedPosts, call),
        };
      }
      case 'preview-removal':
        return { kind: work.kind, removal: await previewRemoval(call) };
      // Leaving the page must not stop it half way; only the program's end does.
      case 'remove-everything':
        return { kind: work.kind, removal: await removeEverything({ isUnattended: false }, { ...call, abort: null }) };
      case 'try-opening': {
        const settings = settingsOf(work.source);
        const known = settings.exceptions.find(({ id }) => id === work.exceptionId);
        const access = accessOf(work.source);
        const wanted = {
          exceptionId: work.exceptionId,
          places: known?.places ?? DEFAULT_PLACES,
          houseZone: settings.houseZone,
        };
        return queue.exclusively((end) => tryOpening(access, clock, wanted, eitherAborts(call, end), end));
      }
    }
  }

  const removalRequest = (call: Call, end: AbortSignal | null): RunRequest => ({
    ...dryRunRequest(end === null ? call.abort : eitherAborts(call, end).abort),
    trigger: 'remove-all',
    onProgress: tellProgress(call),
  });

  /** The memory as UniLock's own server knows it, fresh from the journal. */
  async function rememberedNow(): Promise<Memory> {
    const trouble = desk.trouble();
    if (trouble !== null) throw new AppError(trouble.code, trouble.context);
    return asOurs(await journal.loadMemory());
  }

  const houseZoneOf = (result: RunResult): string | null => result.access?.zone ?? desk.settings().houseZone;

  async function previewRemoval(call: Call): Promise<RemovalDto> {
    const settings = desk.settings();
    const before = await rememberedNow();
    const recalled = createRecallOnlyJournal(() => journal.loadMemory());
    const engine = engines.withoutBookings(settings, recalled);
    const result = await engine.plan(managingNothing(policyFrom(settings)), removalRequest(call, null));
    if (call.abort?.aborted === true) throw new AppError('cancelled');
    return removalView({ before, after: null, result, houseZone: houseZoneOf(result), names: names() });
  }

  async function removeEverything(request: { readonly isUnattended: boolean }, call: Call): Promise<RemovalDto> {
    return queue.exclusively(async (end) => {
      const settings = desk.settings();
      const before = await rememberedNow();
      const engine = engines.withoutBookings(settings, journal);
      if (!request.isUnattended) options.connectors.retryLogins?.();
      // First the decision, then the deed: killed in between, the next start writes nothing again.
      if (settings.isSetUp) install({ ...settings, isSetUp: false });
      tell('settings', 'status');
      const result = await engine.run(managingNothing(policyFrom(settings)), removalRequest(call, end));
      await remember(result, false);
      tell('status', 'compare', 'runs');
      return removalView({ before, after: memory, result, houseZone: houseZoneOf(result), names: names() });
    });
  }

  async function exportHouse(): Promise<string> {
    const settings = desk.settings();
    const known = await rememberedNow();
    if (settings.bookings === null || settings.access === null) throw new AppError('not-set-up');
    return writeHouseFile({ settings, memory: known }, clock.now(), options.hash);
  }

  async function installHouse({ settings, memory: brought }: HouseFile): Promise<Settings> {
    if (brought === null) return replaceSettings(settings);
    return queue.exclusively(async () => {
      const kept = memoryFor(brought.servers, await journal.loadMemory());
      // This PC's own memory is the newer one: what it gave since would be nobody's.
      if (hasOurs(kept) && !isSameMemory(kept, brought)) throw new AppError('memory-present');
      // Memory first: killed in between, nothing is set up and nothing is written.
      await journal.saveMemory(brought);
      const saved = replaceSettings(settings);
      memory = asOurs(brought);
      return saved;
    });
  }

  function replaceSettings(settings: Settings): Settings {
    const saved = install(settings);
    options.connectors.forgetRefusals?.();
    desk.discardDraft();
    if (desk.trouble() !== null) desk.confirmTrouble();
    tell('settings', 'draft', 'status', 'compare');
    scheduler.hasten('schedule');
    return saved;
  }

  /** Makes checked settings the settings of the moment. */
  function install(settings: Settings): Settings {
    const before = desk.settings();
    const saved = desk.save(settings);
    if (isMaterialChange(before, saved)) {
      decisions += 1;
      lastPoll = null;
    }
    const left = forgettingBetween(serversOf(before, options.hash), serversOf(saved, options.hash));
    if (isForgetting(left)) {
      memory = asOurs(memory);
      seen = {
        bookings: left.bookings ? null : seen.bookings,
        access: left.access ? null : seen.access,
        people: left.access ? null : seen.people,
        plan: null,
        hashToAccept: null,
        differing: [],
        differingMemberships: 0,
      };
      readTimes = {
        bookings: left.bookings ? null : readTimes.bookings,
        access: left.access ? null : readTimes.access,
      };
    }
    return saved;
  }

  const viewFacts = (): ViewFacts => ({
    now: clock.now(),
    settings: desk.settings(),
    seen,
    memory,
    names: names(),
    canReadBack: desk.settings().access?.kind !== 'unilock-import-file' && lastPoll?.result !== 'handed-over',
  });

  function statusFacts(): StatusFacts {
    const settings = desk.settings();
    return {
      now: clock.now(),
      isDemo: options.isDemo,
      isSetUp: settings.isSetUp,
      settingsTrouble: desk.trouble(),
      intervalMinutes: settings.timing.intervalMinutes,
      waitingAtStart: recollection.waitingSince ?? null,
      typedZone: settings.houseZone,
      viewerZone: viewerZone(),
      managed: settings.exceptions.map(({ id }) => id),
      names: names(),
      seen,
      readTimes,
      lastRun,
      lastPoll,
      memory,
      troubles: startTrouble === null ? troubles : [startTrouble, ...troubles],
      running: queue.running(),
      ...scheduler.state(),
    };
  }

  return {
    status: () => deriveStatus(statusFacts()),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    // A run that goes on does not make what was read less true.
    compare: (range) =>
      compareView(range, viewFacts(), hasPolled && deriveStatus({ ...statusFacts(), running: null }).state === 'ready'),
    explain: (exceptionId, period) => explanationView(exceptionId, period, viewFacts()),

    syncNow(request) {
      const trouble = desk.trouble();
      if (trouble !== null) throw new AppError(trouble.code, trouble.context);
      if (!mayRun()) throw new AppError('not-set-up');
      const { trigger, acceptPlanHash } = request;
      if (trigger === 'manual') {
        if (request.isUnattended !== true) options.connectors.retryLogins?.();
        startTrouble = null;
      }
      return queue.ask({ trigger, acceptPlanHash });
    },
    whenDone: (runId) => queue.whenDone(runId),
    start: () => scheduler.start(),
    pause: (until) => scheduler.pause(until),
    resume: () => scheduler.resume(),
    wake: () => scheduler.wake(),
    plan,
    holds: () => seen.plan?.holds.map((hold) => holdView(hold, names())) ?? [],
    async answerHold(hash, answer) {
      const { engine } = engines.working(desk.settings());
      if (!(await engine.answerHold(hash, answer))) {
        // A program that has just started has not shown its engine any hold yet.
        const looked = await queue.exclusively((abort) =>
          engine.plan(policyFrom(desk.settings()), dryRunRequest(abort)),
        );
        take(looked);
        if (!(await engine.answerHold(hash, answer))) throw new AppError('hold-unknown', { hash });
      }
      memory = asOurs(await journal.loadMemory());
      tell('status');
      if (mayRun()) scheduler.hasten('manual');
    },

    listRuns: (query) => journal.listRuns(query),
    readRun: async (runId) => withNames(await journal.readRun(runId), names()),

    readSettings: desk.settings,
    saveSettings(patch) {
      const before = desk.settings();
      const saved = install(applyPatch(before, patch));
      isResumeAsked ||= RESUMING.some((key) => patch[key] !== undefined);
      if (isMaterialChange(before, saved)) scheduler.hasten('schedule');
      tell('settings', 'status', 'compare');
      return saved;
    },
    replaceSettings,
    installHouse,
    previewRemoval,
    removeEverything,
    exportHouse,
    async importHouse(text) {
      const file = readHouseFile(parseJson(text), options.hash);
      const { settings } = file;
      if (settings.bookings === null || settings.access === null)
        throw new AppError('settings-invalid', {
          path: settings.bookings === null ? 'bookings' : 'access',
          reason: reason('missing'),
        });
      // An address or profile that cannot be is refused before anything is changed.
      options.connectors.bookings(settings);
      options.connectors.access(settings);
      return installHouse({ ...file, settings: { ...settings, isSetUp: true } });
    },
    settingsTrouble: desk.trouble,
    confirmSettingsTrouble() {
      desk.confirmTrouble();
      tell('settings', 'status');
      scheduler.hasten('schedule');
    },
    readDraft: desk.draft,
    saveDraft(patch) {
      const draft = desk.saveDraft(patch);
      tell('draft');
      return draft;
    },
    discardDraft() {
      desk.discardDraft();
      tell('draft');
    },
    async finishDraft(acceptPlanHash) {
      const draft = desk.draft();
      const planned = await dryRun(draft, { abort: null, onProgress: null });
      if (planned.plan === null) throw firstTrouble(planned.troubles);
      if (planned.plan.hash !== acceptPlanHash)
        throw new AppError('plan-changed', { shown: acceptPlanHash, now: planned.plan.hash });
      install({ ...draft, isSetUp: true });
      desk.discardDraft();
      tell('settings', 'draft', 'status', 'compare');
      return queue.ask({ trigger: 'manual', acceptPlanHash });
    },
    listProfiles: (source) => listProfiles(settingsOf(source)),
    profileText: (source, id) => profileText(settingsOf(source), id),
    copyProfile(source, id) {
      const settings = settingsOf(source);
      return copiedProfileText(settings, id, (of) => `${of} (${COPY[settings.language]})`);
    },
    saveProfile(source, text) {
      const { id, profiles } = withProfile(settingsOf(source), text);
      saveIn(source, { profiles });
      return { id };
    },
    removeProfile(source, id) {
      saveIn(source, { profiles: withoutProfile(settingsOf(source), id) });
    },
    confirmAnswers,
    async setPassword(connectorId, password) {
      await options.credentials.set(connectorId, password);
      engines.reconnect();
      tell('status');
    },
    async passwordState(connectorId) {
      try {
        return (await options.credentials.get(connectorId)) === null ? 'missing' : 'present';
      } catch (thrown) {
        logger.warn('keychain-trouble', { code: asAppError(thrown).code });
        return 'unavailable';
      }
    },

    startJob: (work) => jobs.start((call) => carryOut(work, call)),
    readJob: (jobId) => jobs.read(jobId),
    cancelJob: (jobId) => jobs.cancel(jobId),
    onJobChange: (listener) => jobs.onChange(listener),

    async stop() {
      scheduler.stop();
      await Promise.all([queue.stop(), jobs.stop()]);
    },
  };
}

const isMaterialChange = (before: Settings, after: Settings): boolean =>
  MATERIAL.some((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));

/** Both sides read completely: what a poll is for. */
const isGoodPoll = ({ bookings, access }: RunResult): boolean =>
  bookings?.completeness === 'complete' && access?.completeness === 'complete';

/** Whether a reading of people has persons in it that can be called by their names. */
const hasPersons = (people: PeopleReading | null): boolean =>
  people?.persons !== undefined && people.persons !== null && people.persons.completeness !== 'unreadable';

const firstTrouble = ([trouble]: readonly Trouble[]): AppError =>
  trouble === undefined ? new AppError('reading-partial') : new AppError(trouble.code, trouble.context);

/** The result of a run that could not even begin, or that the engine broke off. */
const brokenRun = (request: QueuedRequest, startedAt: Instant, endedAt: Instant, error: AppError): RunResult => ({
  runId: request.runId,
  trigger: request.trigger,
  startedAt,
  endedAt,
  result: 'failed',
  bookings: null,
  access: null,
  people: null,
  plan: null,
  hashToAccept: null,
  actions: [],
  troubles: [error.toWire()],
  differing: [],
  differingMemberships: 0,
});

const dryRunRequest = (abort: Call['abort']): RunRequest => ({
  trigger: 'manual',
  acceptPlanHash: null,
  abort,
  onProgress: null,
});

const tellProgress =
  (call: Call): RunRequest['onProgress'] =>
  ({ done, total }) =>
    call.onProgress?.(done, total);

/** A call that ends when the job is cancelled or the core stops. */
function eitherAborts(call: Call, other: AbortSignal): Call {
  const both = new AbortController();
  const abort = (): void => both.abort();
  for (const signal of [call.abort, other]) {
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort);
  }
  return { abort: both.signal, onProgress: call.onProgress };
}

/** When the sides were last known complete, from before this start. */
function readTimesFrom({ memory: kept, runs }: Recollection, memory: Memory): ReadTimes {
  const isOfAnother = forgettingBetween(kept.servers, memory.servers).access;
  const equal = runs.find(({ result, trigger }) => result === 'equal' && readsBookings(trigger));
  return { bookings: memory.reading?.readAt ?? null, access: isOfAnother ? null : (equal?.startedAt ?? null) };
}

/** Trouble that lasted when the program ended, with the start of its unbroken row. */
function troublesFrom({ runs }: Recollection, settings: Settings): LastingTroubleDto[] {
  const ended = runs.filter(({ result }) => result !== 'running' && result !== 'interrupted').reverse();
  return ended.reduce<LastingTroubleDto[]>(
    (before, run) => lastingTroubles(before, sidesOfPast(run.troubles, settings), run.startedAt),
    [],
  );
}
