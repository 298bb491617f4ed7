import { createHash } from 'node:crypto';

/** An answer as the server gave it, whole. */
export interface CachedAnswer {
  readonly tag: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Answers with the server's own mark (ETag), so that an unchanged list need not be sent again. In memory only. */
export interface AnswerCache {
  find(request: { readonly url: string; readonly headers: Readonly<Record<string, string>> }): CachedAnswer | null;
  /** Keeps an answer, if it has a mark that promises the same bytes. */
  keep(
    request: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
    answer: { readonly headers: Readonly<Record<string, string>>; readonly text: string },
  ): void;
  /** What was read with one login is no answer for another. */
  clear(): void;
}

/**
 * @param maxBytes of all answers together; the one that was used longest ago goes first
 */
export function createAnswerCache(maxBytes: number): AnswerCache {
  const kept = new Map<string, CachedAnswer & { readonly bytes: number }>();
  let total = 0;
  const keyOf = ({ url, headers }: Parameters<AnswerCache['find']>[0]): string =>
    // The request's own headers hold the login where it goes with every request.
    createHash('sha256')
      .update(JSON.stringify([url, headers]))
      .digest('base64');
  const drop = (key: string): void => {
    total -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  };
  return {
    find(request) {
      const key = keyOf(request);
      const found = kept.get(key);
      if (found === undefined) return null;
      kept.delete(key);
      kept.set(key, found);
      return found;
    },
    keep(request, { headers, text }) {
      const key = keyOf(request);
      drop(key);
      const tag = headers['etag'] ?? '';
      // A weak mark (W/"…") promises only that the answer is about the same: too little to believe that no meeting was moved.
      if (!/^"[\x21\x23-\x7e\x80-\xff]*"$/.test(tag)) return;
      if (/\bno-store\b/i.test(headers['cache-control'] ?? '') || headers['vary']?.trim() === '*') return;
      const bytes = text.length * 2;
      if (bytes > maxBytes) return;
      kept.set(key, { tag, headers, text, bytes });
      total += bytes;
      for (const oldest of kept.keys()) {
        if (total <= maxBytes) break;
        drop(oldest);
      }
    },
    clear() {
      kept.clear();
      total = 0;
    },
  };
}
