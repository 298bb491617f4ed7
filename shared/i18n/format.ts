import type { Instant, Period, ZoneName } from '../time';
import { addDays, instant, wallParts } from '../time';

interface Names {
  readonly weekdays: readonly string[];
  readonly weekdaysShort: readonly string[];
  readonly months: readonly string[];
  readonly monthsShort: readonly string[];
  readonly week: string;
  readonly today: string;
  readonly tomorrow: string;
  readonly yesterday: string;
  /** Between day and month numbers: "23. nov." or "23 Nov". */
  readonly dayMark: string;
}

// Written out rather than taken from Intl: the runtime's language data differs between Electron versions, and a text that a
// receptionist compares with the paper on the door should not.
const NAMES: Readonly<Record<'da' | 'en', Names>> = {
  da: {
    weekdays: ['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag', 'søndag'],
    weekdaysShort: ['man.', 'tir.', 'ons.', 'tor.', 'fre.', 'lør.', 'søn.'],
    months: [
      'januar',
      'februar',
      'marts',
      'april',
      'maj',
      'juni',
      'juli',
      'august',
      'september',
      'oktober',
      'november',
      'december',
    ],
    monthsShort: ['jan.', 'feb.', 'mar.', 'apr.', 'maj', 'jun.', 'jul.', 'aug.', 'sep.', 'okt.', 'nov.', 'dec.'],
    week: 'uge',
    today: 'i dag',
    tomorrow: 'i morgen',
    yesterday: 'i går',
    dayMark: '. ',
  },
  en: {
    weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    weekdaysShort: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    months: [
      'January',
      'February',
      'March',
      'April',
      'May',
      'June',
      'July',
      'August',
      'September',
      'October',
      'November',
      'December',
    ],
    monthsShort: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
    week: 'week',
    today: 'today',
    tomorrow: 'tomorrow',
    yesterday: 'yesterday',
    dayMark: ' ',
  },
};

const two = (value: number): string => String(value).padStart(2, '0');

/** Times, days and periods as texts in one language and one zone. */
export interface Format {
  readonly language: 'da' | 'en';
  readonly zone: ZoneName;
  /** "10:42", always 24 hours. */
  time(at: Instant): string;
  /** "man." */
  weekdayShort(at: Instant): string;
  /** "mandag" */
  weekday(at: Instant): string;
  /** "man. 23. nov."; the year follows when it is not `now`'s. */
  day(at: Instant, now?: Instant): string;
  /** "mandag 23. november 2026" */
  dayLong(at: Instant): string;
  /** "november 2026" */
  month(at: Instant): string;
  /** "man. 23. nov. 10:42" */
  dateTime(at: Instant, now?: Instant): string;
  /** As short as `now` allows: "10:42" today, "i morgen 10:12", "i går 16:00", else "man. 23. nov. 10:42". */
  near(at: Instant, now: Instant): string;
  /** "i dag", "i morgen", "i går", else "man. 23. nov." */
  nearDay(at: Instant, now: Instant): string;
  /** "10:42–11:30"; a different day of the end is named: "man. 23. nov. 22:00 – tir. 24. nov. 02:00". */
  timeRange(period: Period): string;
  /** "man. 23. nov. 10:42–11:30" */
  period(period: Period, now?: Instant): string;
  /** "uge 48": the ISO week. */
  week(at: Instant): string;
  /** "45 min.", "1 t. 30 min." in Danish, "45 min", "1 h 30 min" in English; milliseconds in, rounded to whole minutes. */
  duration(milliseconds: number): string;
  /** "1.234" and "0,5" in Danish, "1,234" and "0.5" in English. */
  number(value: number): string;
}

/** A Format for a language and an IANA zone. */
export function createFormat(language: 'da' | 'en', zone: ZoneName): Format {
  const names = NAMES[language];
  const parts = (at: Instant) => wallParts(at, zone);

  const time = (at: Instant): string => {
    const { hour, minute } = parts(at);
    return `${two(hour)}:${two(minute)}`;
  };
  const weekdayShort = (at: Instant): string => names.weekdaysShort[parts(at).weekday - 1] ?? '';
  const weekday = (at: Instant): string => names.weekdays[parts(at).weekday - 1] ?? '';
  const day = (at: Instant, now?: Instant): string => {
    const { day: number, month, year } = parts(at);
    const text = `${weekdayShort(at)} ${number}${names.dayMark}${names.monthsShort[month - 1] ?? ''}`;
    return now === undefined || parts(now).year === year ? text : `${text} ${year}`;
  };
  const dateTime = (at: Instant, now?: Instant): string => `${day(at, now)} ${time(at)}`;
  const nearDay = (at: Instant, now: Instant): string => {
    const date = parts(at).date;
    const today = parts(now).date;
    if (date === today) return names.today;
    if (date === addDays(today, 1)) return names.tomorrow;
    if (date === addDays(today, -1)) return names.yesterday;
    return day(at, now);
  };
  const timeRange = ({ from, to }: Period): string =>
    // A period that ends at midnight belongs to the day before.
    parts(from).date === parts(instant(to - 1)).date
      ? `${time(from)}–${time(to)}`
      : `${dateTime(from)} – ${dateTime(to)}`;

  return {
    language,
    zone,
    time,
    weekdayShort,
    weekday,
    day,
    dayLong: (at) => {
      const { day: number, month, year } = parts(at);
      return `${weekday(at)} ${number}${names.dayMark}${names.months[month - 1] ?? ''} ${year}`;
    },
    month: (at) => `${names.months[parts(at).month - 1] ?? ''} ${parts(at).year}`,
    dateTime,
    near: (at, now) => {
      if (parts(at).date === parts(now).date) return time(at);
      return `${nearDay(at, now)} ${time(at)}`;
    },
    nearDay,
    timeRange,
    period: (period, now) =>
      parts(period.from).date === parts(instant(period.to - 1)).date
        ? `${day(period.from, now)} ${timeRange(period)}`
        : `${dateTime(period.from, now)} – ${dateTime(period.to, now)}`,
    week: (at) => `${names.week} ${parts(at).week}`,
    duration: (milliseconds) => {
      const minutes = Math.max(0, Math.round(milliseconds / 60_000));
      const hours = Math.floor(minutes / 60);
      const rest = minutes % 60;
      const [hourMark, minuteMark] = language === 'da' ? ['t.', 'min.'] : ['h', 'min'];
      if (hours === 0) return `${rest} ${minuteMark}`;
      return rest === 0 ? `${hours} ${hourMark}` : `${hours} ${hourMark} ${rest} ${minuteMark}`;
    },
    number: (value) => {
      const [whole = '', fraction] = String(value).split('.');
      const [groupMark, decimalMark] = language === 'da' ? ['.', ','] : [',', '.'];
      const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, groupMark);
      return fraction === undefined ? grouped : `${grouped}${decimalMark}${fraction}`;
    },
  };
}
