import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import { LONGEST_PROFILE_TEXT } from '../../../shared/profile/text-limit';
import { troubleOf, useChannel, useCommand, useJob } from '../../bridge';
import { useFormat, useText } from '../../i18n';
import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  ErrorCard,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Sentence,
  Spinner,
  ToneMark,
  TryIcon,
} from '../../ui';
import { FilePreview } from './file-preview';
import type { ProfileKind } from './profile-kind';
import { sideOfKind } from './profile-kind';
import { ProfilePreview } from './profile-preview';
import type { ProfileTextHandle } from './profile-text-area';
import { ProfileTextArea } from './profile-text-area';

const SMALL = '@media (max-width: 900px), (max-height: 560px)';

const useStyles = makeStyles({
  body: {
    height: 'calc(100vh - 96px)',
    gridTemplateRows: 'auto minmax(0, 1fr) auto',
    // Small, or much enlarged: one under the other, and the whole scrolls.
    [SMALL]: { height: 'auto', maxHeight: 'none', gridTemplateRows: 'auto auto auto' },
  },
  content: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    gap: '20px',
    minHeight: 0,
    [SMALL]: { gridTemplateColumns: 'minmax(0, 1fr)', overflow: 'visible' },
  },
  pane: { display: 'flex', flexDirection: 'column', gap: '10px', minHeight: 0, minWidth: 0 },
  text: { flex: 1, minHeight: '280px', [SMALL]: { flex: 'none', height: '280px' } },
  faults: { maxHeight: '120px', overflow: 'auto', display: 'flex', flexDirection: 'column', alignItems: 'flex-start' },
  fault: { justifyContent: 'flex-start', textAlign: 'left', fontWeight: 'normal' },
  scrolls: { overflow: 'auto', [SMALL]: { overflow: 'visible' } },
  row: { display: 'flex', gap: '8px', flexWrap: 'wrap', alignItems: 'center' },
  heading: { margin: 0, fontSize: '15px', lineHeight: '22px' },
  actions: { flexWrap: 'wrap' },
});

/** How long a person must stop typing before the text is checked. */
const PAUSE_MS = 250;

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

export interface ProfileEditorProps {
  readonly kind: ProfileKind;
  readonly source: 'draft' | 'settings';
  /** The text to begin with. */
  readonly initialText: string;
  /** The id under which that text is kept already; null for a copy or a proposal, which is not. */
  readonly savedId: string | null;
  /** A saved profile is taken into use. */
  onUse(id: string): void;
  onClose(): void;
}

