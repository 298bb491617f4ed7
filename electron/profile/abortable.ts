import { AppError } from '../../shared/errors';
import type { Abort } from '../sync/ports';

/** The work's outcome, or `cancelled` at once when aborted: shared work goes on for the others. */
export function orAborted<T>(work: Promise<T>, abort: Abort | null): Promise<T> {
  if (abort === null) return work;
  if (abort.aborted) {
    // Its end is nobody's any more.
    work.catch(() => undefined);
    return Promise.reject(new AppError('cancelled'));
  }
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(new AppError('cancelled'));
    abort.addEventListener('abort', onAbort);
    work.then(resolve, reject).finally(() => abort.removeEventListener('abort', onAbort));
  });
}
