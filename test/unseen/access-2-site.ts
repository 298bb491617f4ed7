import { canary } from '../builders/canary';

/** As the vendor keeps it: wall clock of the site, and elapsed minutes. */
export interface Slot {
  /** "2026-11-23 08:45" */
  readonly start: string;
  readonly minutes: number;
}

export interface Override {
  readonly no: number;
  readonly caption: string;
  readonly places: number;
  revision: number;
  periods: readonly Slot[];
}

export interface Holder {
  readonly no: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly mail: string;
  readonly payroll: string;
  readonly signature: string;
  readonly active: boolean;
}

export type Grant =
  | { readonly holder: number; readonly mode: 'PERMANENT' }
  | { readonly holder: number; readonly mode: 'TIMED'; readonly periods: readonly Slot[] }
  | { readonly holder: number; readonly mode: 'OVERRIDE'; readonly override: number };

export interface Circle {
  readonly no: number;
  readonly caption: string;
  grants: readonly Grant[];
}

/** What stands in Warden, and what an operator changes by hand. */
export interface Site {
  readonly overrides: readonly Override[];
  readonly circles: readonly Circle[];
  readonly holders: readonly Holder[];
}

export const ZONE = 'Europe/Copenhagen';

/** Holders of the site: more than two pages of the longest kind. */
const HOLDERS = 431;
/** Grants of the circle of all employees: more than one page. */
const EMPLOYEES = 230;

export const ANNA = 55;

/** @param date "2026-11-23": the day on which the periods that are there stand */
export function makeSite(date: string): Site {
  const first = Array.from({ length: HOLDERS }, (_, index) => index + 1);
  return {
    overrides: [
      { no: 7, caption: 'Sal 1', places: 2, revision: 41, periods: [] },
      { no: 8, caption: 'Sal 2', places: 12, revision: 6, periods: [{ start: `${date} 08:45`, minutes: 85 }] },
      { no: 9, caption: 'Fest', places: 1, revision: 1, periods: [{ start: `${date} 18:00`, minutes: 600 }] },
    ],
    circles: [
      {
        no: 3,
        caption: 'Sal 1, deltagere',
        grants: [
          { holder: 60, mode: 'TIMED', periods: [{ start: `${date} 08:45`, minutes: 85 }] },
          { holder: 61, mode: 'PERMANENT' },
          { holder: 62, mode: 'OVERRIDE', override: 8 },
        ],
      },
      {
        no: 4,
        caption: 'Alle ansatte',
        grants: first.slice(0, EMPLOYEES).map((holder) => ({ holder, mode: 'PERMANENT' as const })),
      },
      { no: 5, caption: 'Sal 2, deltagere', grants: [] },
    ],
    holders: first.map((no) => ({
      no,
      firstName: canary(`first-${String(no)}`),
      lastName: canary(`last-${String(no)}`),
      // Every tenth has neither address nor signature.
      mail: no % 10 === 0 ? '' : `p${String(no)}@hus.example`,
      payroll: String(no).padStart(5, '0'),
      signature: no % 10 === 0 ? '' : `P${String(no)}`,
      active: no !== 2,
    })),
  };
}
