import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Status } from '../../shared/dto';
import type { OutputOf } from '../../shared/ipc';
import type { Client } from '../bridge';
import { BridgeProvider, troubleOf, useBridgeEvent, useChannel } from '../bridge';
import { TextProvider, useText } from '../i18n';
import { ErrorCard, Spinner, ThemeProvider } from '../ui';
import { Frame } from './frame';
import { LeaveDialog } from './leave-dialog';
import { NavigationProvider } from './navigation';

/** The whole window over one client. */
export function App({ client }: { client: Client }): ReactNode {
  return (
    <BridgeProvider client={client}>
      <Window />
    </BridgeProvider>
  );
}

function Window(): ReactNode {
  const status = useChannel('status/get', null);
  const settings = useChannel('settings/get', null);
  const info = useChannel('app/info', null);
  // Main also tells when the system's look or the language changed from elsewhere (the tray, another window).
  const [look, setLook] = useState<OutputOf<'app/look-changed'> | null>(null);
  useBridgeEvent('app/look-changed', (changed) => {
    setLook(changed);
    void settings.refetch();
  });

  const theme = settings.data?.theme ?? 'system';
  const isSystemDark = look?.isDark ?? info.data?.isDark ?? false;
  const isDark = theme === 'system' ? isSystemDark : theme === 'dark';
  const trouble = status.error ?? settings.error;
  const isWaiting = trouble === null && (status.data === undefined || settings.data === undefined);

  return (
    <TextProvider language={settings.data?.language ?? look?.language ?? 'da'} zone={status.data?.houseZone ?? null}>
      <ThemeProvider isDark={isDark}>
        <NavigationProvider start={startPlace(status.data)}>
          {isWaiting && <Waiting />}
          {trouble !== null && status.data === undefined && (
            <main>
              <ErrorCard trouble={troubleOf(trouble)} />
            </main>
          )}
          {status.data !== undefined && settings.data !== undefined && <Frame status={status.data} />}
          <LeaveDialog />
        </NavigationProvider>
      </ThemeProvider>
    </TextProvider>
  );
}

const startPlace = (status: Status | undefined): 'wizard' | 'overview' | null =>
  status === undefined ? null : status.state === 'not-set-up' ? 'wizard' : 'overview';

function Waiting(): ReactNode {
  const t = useText();
  return (
    <main>
      <Spinner label={t('common.loading')} />
    </main>
  );
}
