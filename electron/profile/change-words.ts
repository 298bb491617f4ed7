/**
 * Verbs that say that a call changes something, each wherever it stands as a word of its own or begins one. Better a read that is not proposed
 * than a change that is: whoever knows better writes the profile by hand.
 */
const LONG_VERBS = [
  'abort',
  'accept',
  'activate',
  'allocat',
  'amend',
  'anonymi',
  'append',
  'apply',
  'approv',
  'archiv',
  'assign',
  'attach',
  'cancel',
  'change',
  'checkin',
  'checkout',
  'clear',
  'commit',
  'confirm',
  'copy',
  'creat',
  'deactivat',
  'declin',
  'delet',
  'destroy',
  'detach',
  'disable',
  'discard',
  'dismiss',
  'edit',
  'enable',
  'erase',
  'evict',
  'execut',
  'extend',
  'finish',
  'grant',
  'import',
  'insert',
  'invit',
  'invok',
  'modif',
  'notify',
  'overrid',
  'overwrit',
  'patch',
  'perform',
  'persist',
  'postpon',
  'prolong',
  'provision',
  'publish',
  'purge',
  'register',
  'reject',
  'relinquish',
  'remov',
  'renam',
  'replac',
  'reschedul',
  'reserveroom',
  'reset',
  'resiz',
  'restor',
  'revert',
  'revok',
  'rollback',
  'rotate',
  'schedulemeeting',
  'shorten',
  'shutdown',
  'signup',
  'submit',
  'subscrib',
  'suspend',
  'swap',
  'synchroni',
  'terminat',
  'toggle',
  'transfer',
  'trigger',
  'truncat',
  'undelet',
  'unlock',
  'unregister',
  'unsubscrib',
  'updat',
  'upload',
  'upsert',
  'withdraw',
  'write',
  'aflys',
  'afmeld',
  'afslut',
  'afvis',
  'annuller',
  'bekraeft',
  'bekræft',
  'fjern',
  'forlaeng',
  'forlæng',
  'frigiv',
  'gendan',
  'godkend',
  'indsaet',
  'indsæt',
  'nulstil',
  'opdater',
  'opret',
  'rediger',
  'slet',
  'tildel',
  'tilfoej',
  'tilføj',
  'tilmeld',
  'ændr',
] as const;

/** Short verbs count as a whole word only: "book" is not "bookings", "set" is not "settings". */
const SHORT_VERBS = [
  'add',
  'alter',
  'arm',
  'ban',
  'block',
  'book',
  'check',
  'close',
  'del',
  'disarm',
  'do',
  'drop',
  'end',
  'expire',
  'fire',
  'flyt',
  'gem',
  'give',
  'join',
  'kill',
  'leave',
  'lock',
  'luk',
  'lås',
  'make',
  'mark',
  'merge',
  'move',
  'new',
  'open',
  'pause',
  'post',
  'push',
  'put',
  'release',
  'relocate',
  'reopen',
  'reserve',
  'resume',
  'ret',
  'return',
  'run',
  'save',
  'send',
  'set',
  'sign',
  'split',
  'start',
  'stop',
  'store',
  'sync',
  'take',
  'touch',
  'unbook',
  'undo',
  'unset',
  'vacate',
  'void',
  'wipe',
  'åbn',
] as const;

/** What may follow a short verb in a name written without capitals: "bookroom", "setstatus", "addparticipant". */
const THINGS =
  /^(?:a|an|all|new|one|the)?(?:access|appointment|attendee|booking|card|catering|code|event|exception|group|guest|key|location|meeting|member|message|note|order|participant|password|period|permission|person|pin|resource|right|role|room|service|setting|status|time|user|value|visitor)/;

/** The words of a name: "GetRoomBookings", "get_room-bookings" and "api/v2/rooms" alike. */
export const wordsOfName = (name: string): string[] =>
  name
    .normalize('NFC')
    .replace(/\{[^}]*\}/g, ' ')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/**
 * The word of a method's name or path that says it changes something; null when none does.
 * @param name as the server writes it; percent-encoding is looked through
 */
export function changeWordOf(name: string): string | null {
  let plain = name;
  // Twice: an encoded encoding is still the same name to a careless server.
  for (let round = 0; round < 2; round++) {
    try {
      plain = decodeURIComponent(plain);
    } catch {
      // Not an encoding: the text counts as it stands.
      break;
    }
  }
  // Letters of other widths and invisible ones are the same word to a person.
  const words = wordsOfName(plain.normalize('NFKC').replace(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, ''));
  // A name in capitals has no word borders but its own.
  const joined = plain === plain.toUpperCase() ? words.map((word) => word.replace(/\s/g, '')) : words;
  for (const word of joined) {
    const long = LONG_VERBS.find((verb) => word.startsWith(verb) || (verb.length >= 5 && word.includes(verb)));
    if (long !== undefined) return word;
    if ((SHORT_VERBS as readonly string[]).includes(word)) return word;
    const short = SHORT_VERBS.find((verb) => word.startsWith(verb) && THINGS.test(word.slice(verb.length)));
    if (short !== undefined) return word;
  }
  return null;
}

/** Words with which a read is named. */
const READ_WORDS = ['read', 'list', 'search', 'get', 'find', 'query', 'fetch', 'hent', 'søg', 'liste'] as const;

/** Whether a name says that the call only reads. */
export const isNamedAsRead = (name: string): boolean =>
  changeWordOf(name) === null &&
  wordsOfName(name).some((word) => READ_WORDS.some((read) => word === read || word.startsWith(read)));

/**
 * Why a read of a profile is not sent while it is only tried: the word that says that it changes something. "UpdatedBookings" asked by GET is a
 * list of what was updated; the same by POST is not trusted.
 */
export function doubtedReadWord(read: { readonly method: string; readonly path: string }): string | null {
  const word = changeWordOf(read.path);
  return word === null || (read.method === 'GET' && word.endsWith('ed')) ? null : word;
}
