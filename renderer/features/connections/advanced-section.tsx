import type { ReactNode } from 'react';
import { useState } from 'react';
import { useText } from '../../i18n';
import { Button } from '../../ui';

/** What few people need of a connection, shown on request. */
export function AdvancedSection({ children }: { children: ReactNode }): ReactNode {
  const t = useText();
  const [isShown, setShown] = useState(false);
  return (
    <div>
      <Button appearance="transparent" size="small" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        {t('common.advanced')}
      </Button>
      {isShown && children}
    </div>
  );
}
