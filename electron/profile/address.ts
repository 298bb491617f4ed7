import { AppError } from '../../shared/errors';

/**
 * The API's root from what a person typed: with or without scheme (then https), trailing slash, virtual folder, the API's own ending, or
 * an address inside the API pasted from a browser.
 * @param ending the API's own ending, e.g. "/api"; "" when it has none
 * @returns absolute URL without trailing slash, query or fragment
 * @throws AppError `invalid-address` (reason: empty | scheme | malformed | credentials); the text itself is not repeated, it may hold a password
 */
export function rootFrom(typed: string, ending: string): string {
  const text = typed.trim();
  if (text === '') throw new AppError('invalid-address', { reason: 'empty' });
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https')
    throw new AppError('invalid-address', { reason: 'scheme' });
  let url: URL;
  try {
    url = new URL(scheme === undefined ? `https://${text}` : text);
  } catch {
    throw new AppError('invalid-address', { reason: 'malformed' });
  }
  if (url.username !== '' || url.password !== '') throw new AppError('invalid-address', { reason: 'credentials' });
  if (url.hostname === '' || /\s/.test(text)) throw new AppError('invalid-address', { reason: 'malformed' });
  const path = url.pathname.replace(/\/+$/, '');
  if (ending === '') return url.origin + path;
  const wanted = ending.toLowerCase().replace(/\/+$/, '');
  const at = `${path.toLowerCase()}/`.indexOf(`${wanted}/`);
  return url.origin + (at === -1 ? path + ending.replace(/\/+$/, '') : path.slice(0, at + wanted.length));
}
