import { AppError } from '../../shared/errors';
import type { Core, DemoHouse, Topic } from './core-api';

/** Which house window and tray show: the real one, or the demo house while it runs. The real one's schedule goes on meanwhile. */
export interface ActiveHouse {
  /** The core that is shown. */
  core(): Core;
  /** The house that is written to, whatever is shown. */
  readonly real: Core;
  /** @throws AppError `request-refused` when the demo house is not running */
  demo(): DemoHouse;
  readonly isDemo: () => boolean;
  /** Starts the demo house and shows it; joins a start under way. */
  startDemo(): Promise<void>;
  /** Ends the demo house and shows the real one. */
  leaveDemo(): Promise<void>;
  /** Changes of the core that is shown; a switch between houses changes every topic. */
  onChange(listener: (topics: readonly Topic[]) => void): () => void;
  /** Jobs of the core that is shown. */
  onJobChange(listener: (jobId: string) => void): () => void;
  /** Ends the demo house and then the real core. */
  stop(): Promise<void>;
}

const ALL_TOPICS: readonly Topic[] = ['status', 'compare', 'runs', 'settings', 'draft', 'demo'];

/**
 * @param real the house that the settings describe
 * @param makeDemo starts the simulators; called once for each demo
 */
export function createActiveHouse(real: Core, makeDemo: () => Promise<DemoHouse>): ActiveHouse {
  const changeListeners = new Set<(topics: readonly Topic[]) => void>();
  const jobListeners = new Set<(jobId: string) => void>();
  const tell = (topics: readonly Topic[]): void => changeListeners.forEach((listener) => listener(topics));

  let shown: DemoHouse | null = null;
  /** Starts and ends follow one another, so that a quick click back and forth leaves no simulator behind. */
  let switching: Promise<void> = Promise.resolve();

  const watch = (core: Core): (() => void) => {
    const ends = [
      core.onChange(tell),
      core.onJobChange((jobId) => jobListeners.forEach((listener) => listener(jobId))),
    ];
    return () => ends.forEach((end) => end());
  };
  let unwatch = watch(real);

  const show = (demo: DemoHouse | null): void => {
    unwatch();
    shown = demo;
    unwatch = watch(demo?.core ?? real);
    tell(ALL_TOPICS);
  };

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const next = switching.then(work);
    // A start that failed is told to its caller; the next switch has to be possible all the same.
    switching = next.catch(() => undefined);
    return next;
  };

  const leaveDemo = (): Promise<void> =>
    inTurn(async () => {
      const leaving = shown;
      if (leaving === null) return;
      show(null);
      await leaving.close();
    });

  return {
    real,
    core: () => shown?.core ?? real,
    demo() {
      if (shown === null) throw new AppError('request-refused');
      return shown;
    },
    isDemo: () => shown !== null,
    startDemo: () =>
      inTurn(async () => {
        if (shown !== null) return;
        const demo = await makeDemo();
        // The demo speaks and looks as the person has chosen; nothing else is taken over.
        const { language, theme } = real.readSettings();
        demo.core.saveSettings({ language, theme });
        demo.core.saveDraft({ language, theme });
        show(demo);
        demo.core.start();
      }),
    leaveDemo,
    onChange(listener) {
      changeListeners.add(listener);
      return () => void changeListeners.delete(listener);
    },
    onJobChange(listener) {
      jobListeners.add(listener);
      return () => void jobListeners.delete(listener);
    },
    async stop() {
      await leaveDemo();
      unwatch();
      await real.stop();
    },
  };
}
