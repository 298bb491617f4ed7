import type { ReactNode } from 'react';
import { useChannel, useCommand } from '../bridge';
import { useText } from '../i18n';
import { Button, ErrorCard, makeStyles } from '../ui';

const useStyles = makeStyles({ place: { padding: '20px 36px 0', maxWidth: '1080px' } });

/** Damaged settings keep the schedule still until a person has seen it. The card stays on every page, but nothing is locked. */
export function SettingsTrouble(): ReactNode {
  const styles = useStyles();
  const t = useText();
  const trouble = useChannel('settings/trouble', null);
  const confirm = useCommand('settings/confirm-trouble');
  if (trouble.data === undefined || trouble.data === null) return null;
  return (
    <div className={styles.place}>
      <ErrorCard
        trouble={trouble.data}
        works={t('app.settingsTrouble.works')}
        actions={
          <Button
            appearance="primary"
            disabledFocusable={confirm.isPending}
            onClick={() => confirm.mutate(null, { onSuccess: () => void trouble.refetch() })}
          >
            {t('app.settingsTrouble.confirm')}
          </Button>
        }
      />
    </div>
  );
}
