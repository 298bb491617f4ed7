import { instant, isoFromInstant } from '../../shared/time';

/** The names under which our values carry instants; everything else that is a number stays one. */
const INSTANT = /^(?:from|to|at|now|since|until|\w+(?:At|Until))$/;

/** One JSON document; instants as ISO texts in UTC, because people and scripts read them. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(
    value,
    (key, inner: unknown) => (typeof inner === 'number' && INSTANT.test(key) ? isoFromInstant(instant(inner)) : inner),
    2,
  );
