import type { Trouble } from '../errors';

/** The facts of a trouble that its texts may mention. */
export const troubleValues = ({ context }: Trouble): Readonly<Record<string, string | number>> =>
  Object.fromEntries(
    Object.entries(context).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : [],
    ),
  );
