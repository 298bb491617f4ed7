import type { Discovery, FoundOperation } from '../../../shared/dto';
import type { Trouble } from '../../../shared/errors';
import { asAppError } from '../../../shared/errors';
import type { BookingProfile } from '../../../shared/profile';
import type { HttpAnswer } from '../../http';
import { failureOf } from '../../http';
import { parseAnswer } from '../answer-data';
import type { ConnectorOptions } from '../connection';
import { openConnection } from '../connection';
import { readProfileText } from '../profile-text';
import { isHtml, startConversation } from '../session';
import type { Call } from '../../sync/ports';
import type { Listing } from './listing';
import { NOTHING_LISTED } from './listing';
import { proposeMapping } from './propose';
import { readHtmlListing } from './read-html';
import { readJsonListing } from './read-json';
import { useOf } from './use-of-operation';

/** Where a server may describe itself: the root first, then the usual places below it. All are only read. */
const PLACES = ['', '/help', '/swagger/v1/swagger.json', '/swagger/docs/v1', '/openapi.json'];
/** An account must not be locked by looking around. */
const LOGIN_TROUBLE = [
  'login-refused',
  'login-stopped',
  'password-missing',
  'keychain-unavailable',
  'keychain-locked',
  'cancelled',
];

export interface DiscoveryOptions extends ConnectorOptions<BookingProfile> {
  /** Paths of POSTs that are named like reads and that a person said may be used. */
  readonly acceptedPosts: readonly string[];
  /** For the draft: an id that is free. */
  readonly draftId: string;
  readonly draftTitle: (host: string) => string;
  /** For locations that tell no zone. */
  readonly zone: string;
}

interface ReadPlace {
  readonly listing: Listing;
  readonly format: Discovery['format'];
}

interface Tried {
  /** null: nothing could be read. */
  readonly place: ReadPlace | null;
  readonly trouble: Trouble | null;
}

/** Whether anything is listed that may be proposed, if need be after a person has said so. */
const isUsable = (place: ReadPlace | null): boolean =>
  place?.listing.operations.some((operation) => ['read', 'ask'].includes(useOf(operation).use)) === true;

/** What one answer lists. */
export function readListing(answer: Pick<HttpAnswer, 'text' | 'headers'>, root: string): ReadPlace {
  const data = parseAnswer(answer.text, 'json');
  if (data !== undefined) return { listing: readJsonListing(data, root), format: 'json' };
  const looksHtml = isHtml(answer as HttpAnswer) || /<(?:a|table|ul|h\d)\b/i.test(answer.text);
  return looksHtml
    ? { listing: readHtmlListing(answer.text, root), format: 'html' }
    : { listing: NOTHING_LISTED, format: 'none' };
}

/** The operations of a listing with what each may be used for, reads first. */
export function usableOperations({ operations }: Listing): FoundOperation[] {
  const order: readonly FoundOperation['use'][] = ['login', 'read', 'ask', 'change'];
  return operations
    .map((operation) => ({ ...operation, parameters: [...operation.parameters], ...useOf(operation) }))
    .sort((a, b) => order.indexOf(a.use) - order.indexOf(b.use) || a.path.localeCompare(b.path));
}

/**
 * Reads what a booking server says of itself, first without and then with the login of the profile that is in use, and proposes a profile. Sends
 * nothing but reads of descriptions and that login. Remote trouble is in `trouble`.
 */
export async function discoverServer(options: DiscoveryOptions, call: Call): Promise<Discovery> {
  const { profile } = options;
  let address = '';
  const tryRead = async (isLoggedIn: boolean): Promise<Tried> => {
    let trouble: Trouble | null = null;
    const connection = openConnection({
      ...options,
      profile: {
        ...profile,
        ...(isLoggedIn ? {} : { login: { kind: 'none' as const } }),
        // A web page is what is looked for here.
        expiredLogin: { ...profile.expiredLogin, statuses: [401, 403], isHtml: false, texts: [] },
      },
    });
    address = connection.root;
    try {
      let emptiest: ReadPlace | null = null;
      for (const place of PLACES) {
        try {
          const answer = await connection.readText(place, startConversation(call.abort));
          const failure = failureOf(answer, { operation: 'discovery' });
          if (failure !== null) throw failure;
          const read = readListing(answer, connection.root);
          if (isUsable(read)) {
            address = connection.root + place;
            return { place: read, trouble: null };
          }
          emptiest ??= read;
        } catch (thrown) {
          const error = asAppError(thrown);
          if (error.code === 'bug') throw thrown;
          trouble ??= error.toWire();
          if (LOGIN_TROUBLE.includes(error.code)) {
            return { place: null, trouble: error.toWire() };
          }
          // Where the root does not answer at all, no place below it will.
          if (place === '' && error.class === 'remote' && error.code !== 'server-error') break;
        }
      }
      return { place: emptiest, trouble };
    } finally {
      connection.close();
    }
  };

  let neededLogin = false;
  let tried = await tryRead(false);
  if (!isUsable(tried.place) && profile.login.kind !== 'none') {
    const inside = await tryRead(true);
    if (isUsable(inside.place) || tried.place === null) {
      tried = inside;
      neededLogin = true;
    }
  }
  const listing = tried.place?.listing ?? NOTHING_LISTED;
  const operations = usableOperations(listing);
  const { proposals, draft } = proposeMapping(operations, listing.types, {
    base: profile,
    acceptedPosts: options.acceptedPosts,
    id: options.draftId,
    title: options.draftTitle(new URL(address).host),
    zone: options.zone,
  });
  const text =
    draft === null ? null : `${JSON.stringify(readProfileText(JSON.stringify(draft)).profile ?? draft, null, 2)}\n`;
  return {
    address,
    neededLogin,
    format: tried.place?.format ?? 'none',
    operations,
    types: listing.types.length,
    proposals: [...proposals],
    draft: text,
    trouble: tried.trouble === null ? null : { ...tried.trouble },
  };
}
