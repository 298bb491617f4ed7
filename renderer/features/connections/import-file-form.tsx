import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { ImportFileConnection } from '../../../shared/settings';
import { importFileConnection } from '../../../shared/settings';
import { troubleOf } from '../../bridge';
import { useText } from '../../i18n';
import { Button, ConnectionIcon, ErrorCard, Field, Input, makeStyles, Sentence, Spinner } from '../../ui';
import type { ConnectionFormProps } from './connection-form';
import { AdvancedSection } from './advanced-section';
import { CheckReport } from './check-report';
import { checkOf, CheckResult } from './check-result';
import { ProfileChoice } from '../profiles/profile-choice';
import { useTyped } from './typed';
import { UnconfirmedNote } from './unconfirmed-note';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '16px', maxWidth: '640px' },
  row: { display: 'flex', gap: '12px', alignItems: 'center', flexWrap: 'wrap' },
});

/** A path as it is meant: the file manager of Windows copies one with quotation marks around it. */
const pathOf = (typed: string): string => typed.trim().replace(/^"(.*)"$/, '$1');
/** With a drive, on a share, or from the root: anything else would be looked for wherever the program happens to run. */
const isWholePath = (path: string): boolean => /^(?:[a-z]:[\\/]|\\\\|\/)/i.test(path);
const isWrongPath = (typed: string): boolean => pathOf(typed) !== '' && !isWholePath(pathOf(typed));

export type ImportFileFormProps = Pick<ConnectionFormProps, 'check' | 'source' | 'save' | 'onKept'> & {
  readonly saved: ImportFileConnection | null;
};

/** Folder, file name and list of persons of an import file, and its test. The test saves first: what is tested is what will be used. */
export function ImportFileForm({ saved, check, source, save, onKept }: ImportFileFormProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const [input, setInput] = useTyped('import-file', () => ({
    folder: saved?.folder ?? '',
    fileName: saved?.fileName ?? '',
    persons: saved?.persons?.path ?? '',
    profile: saved?.profile ?? 'unilock-import-file',
  }));
  const { folder, fileName, persons, profile } = input;
  const [trouble, setTrouble] = useState<unknown>(null);
  const [isSaving, setSaving] = useState(false);
  const testButton = useRef<HTMLButtonElement>(null);
  const change =
    (field: keyof typeof input) =>
    (_: unknown, { value }: { value: string }) => {
      setInput((before) => ({ ...before, [field]: value }));
      // A result of something else than what is typed would mislead.
      if (check.state !== 'idle') check.forget();
    };

  const wanted = importFileConnection.safeParse({
    connectorId: saved?.connectorId ?? crypto.randomUUID(),
    kind: 'unilock-import-file',
    profile,
    folder: pathOf(folder),
    fileName: fileName.trim() === '' ? null : fileName,
    persons: pathOf(persons) === '' ? null : { ...saved?.persons, path: pathOf(persons) },
  });
  const isNameWrong = !wanted.success && wanted.error.issues.some(({ path }) => path[0] === 'fileName');
  const result = checkOf(check);
  const isFolderKept =
    saved !== null &&
    pathOf(folder) === saved.folder &&
    (fileName.trim() || null) === saved.fileName &&
    (pathOf(persons) || null) === (saved.persons?.path ?? null);
  const isKept = isFolderKept && profile === saved.profile;
  useEffect(() => onKept?.(isKept), [isKept, onKept]);
  const isPathWrong = isWrongPath(folder) || isWrongPath(persons);
  const canTest = wanted.success && !isPathWrong && !isSaving && !check.isRunning;

  /** Keeps what is typed. @returns false when it could not be kept */
  const keep = async (chosen = profile): Promise<boolean> => {
    if (!wanted.success || isPathWrong) return false;
    setTrouble(null);
    setSaving(true);
    try {
      await save({ access: { ...wanted.data, profile: chosen } });
    } catch (thrown) {
      setTrouble(thrown);
      return false;
    } finally {
      setSaving(false);
    }
    return true;
  };
  const test = async (): Promise<void> => {
    if (await keep()) await check.start({ source });
  };

  return (
    <div className={styles.form}>
      <Sentence isQuiet>{t('settings.importFile.intro')}</Sentence>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (canTest) void test();
        }}
      >
        <Field
          label={t('settings.importFile.folder')}
          hint={t('settings.importFile.folderHint')}
          {...(isWrongPath(folder) ? { validationMessage: t('settings.importFile.pathWrong') } : {})}
          required
        >
          <Input value={folder} autoComplete="off" spellCheck={false} onChange={change('folder')} />
        </Field>
        <Field
          label={t('settings.importFile.fileName')}
          hint={t('settings.importFile.fileNameHint')}
          {...(isNameWrong ? { validationMessage: t('settings.importFile.fileNameWrong') } : {})}
        >
          <Input value={fileName} autoComplete="off" spellCheck={false} onChange={change('fileName')} />
        </Field>
        <Field
          label={t('settings.importFile.persons')}
          hint={t('settings.importFile.personsHint')}
          {...(isWrongPath(persons) ? { validationMessage: t('settings.importFile.pathWrong') } : {})}
        >
          <Input value={persons} autoComplete="off" spellCheck={false} onChange={change('persons')} />
        </Field>
        <AdvancedSection>
          <ProfileChoice
            kind="import-file"
            source={source}
            value={profile}
            canOpen={source === 'draft' ? saved !== null : isFolderKept}
            // What is saved in the settings is what the next run goes by: not before it was tested.
            prepare={() => (source === 'draft' ? keep() : Promise.resolve(true))}
            onChange={(id, isNew) => {
              setInput((before) => ({ ...before, profile: id }));
              if (check.state !== 'idle') check.forget();
              if (isNew) void keep(id);
            }}
          />
        </AdvancedSection>
        <div className={styles.row}>
          <Button
            ref={testButton}
            type="submit"
            appearance="primary"
            icon={<ConnectionIcon />}
            disabledFocusable={!canTest}
          >
            {t('settings.connection.test')}
          </Button>
          {(isSaving || check.isRunning) && <Spinner size="tiny" label={t('settings.connection.testing')} />}
          {check.isRunning && (
            <Button
              onClick={() => {
                check.cancel();
                // This button goes away, and the keyboard would with it.
                testButton.current?.focus();
              }}
            >
              {t('common.cancel')}
            </Button>
          )}
        </div>
      </form>
      <CheckResult check={check}>{trouble !== null && <ErrorCard trouble={troubleOf(trouble)} />}</CheckResult>
      {result !== null && <CheckReport side="access" check={result} />}
      <UnconfirmedNote profile={profile} />
    </div>
  );
}
