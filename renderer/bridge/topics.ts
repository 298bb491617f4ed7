import type { OutputOf, RequestName } from '../../shared/ipc';

type Topic = OutputOf<'core/changed'>['topics'][number];

/** Which answers grow old when main says that a topic changed. */
export const channelsOfTopic: Readonly<Record<Topic, readonly RequestName[]>> = {
  status: ['status/get', 'settings/trouble'],
  compare: ['compare/get', 'compare/explain'],
  runs: ['runs/list', 'runs/get'],
  settings: ['settings/get', 'settings/trouble', 'credentials/state', 'profiles/list', 'profiles/read'],
  draft: ['draft/get', 'profiles/list', 'profiles/read', 'credentials/state'],
  demo: ['demo/state'],
};
