import { AppError } from '../../shared/errors';
import type { Translate } from '../../shared/i18n';
import type { Instant } from '../../shared/time';
import { hasOffset, instantFromIso } from '../../shared/time';

/** Reading what was typed. Every function throws AppError `invalid-argument` {path, reason}, the path being the flag. */

export function wholeNumber(text: string, flag: string, [from, to]: readonly [number, number], t: Translate): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (!(value >= from && value <= to)) {
    throw new AppError('invalid-argument', {
      path: flag,
      reason: `"${text}" ${t('cli.bad.wholeNumber', { from, to })}`,
    });
  }
  return value;
}

export function isoInstant(text: string, flag: string, t: Translate): Instant {
  try {
    if (hasOffset(text)) return instantFromIso(text);
  } catch {
    // Shaped like a time, but none: said below.
  }
  throw new AppError('invalid-argument', { path: flag, reason: `"${text}" ${t('cli.bad.time')}` });
}

/** A plan's or hold's hash as it was shown: hexadecimal. */
export function hash(text: string, flag: string, t: Translate): string {
  if (/^[0-9a-f]{16,128}$/i.test(text)) return text.toLowerCase();
  throw new AppError('invalid-argument', { path: flag, reason: `"${text}" ${t('cli.bad.hash')}` });
}
