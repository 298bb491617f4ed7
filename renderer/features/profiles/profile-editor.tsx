import type { ReactNode } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import { troubleOf, useChannel, useCommand, useJob } from '../../bridge';
import { useText } from '../../i18n';
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

const useStyles = makeStyles({
  body: { height: 'calc(100vh - 96px)', gridTemplateRows: 'auto minmax(0, 1fr) auto' },
  content: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    gap: '20px',
    minHeight: 0,
    '@media (max-width: 900px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  pane: { display: 'flex', flexDirection: 'column', gap: '10px', minHeight: 0, minWidth: 0 },
  text: { flex: 1, minHeight: '280px' },
  faults: { maxHeight: '120px', overflow: 'auto', display: 'flex', flexDirection: 'column', alignItems: 'flex-start' },
  fault: { justifyContent: 'flex-start', textAlign: 'left', fontWeight: 'normal' },
  scrolls: { overflow: 'auto' },
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
  /** Whether that text is kept already; a copy or a proposal is not. */
  readonly isSaved: boolean;
  /** A saved profile is taken into use. */
  onUse(id: string): void;
  onClose(): void;
}

/** A profile's text beside what it reads from the real server. Faults are shown with their places while a person types. */
export function ProfileEditor({
  kind,
  source,
  initialText,
  isSaved: isKept,
  onUse,
  onClose,
}: ProfileEditorProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const faultsId = useId();
  const area = useRef<ProfileTextHandle>(null);
  const [text, setText] = useState(initialText);
  const [savedText, setSavedText] = useState(isKept ? initialText : null);
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
  const isDirty = text !== savedText;
  const own = listed.data?.find(({ id, isShipped }) => !isShipped && id === profile?.id);
  const result = preview.result?.kind === 'preview-profile' ? preview.result.preview : null;
  const file = preview.result?.kind === 'preview-file' ? preview.result.preview : null;
  // A file answers nothing: what it would hold is shown instead.
  const isFile = kind === 'import-file';

  const tryIt = (): void => {
    setTriedText(text);
    void preview.start({ source, side, text });
  };
  const save = (): void =>
    saving.mutate(
      { source, text },
      {
        onSuccess: ({ id }) => {
          setSavedText(text);
          setLeaving(false);
          onUse(id);
        },
      },
    );
  const close = (): void => {
    if (isDirty && !isLeaving) setLeaving(true);
    else onClose();
  };
  const troubles = [saving, removing, opening, writing].flatMap(({ error }) =>
    error === null ? [] : [troubleOf(error)],
  );

  return (
    <DialogBody className={styles.body}>
      <DialogTitle>
        {t('profiles.editor.title')}
        {profile !== null && `: ${profile.title}`}
      </DialogTitle>
      <DialogContent className={styles.content}>
        <div className={styles.pane}>
          <div className={styles.row}>
            <Button
              size="small"
              onClick={() =>
                opening.mutate(null, {
                  onSuccess: (file) => {
                    if (file !== null) setText(file.text);
                  },
                })
              }
            >
              {t('profiles.editor.load')}
            </Button>
            <Button
              size="small"
              onClick={() => writing.mutate({ suggestedName: `${profile?.id ?? 'profile'}.json`, text })}
            >
              {t('profiles.editor.saveFile')}
            </Button>
            {own !== undefined && !own.isUsed && (
              <Button size="small" onClick={() => removing.mutate({ source, id: own.id }, { onSuccess: onClose })}>
                {t('profiles.editor.remove')}
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
              onChange={setText}
            />
          </div>
          <div id={faultsId} className={styles.faults} role="status">
            {!isChecked && <Sentence isQuiet>{t('profiles.editor.checking')}</Sentence>}
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
            <Button icon={<TryIcon />} disabledFocusable={!isUsable || preview.isRunning} onClick={tryIt}>
              {t(isFile ? 'profiles.file.try' : 'profiles.editor.try')}
            </Button>
            {preview.isRunning && (
              <Spinner size="tiny" label={t(isFile ? 'profiles.file.trying' : 'profiles.editor.trying')} />
            )}
            {preview.isRunning && <Button onClick={preview.cancel}>{t('common.cancel')}</Button>}
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
        <Button onClick={close}>{isLeaving && isDirty ? t('profiles.editor.closeAnyway') : t('common.close')}</Button>
        <Button appearance="primary" disabledFocusable={!isUsable || saving.isPending} onClick={save}>
          {t('profiles.editor.save')}
        </Button>
      </DialogActions>
    </DialogBody>
  );
}
