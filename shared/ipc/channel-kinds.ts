import type { ChannelName, Contract, EventName, RequestName } from './contract';

/**
 * The contract's names and kinds without its schemas: what the preload script needs, so that no zod is loaded into every window.
 * A name that the contract lacks, or that is missing here, does not compile.
 */
export const channelKinds: { readonly [K in ChannelName]: Contract[K]['kind'] } = {
  'status/get': 'query',
  'core/changed': 'event',
  'compare/get': 'query',
  'compare/explain': 'query',
  'sync/now': 'command',
  'sync/pause': 'command',
  'sync/resume': 'command',
  'holds/answer': 'command',
  'runs/list': 'query',
  'runs/get': 'query',
  'settings/get': 'query',
  'settings/save': 'command',
  'settings/export': 'command',
  'settings/import': 'command',
  'settings/trouble': 'query',
  'settings/confirm-trouble': 'command',
  'credentials/set': 'command',
  'credentials/state': 'query',
  'draft/get': 'query',
  'draft/save': 'command',
  'draft/discard': 'command',
  'draft/finish': 'command',
  'check/bookings': 'command',
  'check/access': 'command',
  'check/rooms': 'command',
  'plan/preview': 'command',
  'profiles/list': 'query',
  'profiles/read': 'query',
  'profiles/copy': 'query',
  'profiles/validate': 'query',
  'profiles/save': 'command',
  'profiles/remove': 'command',
  'profiles/preview': 'command',
  'profiles/confirm': 'command',
  'profiles/discover': 'command',
  'try/opening': 'command',
  'removal/preview': 'command',
  'removal/start': 'command',
  'job/get': 'query',
  'job/cancel': 'command',
  'job/changed': 'event',
  'demo/start': 'command',
  'demo/leave': 'command',
  'demo/state': 'query',
  'demo/make-meeting': 'command',
  'demo/move-meeting': 'command',
  'demo/cancel-meeting': 'command',
  'app/info': 'query',
  'app/look-changed': 'event',
  'app/navigate': 'event',
  'clipboard/write': 'command',
  'file/open': 'command',
  'file/save': 'command',
  'certificate/open': 'command',
};

const kindOf = (name: string): 'query' | 'command' | 'event' | undefined =>
  Object.hasOwn(channelKinds, name) ? channelKinds[name as ChannelName] : undefined;

/** Whether the window may ask for it. */
export const isRequestName = (name: string): name is RequestName =>
  kindOf(name) === 'query' || kindOf(name) === 'command';

/** Whether main tells it. */
export const isEventName = (name: string): name is EventName => kindOf(name) === 'event';

/** All that can be asked for. */
export const REQUEST_NAMES: readonly RequestName[] = Object.keys(channelKinds).filter(isRequestName);
