import type { ReactNode } from 'react';
import type { FilePreview as Preview } from '../../../shared/dto';
import { useText } from '../../i18n';
import { makeStyles, Sentence, tokens, ToneMark } from '../../ui';

const useStyles = makeStyles({
  preview: { display: 'flex', flexDirection: 'column', gap: '14px' },
  list: { margin: 0, paddingLeft: '20px' },
  code: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  content: {
    margin: 0,
    padding: '10px',
    maxHeight: '50vh',
    overflow: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '12px',
    lineHeight: '18px',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
});

export interface FilePreviewProps {
  readonly preview: Preview;
  /** Whether the text has changed since. */
  readonly isOutdated: boolean;
}

/** The import file that a draft of a profile would write: its faults by path, counts, and its text. */
export function FilePreview({ preview, isOutdated }: FilePreviewProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const { faults, fileName: file, bytes, zone, exceptions, groups, periods, text } = preview;
  return (
    <div className={styles.preview}>
      {isOutdated && <ToneMark tone="warning">{t('profiles.preview.outdated')}</ToneMark>}
      <div role="status">
        {preview.ok ? (
          <ToneMark tone="good">{t('profiles.file.good')}</ToneMark>
        ) : (
          <ToneMark tone="bad">{t('profiles.file.faults', { count: faults.length })}</ToneMark>
        )}
      </div>
      {faults.length > 0 && (
        <ul className={styles.list}>
          {faults.map(({ path, reason }) => (
            <li key={path}>
              <span className={styles.code}>{path}</span>
              {`: ${reason}`}
            </li>
          ))}
        </ul>
      )}
      <Sentence isQuiet>{t('profiles.file.intro')}</Sentence>
      <ul className={styles.list}>
        <li>{t('profiles.file.about', { file, bytes, zone })}</li>
        <li>
          {exceptions.ofHouse === 0
            ? t('profiles.file.noExceptions')
            : t('profiles.file.exceptions', { ...exceptions })}
        </li>
        <li>
          {groups.shown === 0
            ? t('profiles.file.withoutPersons')
            : groups.ofHouse === 0
              ? t('profiles.file.noGroups')
              : t('profiles.file.groups', { ...groups })}
        </li>
        <li>{t('profiles.file.periods', { count: periods })}</li>
      </ul>
      <pre className={styles.content} role="region" tabIndex={0} aria-label={t('profiles.file.content')}>
        {text}
      </pre>
    </div>
  );
}
