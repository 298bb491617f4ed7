import { z } from 'zod';
import { reason } from '../profile';

/** Whether a user name or a password stands before the host: `user:password@host`. Settings lie in a file, where no password may be. */
export const holdsLogin = (address: string): boolean => /^\s*(?:[a-z][a-z0-9+.-]*:\/*)?[^/?#\s]*@/i.test(address);

/** A server's address as it was typed: with or without scheme, virtual folder or the API's own ending; never with a login in it. */
export const serverAddress = z
  .string()
  .trim()
  .min(1)
  .max(2000)
  .refine((address) => !holdsLogin(address), {
    message: reason('holds-login'),
  });
