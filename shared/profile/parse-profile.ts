import { AppError } from '../errors';
import { isNestedTooDeep } from './nesting';
import type { AccessProfile, BookingProfile, ImportFileProfile, Profile } from './schema';
import { reason, reasonOfIssue } from './reasons';
import { profileSchema } from './schema';

const pathText = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/**
 * Checks a profile (already read as JSON).
 * @throws AppError `profile-invalid` with the path of the first fault and its reason.
 */
export function parseProfile(json: unknown): Profile {
  if (isNestedTooDeep(json)) throw new AppError('profile-invalid', { path: '', reason: reason('too-deep') });
  const parsed = profileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError('profile-invalid', {
    path: pathText(issue?.path ?? []),
    reason: issue === undefined ? reason('no-profile') : reasonOfIssue(issue),
  });
}

/**
 * The same from the text of a file.
 * @throws AppError `profile-invalid`; path "" when the text is no JSON.
 */
export function parseProfileText(text: string): Profile {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (thrown) {
    throw new AppError('profile-invalid', { path: '', reason: reason('no-json') }, thrown);
  }
  return parseProfile(json);
}

/** The profile of a booking source. @throws AppError `profile-invalid` also when it describes something else. */
export function parseBookingProfile(json: unknown): BookingProfile {
  const profile = parseProfile(json);
  if (profile.kind !== 'booking-source')
    throw new AppError('profile-invalid', {
      path: 'kind',
      reason: reason('must-be', '"booking-source"'),
    });
  return profile;
}

/** The profile of an access control. @throws AppError `profile-invalid` also when it describes something else. */
export function parseAccessProfile(json: unknown): AccessProfile {
  const profile = parseProfile(json);
  if (profile.kind !== 'access-control')
    throw new AppError('profile-invalid', {
      path: 'kind',
      reason: reason('must-be', '"access-control"'),
    });
  return profile;
}

/** The profile of an import file. @throws AppError `profile-invalid` also when it describes something else. */
export function parseImportFileProfile(json: unknown): ImportFileProfile {
  const profile = parseProfile(json);
  if (profile.kind !== 'import-file')
    throw new AppError('profile-invalid', {
      path: 'kind',
      reason: reason('must-be', '"import-file"'),
    });
  return profile;
}
