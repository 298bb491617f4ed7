import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { ErrorContext, Trouble } from '../../../shared/errors';
import { AppError } from '../../../shared/errors';
import type { Settings } from '../../../shared/settings';
import { defaultSettings } from '../../../shared/settings';
import type { Clock } from '../../sync/ports';
import { failureReason } from '../failure-reason';
import { setAside } from '../set-aside';
import type { SettingsState, SettingsStore } from '../store-api';
import type { JsonFile } from './json-file';
import { jsonFile } from './json-file';
import type { SettingsVersion, UpgradedSettings } from './settings-versions';
import { SETTINGS_VERSIONS, upgradeSettings } from './settings-versions';

/** The note that damage was found and nobody has confirmed it yet. It outlives restarts; the file name inside is for the user's eyes. */
const damageNote = z.object({
  code: z.literal('settings-damaged'),
  file: z.string(),
  isRestored: z.boolean(),
});

export interface SettingsStoreOptions {
  /** Absolute; made when it is missing. Only this process may use it (`lockDataFolder`). */
  readonly folder: string;
  /** For the time in a damaged file's new name. */
  readonly clock: Clock;
  /** The chain of versions; another one than the program's own only to prove the chain itself. */
  readonly versions?: readonly SettingsVersion[];
}

/**
 * Settings in `settings.json`, the save before in `settings.backup.json`, the wizard's draft in `draft.json`.
 *
 * - A damaged file is renamed to `settings.damaged-<time>.json`; the backup, when it is good, takes its place. The trouble `settings-damaged`
 *   {file, isRestored} stays until `confirmTrouble`, over restarts too.
 * - A file of an older version is copied to `settings.v<N>.backup.json` before it is stepped up.
 * - A file of a newer version stays untouched: trouble `settings-newer` {file, version, newest}, and saving is refused.
 *
 * Every method throws AppError `settings-unwritable` {folder, reason} when the disk refuses.
 */
export function createSettingsStore(options: SettingsStoreOptions): SettingsStore {
  const { folder, clock } = options;
  const versions = options.versions ?? SETTINGS_VERSIONS;
  const main = jsonFile(folder, 'settings');
  const draft = jsonFile(folder, 'draft');
  const note = jsonFile(folder, 'settings-trouble');
  const backup = jsonFile(folder, 'settings.backup');

  const onDisk = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      if (thrown instanceof AppError || thrown instanceof SyntaxError) throw thrown;
      throw new AppError('settings-unwritable', { folder, reason: failureReason(thrown) }, thrown);
    }
  };

  /** null: damaged. Throws `settings-newer`, `settings-unwritable`. */
  const load = (file: JsonFile): UpgradedSettings | null => {
    try {
      return upgradeSettings(
        onDisk(() => file.read()),
        versions,
      );
    } catch (thrown) {
      if (thrown instanceof SyntaxError) return null;
      if (thrown instanceof AppError && thrown.code === 'settings-invalid') return null;
      throw thrown;
    }
  };

  /** A copy under another name, whole or not at all: a power cut in the middle must not leave half a backup. */
  const copyTo = (target: string): void => {
    onDisk(() => {
      const half = `${target}.half`;
      try {
        copyFileSync(main.path, half);
        renameSync(half, target);
      } catch (thrown) {
        rmSync(half, { force: true });
        throw thrown;
      }
    });
  };

  const readNote = (): Trouble | null => {
    if (!note.exists()) return null;
    let context: ErrorContext = { file: '', isRestored: false };
    try {
      const { file, isRestored } = damageNote.parse(onDisk(() => note.read()));
      context = { file, isRestored };
    } catch (thrown) {
      // The note itself is damaged: that it is there still says that something was not confirmed.
      if (thrown instanceof AppError) throw thrown;
    }
    return { code: 'settings-damaged', context };
  };

  /** The last save before, if it can be read; a newer backup is none of ours. */
  const loadBackup = (): Settings | null => {
    if (!backup.exists()) return null;
    try {
      return load(backup)?.settings ?? null;
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'settings-newer') return null;
      throw thrown;
    }
  };

  const replaceDamaged = (): Settings => {
    const restored = loadBackup();
    // The note first: were the program killed after the renaming, the next start would otherwise find no file and take it for a new user.
    onDisk(() => note.write({ code: 'settings-damaged', file: basename(main.path), isRestored: restored !== null }));
    const kept = onDisk(() => setAside(main.path, clock.now()));
    onDisk(() => note.write({ code: 'settings-damaged', file: basename(kept), isRestored: restored !== null }));
    if (restored !== null) onDisk(() => main.write(restored));
    return restored ?? defaultSettings();
  };

  const read = (): SettingsState => {
    if (!onDisk(() => main.exists())) {
      const trouble = readNote();
      // Killed between setting aside and restoring.
      const restored = trouble === null ? null : loadBackup();
      return { settings: restored ?? defaultSettings(), trouble };
    }
    let loaded: UpgradedSettings | null;
    try {
      loaded = load(main);
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'settings-newer') throw thrown;
      const context = { ...thrown.context, file: basename(main.path) };
      return { settings: defaultSettings(), trouble: { code: 'settings-newer', context } };
    }
    if (loaded === null) return { settings: replaceDamaged(), trouble: readNote() };
    const { settings, fileVersion } = loaded;
    if (fileVersion !== versions.at(-1)?.version) {
      copyTo(join(folder, `settings.v${fileVersion}.backup.json`));
      onDisk(() => main.write(settings));
    }
    return { settings, trouble: readNote() };
  };

  return {
    read,
    save: (settings) => {
      const valid = upgradeSettings(settings, versions).settings;
      if (main.exists()) {
        // Throws `settings-newer`: a file of a newer program is kept as it is. A damaged one is set aside, not written over.
        if (load(main) === null) replaceDamaged();
        else copyTo(backup.path);
      }
      onDisk(() => main.write(valid));
      return valid;
    },
    readDraft: () => {
      if (!draft.exists()) return null;
      try {
        const loaded = load(draft);
        if (loaded !== null) return loaded.settings;
      } catch (thrown) {
        // A newer program's draft stays there for it; here there is none.
        if (thrown instanceof AppError && thrown.code === 'settings-newer') return null;
        throw thrown;
      }
      onDisk(() => rmSync(draft.path, { force: true }));
      return null;
    },
    saveDraft: (settings) => {
      if (settings === null) {
        onDisk(() => rmSync(draft.path, { force: true }));
        return;
      }
      const valid = upgradeSettings(settings, versions).settings;
      onDisk(() => draft.write(valid));
    },
    confirmTrouble: () => {
      onDisk(() => rmSync(note.path, { force: true }));
    },
  };
}
