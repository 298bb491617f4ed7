import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useState } from 'react';
import type { EventName, OutputOf } from '../../shared/ipc';
import { askAgain } from './ask-again';
import type { Client } from './client';
import { channelsOfTopic } from './topics';

const ClientContext = createContext<Client | null>(null);

/** The typed client; only inside a BridgeProvider. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('useClient needs a BridgeProvider');
  return client;
}

/** Main is the only authority: nothing is asked again unless main says that it changed, and a refusal is not repeated by itself. */
const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });

/** Asks again for what `core/changed` and `job/changed` name. */
function Invalidation(): null {
  const queries = useQueryClient();
  useBridgeEvent('core/changed', ({ topics }) => {
    for (const name of new Set(topics.flatMap((topic) => channelsOfTopic[topic])))
      void askAgain(queries, { queryKey: [name] });
  });
  useBridgeEvent('job/changed', ({ jobId }) => {
    void askAgain(queries, { queryKey: ['job/get', { jobId }] });
  });
  return null;
}

/** Puts the client and the query cache around the window's content. */
export function BridgeProvider({ client, children }: { client: Client; children: ReactNode }): ReactNode {
  const [queries] = useState(createQueryClient);
  return (
    <ClientContext.Provider value={client}>
      <QueryClientProvider client={queries}>
        <Invalidation />
        {children}
      </QueryClientProvider>
    </ClientContext.Provider>
  );
}

/** Calls the listener for every event of that name while the component is shown. */
export function useBridgeEvent<K extends EventName>(name: K, listener: (payload: OutputOf<K>) => void): void {
  const client = useClient();
  const latest = useLatest(listener);
  useEffect(() => client.listen(name, (payload) => latest.current(payload)), [client, name, latest]);
}

function useLatest<T>(value: T): { readonly current: T } {
  const [box] = useState(() => ({ current: value }));
  useEffect(() => {
    box.current = value;
  });
  return box;
}
