/** The machine's own short word for why a file could not be used, e.g. "ENOSPC" or "SQLITE_FULL": without paths, data or sentences. */
export function failureReason(thrown: unknown): string {
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && thrown.code !== '')
    return thrown.code;
  // libsql tells a failed opening only in words, with SQLite's number at the end: "…: 14" is "cannot open".
  if (thrown instanceof Error && /: 14"?\)?$/.test(thrown.message)) return 'SQLITE_CANTOPEN';
  return 'unknown';
}
