import type { ReactNode } from 'react';
import { TextProvider, useText } from '../i18n';
import { EmptyState, NoContactIcon, Page, ThemeProvider } from '../ui';

/** The page outside the program, or after its preload script failed: nothing can be asked, so this is all there is to say. */
export function NoBridge(): ReactNode {
  return (
    <TextProvider language="da" zone={null}>
      <ThemeProvider isDark={false}>
        <NoBridgePage />
      </ThemeProvider>
    </TextProvider>
  );
}

function NoBridgePage(): ReactNode {
  const t = useText();
  return (
    <main>
      <Page title={t('common.appName')}>
        <EmptyState icon={<NoContactIcon />} title={t('app.noBridge.title')} text={t('app.noBridge.text')} />
      </Page>
    </main>
  );
}
