/** Text of a text or number, trimmed; null for anything else and for nothing. Ids may come as numbers or texts. */
export function idText(value: unknown): string | null {
  if (typeof value === 'string') {
    const text = value.trim();
    return text === '' ? null : text;
  }
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

/** Text as it is; "" for anything that is no text or number. */
export const plainText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

/** A whole number of at least `least`, also from text; null for anything else. */
export function wholeNumber(value: unknown, least: number): number | null {
  const number = typeof value === 'string' && /^\s*-?\d{1,15}\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= least ? number : null;
}

/** Whether a value says yes or no; null where it says neither: to be used where a wrong guess would do harm. */
export function yesOrNo(value: unknown): boolean | null {
  if (truth(value)) return true;
  if (typeof value === 'string') return ['false', '0', 'no'].includes(value.trim().toLowerCase()) ? false : null;
  return value === false || value === 0 ? false : null;
}

/** Truth of true, 1, "true", "1", "yes"; everything else is false. */
export function truth(value: unknown): boolean {
  if (typeof value === 'string') return ['true', '1', 'yes'].includes(value.trim().toLowerCase());
  return value === true || value === 1;
}
