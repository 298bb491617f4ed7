import type { Instant, Period, ZoneName } from '../../shared/time';
import { instant, instantFromIso, instantFromWall, wallFromInstant, wallParts } from '../../shared/time';

/** Reads and writes times in the way of one dialect. Reading is strict: anything else is null, and the caller is told off. */
export interface TimeWording {
  write(at: Instant, zone: ZoneName): string;
  read(text: unknown, zone: ZoneName): Instant | null;
}

const reading =
  (form: RegExp, read: (match: RegExpExecArray, zone: ZoneName) => Instant): TimeWording['read'] =>
  (text, zone) => {
    const match = typeof text === 'string' ? form.exec(text) : null;
    return match === null ? null : read(match, zone);
  };

const LOCAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;

export const isoLocal: TimeWording = {
  write: wallFromInstant,
  read: reading(LOCAL, ([text], zone) => instantFromWall(text, zone, 'earlier')),
};

export const isoSpace: TimeWording = {
  write: (at, zone) => wallFromInstant(at, zone).replace('T', ' '),
  read: reading(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/, ([, date, time], zone) =>
    instantFromWall(`${date ?? ''}T${time ?? ''}`, zone, 'earlier'),
  ),
};

export const isoUtc: TimeWording = {
  write: (at) => `${wallFromInstant(at, 'UTC')}Z`,
  read: reading(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, ([text]) => instantFromIso(text)),
};

export const isoOffset: TimeWording = {
  write(at, zone) {
    const offset = wallParts(at, zone).offsetMinutes;
    const part = (value: number): string => String(Math.abs(Math.trunc(value))).padStart(2, '0');
    return `${wallFromInstant(at, zone)}${offset < 0 ? '-' : '+'}${part(offset / 60)}:${part(offset % 60)}`;
  },
  read: reading(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/, ([text]) => instantFromIso(text)),
};

/** As ASP.NET's older serialiser writes it; its slashes come escaped or not. */
export const dotnetDate: TimeWording = {
  write: (at) => `/Date(${String(at)}+0100)/`,
  read: reading(/^\/Date\((\d+)\)\/$/, ([, milliseconds]) => instant(Number(milliseconds))),
};

export const dayMonthYear: TimeWording = {
  write(at, zone) {
    const { date, hour, minute } = wallOf(at, zone);
    return `${date.split('-').reverse().join('.')} ${hour}:${minute}`;
  },
  read: reading(/^(\d\d)-(\d\d)-(\d{4}) (\d\d:\d\d:\d\d)$/, ([, day, month, year, time], zone) =>
    instantFromWall(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${time ?? ''}`, zone, 'earlier'),
  ),
};

/** Date and time of day apart. */
export function wallOf(
  at: Instant,
  zone: ZoneName,
): { readonly date: string; readonly hour: string; readonly minute: string } {
  const [date = '', time = ''] = wallFromInstant(at, zone).split('T');
  const [hour = '', minute = ''] = time.split(':');
  return { date, hour, minute };
}

/** The days from one date up to another, that one not included. */
export function daysBetween(from: unknown, to: unknown, zone: ZoneName): Period | null {
  const start = isoLocal.read(`${String(from)}T00:00:00`, zone);
  const end = isoLocal.read(`${String(to)}T00:00:00`, zone);
  return start === null || end === null ? null : { from: start, to: end };
}

/** A window told by two texts; null when one of them is not in this dialect. */
export function windowOf(times: TimeWording, from: unknown, to: unknown, zone: ZoneName): Period | null {
  const [start, end] = [times.read(from, zone), times.read(to, zone)];
  return start === null || end === null ? null : { from: start, to: end };
}

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

/** An XML element; its content is elements, or one text. */
export const element = (
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: readonly string[] | { readonly text: string } = [],
): string =>
  `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escape(String(value))}"`)
    .join('')}>${'text' in content ? escape(content.text) : content.join('')}</${name}>`;

export const xmlAnswer = (root: string, status = 200, headers: Readonly<Record<string, string>> = {}) => ({
  status,
  headers: { 'Content-Type': 'text/xml; charset=utf-8', ...headers },
  body: `<?xml version="1.0" encoding="utf-8"?>\n${root}`,
});
