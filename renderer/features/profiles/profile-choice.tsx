import type { ReactNode } from 'react';
import { useState } from 'react';
import { troubleOf, useChannel, useClient } from '../../bridge';
import { useText } from '../../i18n';
import {
  Button,
  Dialog,
  DialogSurface,
  ErrorCard,
  Field,
  makeStyles,
  Select,
  Sentence,
  useOverlay,
  useRestoreFocusTarget,
} from '../../ui';
import { DiscoveryPanel } from './discovery-panel';
import { ProfileEditor } from './profile-editor';
import type { ProfileKind } from './profile-kind';

const useStyles = makeStyles({
  choice: { display: 'flex', flexDirection: 'column', gap: '10px' },
  row: { display: 'flex', gap: '8px', flexWrap: 'wrap', alignItems: 'center' },
  wide: { maxWidth: '1400px', width: 'calc(100vw - 48px)' },
});

export interface ProfileChoiceProps {
  readonly kind: ProfileKind;
  readonly source: 'draft' | 'settings';
  readonly value: string;
  /** Whether the connection is kept already: only then a profile can be tried with it. */
  readonly canOpen: boolean;
  /** Keeps what is typed of the connection, because a profile is tried with it; false: it could not be. */
  prepare(): Promise<boolean>;
  /** Another profile is chosen. @param isSaved it was just saved: the connection is to use it at once */
  onChange(id: string, isSaved: boolean): void;
}

type Shown =
  { readonly what: 'editor'; readonly text: string; readonly savedId: string | null } | { readonly what: 'discovery' };

/** Which profile a connection uses, and the ways to one of the house's own: a copy, an edit, or what the server says of itself. */
export function ProfileChoice({ kind, source, value, canOpen, prepare, onChange }: ProfileChoiceProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const client = useClient();
  const listed = useChannel('profiles/list', { source });
  const overlay = useOverlay();
  const restoreFocus = useRestoreFocusTarget();
  const [shown, setShown] = useState<Shown | null>(null);
  const [trouble, setTrouble] = useState<unknown>(null);
  const profiles = (listed.data ?? []).filter((each) => each.kind === kind);
  const chosen = profiles.find(({ id }) => id === value);

  const open = async (what: () => Promise<Shown>): Promise<void> => {
    setTrouble(null);
    try {
      if (!(await prepare())) return;
      setShown(await what());
      overlay.open();
    } catch (thrown) {
      setTrouble(thrown);
    }
  };
  const edit = async (): Promise<Shown> => {
    const isOwn = chosen?.isShipped === false;
    const { text } = await client.request(isOwn ? 'profiles/read' : 'profiles/copy', { source, id: value });
    return { what: 'editor', text, savedId: isOwn ? value : null };
  };

  return (
    <div className={styles.choice}>
      <Field label={t('settings.connection.profile')} hint={t('settings.connection.profileHint')}>
        <Select value={value} onChange={(_, { value: id }) => onChange(id, false)}>
          {profiles.map(({ id, title, isConfirmed, isShipped }) => (
            <option key={id} value={id}>
              {isConfirmed || !isShipped ? title : `${title} (${t('common.unconfirmed')})`}
            </option>
          ))}
        </Select>
      </Field>
      <div className={styles.row}>
        <Button size="small" disabledFocusable={!canOpen} {...restoreFocus} onClick={() => void open(edit)}>
          {t(chosen?.isShipped === false ? 'profiles.edit' : 'profiles.copyAndEdit')}
        </Button>
        {kind === 'booking-source' && (
          <Button
            size="small"
            disabledFocusable={!canOpen}
            {...restoreFocus}
            onClick={() => void open(() => Promise.resolve({ what: 'discovery' as const }))}
          >
            {t('profiles.discover')}
          </Button>
        )}
      </div>
      {!canOpen && (
        <Sentence isQuiet>{t(kind === 'import-file' ? 'profiles.file.openHint' : 'profiles.openHint')}</Sentence>
      )}
      {trouble !== null && <ErrorCard trouble={troubleOf(trouble)} />}
      {overlay.isMounted && shown !== null && (
        <Dialog
          open={overlay.isOpen}
          modalType={shown.what === 'editor' ? 'alert' : 'modal'}
          onOpenChange={(_, { open: isOpen }) => {
            // Escape must not throw away what was typed: the editor asks by its own button.
            if (!isOpen && shown.what !== 'editor') overlay.close();
          }}
        >
          <DialogSurface className={shown.what === 'editor' ? styles.wide : undefined}>
            {shown.what === 'editor' ? (
              <ProfileEditor
                kind={kind}
                source={source}
                initialText={shown.text}
                savedId={shown.savedId}
                onUse={(id) => onChange(id, true)}
                onClose={overlay.close}
              />
            ) : (
              <DiscoveryPanel
                source={source}
                onDraft={(text) => setShown({ what: 'editor', text, savedId: null })}
                onClose={overlay.close}
              />
            )}
          </DialogSurface>
        </Dialog>
      )}
    </div>
  );
}
