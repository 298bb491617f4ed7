import type { ReactNode } from 'react';
import { useNavigation } from '../../app/navigation';
import { troubleOf, useCommand } from '../../bridge';
import { useText } from '../../i18n';
import {
  Button,
  DismissIcon,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  ErrorCard,
  HouseIcon,
  makeStyles,
  OverlayDrawer,
  tokens,
  useOverlay,
  useRestoreFocusTarget,
} from '../../ui';
import { DemoPanel } from './demo-panel';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    gap: '12px',
    alignItems: 'center',
    flexWrap: 'wrap',
    padding: '6px 28px 6px 36px',
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorNeutralForeground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media print': { display: 'none' },
  },
  text: { flex: 1, minWidth: '200px', display: 'flex', gap: '8px', alignItems: 'center' },
  icon: { fontSize: '18px', lineHeight: 0, flexShrink: 0 },
});

/** Says that this is the demo house, opens its panel, and leaves it. */
export function DemoBar(): ReactNode {
  const styles = useStyles();
  const t = useText();
  const { go } = useNavigation();
  const overlay = useOverlay();
  const restoreFocus = useRestoreFocusTarget();
  const leave = useCommand('demo/leave');
  // Not as `mutate`'s own callback: this bar is gone before the answer comes, and the callback with it. A refusal is shown below.
  const leaveForWizard = (): void =>
    void leave.mutateAsync(null).then(
      () => go('wizard'),
      () => undefined,
    );
  return (
    <section className={styles.bar} aria-label={t('app.demoHouse')}>
      <span className={styles.text}>
        <span className={styles.icon} aria-hidden="true">
          <HouseIcon />
        </span>
        {t('demo.bar')}
      </span>
      <Button size="small" {...restoreFocus} onClick={overlay.open}>
        {t('demo.open')}
      </Button>
      <Button size="small" appearance="subtle" disabledFocusable={leave.isPending} onClick={leaveForWizard}>
        {t('demo.leave')}
      </Button>
      {leave.error !== null && <ErrorCard trouble={troubleOf(leave.error)} />}
      {overlay.isMounted && (
        <OverlayDrawer
          position="end"
          size="large"
          open={overlay.isOpen}
          onOpenChange={(_, { open }) => !open && overlay.close()}
        >
          <DrawerHeader>
            <DrawerHeaderTitle
              action={
                <Button
                  appearance="subtle"
                  icon={<DismissIcon />}
                  aria-label={t('common.close')}
                  onClick={overlay.close}
                />
              }
            >
              {t('demo.title')}
            </DrawerHeaderTitle>
          </DrawerHeader>
          <DrawerBody>
            <DemoPanel />
          </DrawerBody>
        </OverlayDrawer>
      )}
    </section>
  );
}
