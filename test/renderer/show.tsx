import type { RenderResult } from '@testing-library/react';
import { render } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import userEvent from '@testing-library/user-event';
import { App } from '../../renderer/app/app';
import { createClient } from '../../renderer/bridge';
import type { FakeBridge } from './fake-bridge';

/** The whole window over the fake main process, and a person at it. */
export function showApp(bridge: FakeBridge): RenderResult & { user: UserEvent } {
  localStorage.clear();
  const user = userEvent.setup();
  return { ...render(<App client={createClient(bridge)} />), user };
}
