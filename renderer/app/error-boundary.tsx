import type { ReactNode } from 'react';
import { Component } from 'react';
import { useText } from '../i18n';
import { Button, EmptyState, Page, RefreshIcon, WarningIcon } from '../ui';

interface Props {
  readonly children: ReactNode;
}

/** Keeps a broken page from taking the window with it. Give it the place as `key`, so that another place starts afresh. */
export class ErrorBoundary extends Component<Props, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return <BrokenPage onAgain={() => this.setState({ isBroken: false })} />;
  }
}

function BrokenPage({ onAgain }: { onAgain: () => void }): ReactNode {
  const t = useText();
  return (
    <Page title={t('app.crash.title')}>
      <EmptyState
        icon={<WarningIcon />}
        title={t('errors.bug.title')}
        text={t('app.crash.text')}
        action={
          <Button icon={<RefreshIcon />} onClick={onAgain}>
            {t('app.crash.again')}
          </Button>
        }
      />
    </Page>
  );
}
