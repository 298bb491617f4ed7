import type { Core, DemoHouse, Topic } from '../../electron/core/core-api';
import type { Compare, Explanation, ProfileListing, PlanDto, RunDetailDto, RunDto, Status } from '../../shared/dto';
import type { Job, SettingsPatch } from '../../shared/ipc';
import type { Settings } from '../../shared/settings';
import { defaultSettings } from '../../shared/settings';
import { instant } from '../../shared/time';

const at = instant(Date.UTC(2026, 10, 23, 9, 42));
const period = { from: at, to: instant(at + 3_600_000) };

export const run: RunDto = {
  runId: 'run-1',
  trigger: 'schedule',
  startedAt: at,
  endedAt: at,
  result: 'equal',
  written: 0,
  failed: 0,
  held: 0,
  overflow: 0,
  troubles: [],
};

/** A status of a house that is set up and quiet, with what a test wants to differ. */
export const statusWith = (part: Partial<Status> = {}): Status => ({
  now: at,
  state: 'ready',
  isDemo: false,
  houseZone: 'Europe/Copenhagen',
  differences: 0,
  waiting: 0,
  noContact: null,
  followsUntil: null,
  pausedUntil: null,
  lastReadAt: at,
  bookingsReadAt: at,
  accessReadAt: at,
  waitingSince: null,
  nextRunAt: instant(at + 300_000),
  missedPolls: 0,
  running: null,
  lastRun: run,
  troubles: [],
  holds: [],
  overflow: [],
  withoutAccess: { total: 0, people: [] },
  consents: [],
  planHash: null,
  nextOpenings: [],
  ...part,
});

/** A core in memory that remembers what it was asked to do. */
export class FakeCore implements Core {
  readonly asked: string[] = [];
  settings: Settings = defaultSettings();
  draft: Settings = defaultSettings();
  private readonly changeListeners = new Set<(topics: readonly Topic[]) => void>();
  private readonly jobListeners = new Set<(jobId: string) => void>();

  constructor(readonly isDemo = false) {}

  change(topics: readonly Topic[]): void {
    this.changeListeners.forEach((listener) => listener(topics));
  }
  changeJob(jobId: string): void {
    this.jobListeners.forEach((listener) => listener(jobId));
  }

  status(): Status {
    return statusWith({ isDemo: this.isDemo });
  }
  onChange(listener: (topics: readonly Topic[]) => void): () => void {
    this.changeListeners.add(listener);
    return () => void this.changeListeners.delete(listener);
  }
  compare(range: Compare['range']): Compare {
    const counts = Object.fromEntries(
      ['equal', 'missing', 'extra', 'shifted', 'waiting', 'held', 'no-place', 'foreign', 'unknown', 'handed-over'].map(
        (each) => [each, 0],
      ),
    ) as Compare['counts'];
    return {
      range,
      houseZone: null,
      computedAt: at,
      bookingsReadAt: null,
      accessReadAt: null,
      isReady: false,
      over: 0,
      counts,
      rooms: [],
    };
  }
  explain(exceptionId: string): Explanation {
    return {
      exceptionId,
      exceptionName: 'Dør',
      verdict: 'equal',
      desired: period,
      observed: period,
      rule: null,
      holdHash: null,
      because: [],
      writtenAt: null,
      runId: null,
      readBackAt: null,
    };
  }
  syncNow(request: { readonly trigger: string; readonly acceptPlanHash: string | null }): { readonly runId: string } {
    this.asked.push(`sync ${request.trigger} ${String(request.acceptPlanHash)}`);
    return { runId: 'run-2' };
  }
  listProfiles(): ProfileListing[] {
    return [];
  }
  profileText(source: string, id: string): string {
    return `${source} ${id}`;
  }
  copyProfile(source: string, id: string): string {
    return `${source} ${id}`;
  }
  saveProfile(source: string): { readonly id: string } {
    this.asked.push(`save profile ${source}`);
    return { id: 'own' };
  }
  removeProfile(source: string, id: string): void {
    this.asked.push(`remove profile ${source} ${id}`);
  }
  confirmAnswers(source: string, side: string): void {
    this.asked.push(`confirm answers ${source} ${side}`);
  }
  whenDone(): never {
    throw new Error('not asked for by the shell');
  }
  start(): void {
    this.asked.push('start');
  }
  pause(until: number): void {
    this.asked.push(`pause ${until}`);
  }
  resume(): void {
    this.asked.push('resume');
  }
  wake(): void {
    this.asked.push('wake');
  }
  plan(): Promise<PlanDto> {
    throw new Error('not asked for by the shell');
  }
  holds(): readonly [] {
    return [];
  }
  answerHold(hash: string, answer: string): Promise<void> {
    this.asked.push(`hold ${hash} ${answer}`);
    return Promise.resolve();
  }
  listRuns(): Promise<RunDto[]> {
    return Promise.resolve([run]);
  }
  readRun(): Promise<RunDetailDto> {
    return Promise.resolve({ ...run, actions: [] });
  }
  previewRemoval(): never {
    throw new Error('asked for by jobs only');
  }
  removeEverything(): never {
    throw new Error('asked for by jobs only');
  }
  exportHouse(): Promise<string> {
    return Promise.resolve('{}');
  }
  importHouse(text: string): Promise<Settings> {
    this.asked.push(`import ${text}`);
    return Promise.resolve(this.settings);
  }
  readSettings(): Settings {
    return this.settings;
  }
  saveSettings(patch: SettingsPatch): Settings {
    this.settings = { ...this.settings, ...patch };
    return this.settings;
  }
  settingsTrouble(): null {
    return null;
  }
  confirmSettingsTrouble(): void {
    this.asked.push('confirm settings trouble');
  }
  readDraft(): Settings {
    return this.draft;
  }
  saveDraft(patch: SettingsPatch): Settings {
    this.draft = { ...this.draft, ...patch };
    return this.draft;
  }
  discardDraft(): void {
    this.asked.push('discard draft');
  }
  finishDraft(hash: string): Promise<{ readonly runId: string }> {
    this.asked.push(`finish ${hash}`);
    return Promise.resolve({ runId: 'run-3' });
  }
  setPassword(connectorId: string): Promise<void> {
    this.asked.push(`password ${connectorId}`);
    return Promise.resolve();
  }
  passwordState(): Promise<'present'> {
    return Promise.resolve('present');
  }
  startJob(work: { readonly kind: string }): { readonly jobId: string } {
    this.asked.push(`job ${work.kind}`);
    return { jobId: 'job-1' };
  }
  readJob(jobId: string): Job {
    return { jobId, state: 'running', progress: { done: 12, total: 40 }, result: null, trouble: null };
  }
  cancelJob(jobId: string): void {
    this.asked.push(`cancel ${jobId}`);
  }
  onJobChange(listener: (jobId: string) => void): () => void {
    this.jobListeners.add(listener);
    return () => void this.jobListeners.delete(listener);
  }
  stop(): Promise<void> {
    this.asked.push('stop');
    return Promise.resolve();
  }
}

/** A demo house around a fake core. */
export class FakeDemoHouse implements DemoHouse {
  readonly core = new FakeCore(true);
  isClosed = false;
  readonly asked: string[] = [];

  state(): ReturnType<DemoHouse['state']> {
    return { at, rooms: [], nextChangeAt: null, meetings: [] };
  }
  makeMeeting(): { readonly meetingId: string } {
    this.asked.push('make');
    return { meetingId: 'meeting-1' };
  }
  moveMeeting(): void {
    this.asked.push('move');
  }
  cancelMeeting(): void {
    this.asked.push('cancel');
  }
  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}
