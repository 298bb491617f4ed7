import type { ReactNode } from 'react';
import { useChannel } from '../../bridge';
import { useText } from '../../i18n';
import { MessageBar, MessageBarBody, MessageBarTitle } from '../../ui';

/** Says plainly that the chosen profile is our own guess, while nobody has confirmed it. */
export function UnconfirmedNote({ profile }: { profile: string }): ReactNode {
  const t = useText();
  const info = useChannel('app/info', null);
  const found = info.data?.profiles.find(({ name }) => name === profile);
  if (found === undefined || found.isConfirmed) return null;
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t('common.unconfirmed')}</MessageBarTitle>
        {t('settings.connection.unconfirmed', { title: found.title })}
      </MessageBarBody>
    </MessageBar>
  );
}
