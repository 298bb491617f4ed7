/** What a line of the log may carry. */
export type LogValue = string | number | boolean | null;

const REDACTED = '[redacted]';

/** Keys whose value is a secret or somebody's name, whatever it says. */
const SECRET_KEY = /password|secret|token|cookie|authori[sz]ation|credential|session/i;
const PERSONAL_KEY = /title|subject|name|email|organiser|participant/i;
/** `https://user:secret@host` */
const USER_INFO = /\b([a-z][a-z\d+.-]*:\/\/)[^/?#\s]*@/gi;
/** `?key=value&…`: what a server takes in its query may be a secret, and is never needed to find it. */
const QUERY = /(\b[a-z][a-z\d+.-]*:\/\/[^\s?#]*)[?#]\S*/gi;
const EMAIL = /[^\s@"'<>]+@[^\s@"'<>]+\.[a-z]{2,}/gi;

/**
 * The fields of a log line without secrets and names (M3, P20). The callers already hand in ids, counts and codes only: this is the second
 * line of defence, for the field that somebody adds in a hurry.
 */
export function redactFields(fields: Readonly<Record<string, LogValue>>): Record<string, LogValue> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]): [string, LogValue] => {
      if (typeof value !== 'string') return [key, value];
      if (SECRET_KEY.test(key) || PERSONAL_KEY.test(key)) return [key, REDACTED];
      return [key, redactText(value)];
    }),
  );
}

/** A text without user names and queries in addresses, and without e-mail addresses. */
export const redactText = (text: string): string =>
  text.replace(USER_INFO, '$1').replace(QUERY, '$1').replace(EMAIL, REDACTED);
