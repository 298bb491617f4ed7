import type { CheckStep, ConnectionFacts } from './dto';
import type { ErrorContext } from './errors';
import type { Translate } from './i18n';
import type { Instant } from './time';
import { isoFromInstant } from './time';

/** One side of a connection test, as far as a report tells of it. */
export interface ReportedCheck {
  readonly steps: readonly CheckStep[];
  readonly facts: ConnectionFacts | null;
}

/** What made the report, and when. */
export interface ReportOrigin {
  /** "Mødeklar 0.1.0" */
  readonly program: string;
  readonly platform: string;
  /** "Electron 45.4.1" or "Node 24.21.0" */
  readonly runtime: string;
  readonly madeAt: Instant;
}

/**
 * Facts of an error that are told. Left out: the server's own sentences, where it redirects to, and whatever a later code may add: a fact is told
 * because somebody has thought about it.
 */
const TOLD: readonly string[] = [
  'host',
  'proxy',
  'status',
  'answered',
  'reason',
  'phase',
  'operation',
  'page',
  'window',
  'rows',
  'total',
  'distinct',
  'rejected',
  'path',
  'contentType',
  'refusals',
  'nextTryAt',
  'retryAfterSeconds',
  'expected',
  'found',
  'validTo',
];

/** A text of the wire is told only when it is of the shape that our own facts have. */
const plain = (value: string | number | boolean | null): string =>
  typeof value !== 'string' || /^[\w.:/+-]{0,100}(?:\[\d+\][\w.]{0,100})?$/.test(value) ? String(value) : '(…)';

const contextText = (context: ErrorContext): string =>
  TOLD.flatMap((key) => {
    const value = context[key];
    return value === undefined || value === null || value === '' ? [] : [`${key}=${plain(value)}`];
  }).join(' ');

function stepLine({ step, state, count, trouble }: CheckStep, index: number): string {
  const found = count === null ? '' : ` count=${String(count)}`;
  const why = trouble === null ? '' : ` ${trouble.code} ${contextText(trouble.context)}`;
  return `  ${String(index + 1)} ${step}: ${state}${found}${why}`.trimEnd();
}

function certificateLine({ certificate, trust, hasSystemStore }: ConnectionFacts): string {
  const store = hasSystemStore ? 'computer and runtime' : 'runtime only';
  const shown =
    certificate === null
      ? 'none seen'
      : `sha256=${certificate.sha256} from=${certificate.validFrom} to=${certificate.validTo} selfIssued=${String(certificate.subject === certificate.issuer)}`;
  return `  certificate: ${shown}; trusted by: ${trust}; authorities: ${store}`;
}

function factLines(facts: ConnectionFacts): string[] {
  return [
    `  address: ${facts.root}`,
    `  profile: ${facts.profile}`,
    `  login: ${facts.login}`,
    `  proxy: ${facts.proxy ?? 'none'}`,
    certificateLine(facts),
    `  server clock: ${facts.clockSkewMs === null ? 'not told' : `${String(Math.round(facts.clockSkewMs / 1000))} s ahead`}`,
    ...facts.operations.flatMap((operation) => [
      `  operation ${operation.operation}: requests=${String(operation.requests)} status=${String(operation.status)}` +
        ` type=${operation.contentType} count=${String(operation.count)}` +
        (operation.dateSample === null ? '' : ` time=${operation.dateSample}`),
      ...(operation.fields.length === 0 ? [] : [`    fields: ${operation.fields.join(', ')}`]),
      ...(operation.otherFields === 0 ? [] : [`    fields not named: ${String(operation.otherFields)}`]),
      ...operation.rejected.map((each) => `    rejected ${each.split(': ').map(plain).join(': ')}`),
    ]),
  ];
}

/**
 * A connection test as a text that can be mailed: addresses, status codes, names of fields and operations, counts and samples of times. No person,
 * title, cookie, user name or password, whatever the servers said. The first lines, for people, are in their language; the rest is for
 * technicians.
 */
export function createCheckReport(
  checks: { readonly bookings: ReportedCheck | null; readonly access: ReportedCheck | null },
  origin: ReportOrigin,
  t: Translate,
): string {
  const side = (name: 'bookings' | 'access'): string[] => {
    const check = checks[name];
    if (check === null) return [];
    return [
      '',
      `${t(`overview.side.${name}`)} (${name})`,
      ...check.steps.map(stepLine),
      ...(check.facts === null ? [] : factLines(check.facts)),
    ];
  };
  return [
    t('settings.connection.report.heading'),
    t('settings.connection.report.explained'),
    '',
    `${origin.program}, ${origin.platform}, ${origin.runtime}, ${isoFromInstant(origin.madeAt)}`,
    ...side('bookings'),
    ...side('access'),
    '',
  ].join('\n');
}
