import type { QueryClient, QueryFilters } from '@tanstack/react-query';

/**
 * Marks answers as old and asks again for those that are shown. `invalidateQueries` alone keeps waiting where the first answer of all is
 * still on its way, and takes it for the new one; main may have given it before the change, and nothing would ever ask again.
 */
export async function askAgain(queries: QueryClient, filters: QueryFilters = {}): Promise<void> {
  const isFirst: QueryFilters = {
    ...filters,
    fetchStatus: 'fetching',
    predicate: ({ state }) => state.data === undefined,
  };
  await Promise.all([queries.cancelQueries(isFirst, { silent: true }), queries.invalidateQueries(filters)]);
}
