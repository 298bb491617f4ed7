import { z } from 'zod';
import { AppError } from '../../../shared/errors';
import { isNestedTooDeep, reason, reasonOfIssue } from '../../../shared/profile';
import type { Settings } from '../../../shared/settings';
import { settingsV1, settingsV2, settingsV3 } from '../../../shared/settings';

/**
 * One version of the settings file: what it must look like, and the pure step to the next version's shape (null for the newest). A step gets
 * what its own schema let through and never looks at the machine or the clock, so that the same old file always gives the same settings.
 */
export interface SettingsVersion {
  readonly version: number;
  readonly schema: z.ZodType;
  readonly toNext: ((settings: unknown) => unknown) | null;
}

/** Every version that ever left the house, oldest first. New versions are added at the end; the frozen files in `test/data` keep old ones readable (P21). */
export const SETTINGS_VERSIONS: readonly SettingsVersion[] = [
  {
    version: 1,
    schema: settingsV1,
    // Nobody is given access until a person group is mapped; what version 2 adds has defaults for just that.
    toNext: (settings) => ({ ...settingsV1.parse(settings), version: 2 }),
  },
  {
    version: 2,
    schema: settingsV2,
    // What version 3 adds has defaults that change nothing: certificates as before, no profiles of one's own.
    toNext: (settings) => ({ ...settingsV2.parse(settings), version: 3 }),
  },
  { version: 3, schema: settingsV3, toNext: null },
];

const versioned = z.looseObject({ version: z.int() });

/** Where an issue is, as a person writes it: `mapping[3].leadMinutes`; `.` is the whole file. */
function jsonPath(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text.replace(/^\./, '') || '.';
}

/** What a person handed over is not what it should be: the first issue, by its path. */
export function invalidJson(error: z.ZodError): AppError {
  const [issue] = error.issues;
  if (issue === undefined) return new AppError('settings-invalid', { path: '.', reason: reason('wrong') });
  // An unknown key is reported on its parent; the person looks for the key.
  const key = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return new AppError('settings-invalid', {
    path: jsonPath([...issue.path, ...key]),
    reason: reasonOfIssue(issue),
  });
}

/** What was read, and which version it was in the file. */
export interface UpgradedSettings {
  readonly settings: Settings;
  readonly fileVersion: number;
}

/**
 * Parses settings of any known version and steps them up to the newest.
 * @throws AppError `settings-newer` {version, newest}; `settings-invalid` {path, reason}
 */
export function upgradeSettings(
  json: unknown,
  versions: readonly SettingsVersion[] = SETTINGS_VERSIONS,
): UpgradedSettings {
  if (isNestedTooDeep(json)) throw new AppError('settings-invalid', { path: '.', reason: reason('too-deep') });
  const head = versioned.safeParse(json);
  if (!head.success) throw invalidJson(head.error);
  const fileVersion = head.data.version;
  const newest = versions.at(-1)?.version ?? 0;
  if (fileVersion > newest) throw new AppError('settings-newer', { version: fileVersion, newest });
  const first = versions.findIndex((each) => each.version === fileVersion);
  if (first === -1) {
    throw new AppError('settings-invalid', { path: 'version', reason: reason('no-version', String(fileVersion)) });
  }
  let settings: unknown = json;
  for (const each of versions.slice(first)) {
    const parsed = each.schema.safeParse(settings);
    if (!parsed.success) throw invalidJson(parsed.error);
    settings = each.toNext === null ? parsed.data : each.toNext(parsed.data);
  }
  return { settings: settings as Settings, fileVersion };
}

/**
 * Settings from untrusted JSON (a file handed to `configure`, an import), upgraded to the newest version.
 * @throws AppError `settings-newer` {version, newest}; `settings-invalid` {path, reason}, path like `mapping[3].leadMinutes`
 */
export const validateSettings = (json: unknown): Settings => upgradeSettings(json).settings;