/** A profile's text beside what it reads from the real server. Faults are shown with their places while a person types. */
export function ProfileEditor({
  kind,
  source,
  initialText,
  savedId: firstSavedId,
  onUse,
  onClose,
}: ProfileEditorProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const format = useFormat();
  const faultsId = useId();
  const area = useRef<ProfileTextHandle>(null);
  const tryButton = useRef<HTMLButtonElement>(null);
  const closeButton = useRef<HTMLButtonElement>(null);
  const [text, setText] = useState(initialText);
  const [saved, setSaved] = useState(firstSavedId === null ? null : { id: firstSavedId, text: initialText });
  const [isTooLong, setTooLong] = useState(false);
  /** What a loaded file took the place of. */
  const [replaced, setReplaced] = useState<string | null>(null);
  /** The id that a person wants to delete and is asked about. */
  const [removingId, setRemovingId] = useState<string | null>(null);
  const [triedText, setTriedText] = useState<string | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  const settled = useSettled(text);
  const check = useChannel('profiles/validate', { text: settled }, { keepsPrevious: true });
  const listed = useChannel('profiles/list', { source });
  const saving = useCommand('profiles/save');
  const removing = useCommand('profiles/remove');
  const opening = useCommand('file/open');
  const writing = useCommand('file/save');
  const preview = useJob('profiles/preview');

  const side = sideOfKind(kind);
  const isChecked = settled === text && check.data !== undefined && !check.isPlaceholderData;
  const faults = check.data?.faults ?? [];
  const profile = isChecked ? (check.data.profile ?? null) : null;
  const isOtherKind = profile !== null && profile.kind !== kind;
  const isUsable = profile !== null && !isOtherKind;
  const isDirty = text !== saved?.text;
  const own = listed.data?.find(({ id, isShipped }) => !isShipped && id === profile?.id);
  const isOpened = own !== undefined && own.id === saved?.id;
  const result = preview.result?.kind === 'preview-profile' ? preview.result.preview : null;
  const file = preview.result?.kind === 'preview-file' ? preview.result.preview : null;
  // A file answers nothing: what it would hold is shown instead.
  const isFile = kind === 'import-file';

  /** Puts a text there, typed, pasted or loaded; one that is too long is told of and left out. */
  const put = (next: string): boolean => {
    const fits = next.length <= LONGEST_PROFILE_TEXT;
    setTooLong(!fits);
    if (fits) setText(next);
    return fits;
  };
  const load = (): void =>
    opening.mutate(null, {
      onSuccess: (file) => {
        if (file !== null && put(file.text)) setReplaced(text);
      },
    });
  const remove = (id: string): void => {
    if (removingId === id) removing.mutate({ source, id }, { onSuccess: onClose });
    else setRemovingId(id);
  };
  const tryIt = (): void => {
    setTriedText(text);
    void preview.start({ source, side, text });
  };
  const save = (): void =>
    saving.mutate(
      { source, text },
      {
        onSuccess: ({ id }) => {
          setSaved({ id, text });
          setReplaced(null);
          setLeaving(false);
          onUse(id);
        },
      },
    );
  const close = (): void => {
    if (isDirty && !isLeaving) setLeaving(true);
    else onClose();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    // Once more does not throw away what was typed: only the button does, which says so.
    if (isDirty) {
      setLeaving(true);
      // In a small window the question may be out of sight.
      closeButton.current?.focus();
    } else onClose();
  };
  const troubles = [saving, removing, opening, writing].flatMap(({ error }) =>
    error === null ? [] : [troubleOf(error)],
  );

  return (
    <DialogBody className={styles.body} onKeyDown={onKeyDown}>
      <DialogTitle>
        {t('profiles.editor.title')}
        {profile !== null && `: ${profile.title}`}
      </DialogTitle>
      <DialogContent className={styles.content}>
        <div className={styles.pane}>
          <div className={styles.row}>
            <Button size="small" onClick={load}>
              {t('profiles.editor.load')}
            </Button>
            {replaced !== null && replaced !== text && (
              <Button
                size="small"
                onClick={() => {
                  put(replaced);
                  setReplaced(null);
                }}
              >
                {t('profiles.editor.unload')}
              </Button>
            )}
            <Button
              size="small"
              onClick={() => writing.mutate({ suggestedName: `${profile?.id ?? 'profile'}.json`, text })}
            >
              {t('profiles.editor.saveFile')}
            </Button>
            {isOpened && !own.isUsed && (
              <Button size="small" disabledFocusable={removing.isPending} onClick={() => remove(own.id)}>
                {removingId === own.id
                  ? t('profiles.editor.removeNow', { title: own.title })
                  : t('profiles.editor.remove')}
              </Button>
            )}
          </div>
          <div className={styles.text}>
            <ProfileTextArea
              label={t('profiles.editor.text')}
              describedBy={faultsId}
              value={text}
              faults={faults}
              handle={area}
              onChange={put}
            />
          </div>
          <div id={faultsId} className={styles.faults} role="status">
            {!isChecked && <Sentence isQuiet>{t('profiles.editor.checking')}</Sentence>}
            {isTooLong && (
              <ToneMark tone="bad">
                {t('profiles.editor.tooLong', { most: format.number(LONGEST_PROFILE_TEXT) })}
              </ToneMark>
            )}
            {own !== undefined && !isOpened && (
              <ToneMark tone="warning">{t('profiles.editor.replaces', { id: own.id, title: own.title })}</ToneMark>
            )}
            {isChecked && isUsable && <ToneMark tone="good">{t('profiles.editor.valid')}</ToneMark>}
            {isOtherKind && <ToneMark tone="bad">{t('profiles.editor.otherKind')}</ToneMark>}
            {isChecked && faults.length > 0 && (
              <ToneMark tone="bad">{t('profiles.editor.faults', { count: faults.length })}</ToneMark>
            )}
            {faults.map((fault) => {
              const { path, reason, line, column, offset } = fault;
              const place = path === '' ? t('profiles.editor.wholeText') : path;
              return (
                <Button
                  key={`${String(offset)} ${path} ${reason}`}
                  className={styles.fault}
                  appearance="transparent"
                  size="small"
                  aria-label={`${t('profiles.editor.goTo', { line, column, path: place })}: ${reason}`}
                  onClick={() => area.current?.goTo(fault)}
                >
                  {`${t('profiles.editor.line', { line, column })}: ${place}: ${reason}`}
                </Button>
              );
            })}
          </div>
        </div>
        <div className={`${styles.pane} ${styles.scrolls}`}>
          <h2 className={styles.heading}>{t(isFile ? 'profiles.file.title' : 'profiles.preview.title')}</h2>
          <div className={styles.row}>
            <Button
              ref={tryButton}
              icon={<TryIcon />}
              disabledFocusable={!isUsable || preview.isRunning}
              onClick={tryIt}
            >
              {t(isFile ? 'profiles.file.try' : 'profiles.editor.try')}
            </Button>
            {preview.isRunning && (
              <Spinner size="tiny" label={t(isFile ? 'profiles.file.trying' : 'profiles.editor.trying')} />
            )}
            {preview.isRunning && (
              <Button
                onClick={() => {
                  preview.cancel();
                  // This button goes away, and the keyboard would with it.
                  tryButton.current?.focus();
                }}
              >
                {t('common.cancel')}
              </Button>
            )}
          </div>
          <div role="status">{preview.trouble !== null && <ErrorCard trouble={preview.trouble} />}</div>
          {preview.state === 'idle' && (
            <Sentence isQuiet>{t(isFile ? 'profiles.file.none' : 'profiles.preview.none')}</Sentence>
          )}
          {file !== null && <FilePreview preview={file} isOutdated={triedText !== text} />}
          {result !== null && (
            <ProfilePreview preview={result} side={side} source={source} isOutdated={triedText !== text} />
          )}
        </div>
      </DialogContent>
      <DialogActions className={styles.actions} fluid>
        <div role="status" className={styles.row}>
          {saving.isSuccess && !isDirty && <ToneMark tone="good">{t('profiles.editor.saved')}</ToneMark>}
          {writing.data?.isSaved === true && <ToneMark tone="good">{t('profiles.editor.fileSaved')}</ToneMark>}
        </div>
        {troubles.map((trouble) => (
          <ErrorCard key={trouble.code} trouble={trouble} />
        ))}
        {isLeaving && isDirty && (
          <MessageBar intent="warning">
            <MessageBarBody>{t('profiles.editor.unsaved')}</MessageBarBody>
          </MessageBar>
        )}
        <Button ref={closeButton} onClick={close}>
          {isLeaving && isDirty ? t('profiles.editor.closeAnyway') : t('common.close')}
        </Button>
        <Button appearance="primary" disabledFocusable={!isUsable || saving.isPending} onClick={save}>
          {t('profiles.editor.save')}
        </Button>
      </DialogActions>
    </DialogBody>
  );
}
