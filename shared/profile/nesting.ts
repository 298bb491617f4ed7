/** Lists and objects inside each other: more than any file of ours or answer has. */
export const MOST_NESTED = 100;

/** Whether a JSON value goes deeper than that: whoever walks through it by calling himself would exhaust the stack. */
export function isNestedTooDeep(json: unknown): boolean {
  let level: readonly unknown[] = [json];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_NESTED) return true;
    level = level.flatMap((value): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}
