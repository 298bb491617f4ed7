import type { Trouble } from '../errors';
import type { TextValues } from './index';

/** The facts of a trouble that its texts may mention. */
export const troubleValues = ({ context }: Trouble): TextValues =>
  Object.fromEntries(
    Object.entries(context).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : [],
    ),
  );
