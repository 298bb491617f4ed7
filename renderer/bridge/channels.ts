import type { QueryKey, UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Contract, InputOf, OutputOf, RequestName } from '../../shared/ipc';
import { askAgain } from './ask-again';
import { useClient } from './provider';

export type QueryName = { [K in RequestName]: Contract[K]['kind'] extends 'query' ? K : never }[RequestName];
export type CommandName = Exclude<RequestName, QueryName>;

/** The cache key of a channel's answer. */
export const keyOf = <K extends QueryName>(name: K, input: InputOf<K>): readonly [K, InputOf<K>] => [name, input];

export interface ChannelOptions {
  /** false: do not ask (yet). */
  readonly isEnabled?: boolean;
  /** Keep showing the last answer while another input's answer is on its way, e.g. when the calendar moves a day. */
  readonly keepsPrevious?: boolean;
  /** Ask again every so many milliseconds, for what changes with the clock alone. */
  readonly everyMs?: number;
}

/** A query channel's answer, kept current by main's `core/changed`. */
export function useChannel<K extends QueryName>(
  name: K,
  input: InputOf<K>,
  options: ChannelOptions = {},
): UseQueryResult<OutputOf<K>> {
  const client = useClient();
  return useQuery<OutputOf<K>>({
    queryKey: keyOf(name, input),
    queryFn: () => client.request(name, input),
    enabled: options.isEnabled ?? true,
    refetchInterval: options.everyMs ?? false,
    ...(options.keepsPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Commands whose input is a part of what a query answers, and whose answer is the whole of it: that query's cache key. */
const SAVES: Partial<Record<CommandName, QueryKey>> = {
  'settings/save': keyOf('settings/get', null),
  'draft/save': keyOf('draft/get', null),
};

/**
 * A command channel as a mutation. What is saved is shown at once and until main has answered the last save: a second click must build on
 * the first, not on what main said before it.
 */
export function useCommand<K extends CommandName>(name: K): UseMutationResult<OutputOf<K>, Error, InputOf<K>> {
  const client = useClient();
  const queries = useQueryClient();
  const saved: QueryKey | undefined = SAVES[name];
  return useMutation<OutputOf<K>, Error, InputOf<K>>({
    mutationKey: [name],
    mutationFn: (input) => client.request(name, input),
    onMutate: async (input) => {
      if (saved === undefined) return;
      // An answer that is still on its way was given before this save.
      await queries.cancelQueries({ queryKey: saved });
      queries.setQueryData<object>(saved, (before) => (before === undefined ? before : { ...before, ...input }));
    },
    onSuccess: (answer) => {
      if (saved !== undefined && isLastOf(name)) queries.setQueryData<unknown>(saved, answer);
      // Another house altogether: every answer so far was about the one before.
      if (name === 'demo/start' || name === 'demo/leave') return askAgain(queries);
      if (name === 'credentials/set') return askAgain(queries, { queryKey: ['credentials/state'] });
      return undefined;
    },
    // What was shown at once did not come true.
    onError: () => (saved === undefined ? undefined : askAgain(queries, { queryKey: saved })),
  });

  function isLastOf(command: CommandName): boolean {
    return queries.isMutating({ mutationKey: [command] }) === 1;
  }
}
