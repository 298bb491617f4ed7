import { expect, it } from 'vitest';
import { orAborted } from '../../../electron/profile/abortable';
import { AppError } from '../../../shared/errors';

it('work that fails after it was given up, before or while it was waited for, troubles nobody', async () => {
  const unhandled: unknown[] = [];
  const note = (thrown: unknown): void => void unhandled.push(thrown);
  process.on('unhandledRejection', note);
  try {
    for (const isAbortedBefore of [true, false]) {
      const abort = new AbortController();
      if (isAbortedBefore) abort.abort();
      let fail: (thrown: Error) => void = () => undefined;
      const work = new Promise<never>((_, reject) => (fail = reject));
      const waited = orAborted(work, abort.signal);
      abort.abort();
      await expect(waited).rejects.toThrow(new AppError('cancelled'));
      fail(new Error('too late'));
      // The runtime tells of a rejection that nobody handles before the next turn of its loop.
      await new Promise(setImmediate);
    }
  } finally {
    process.off('unhandledRejection', note);
  }
  expect(unhandled).toEqual([]);
});
