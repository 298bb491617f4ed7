import type { ReactNode } from 'react';
import { useId, useState } from 'react';
import type { TroubleDto } from '../../shared/dto';
import type { Instant } from '../../shared/time';
import { useCommand } from '../bridge';
import { useFormat, useText } from '../i18n';
import { CopyIcon, WarningIcon } from './icons';
import { Button, makeStyles, tokens } from './kit';
import { troubleValues } from '../../shared/i18n';
import { troubleFacts } from './trouble-facts';

const useStyles = makeStyles({
  card: {
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderLeft: `4px solid ${tokens.colorStatusDangerBorder2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    padding: '16px 20px',
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    minWidth: 0,
  },
  head: { display: 'flex', gap: '10px', alignItems: 'flex-start' },
  icon: { fontSize: '20px', lineHeight: 0, color: tokens.colorStatusDangerForeground1, marginTop: '2px' },
  title: { margin: 0, fontSize: '15px', lineHeight: '22px', fontWeight: tokens.fontWeightSemibold, flex: 1 },
  source: {
    display: 'block',
    color: tokens.colorNeutralForeground2,
    fontSize: '12px',
    lineHeight: '18px',
    fontWeight: tokens.fontWeightRegular,
  },
  text: { margin: 0, maxWidth: '72ch', lineHeight: '21px' },
  strong: { fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: '12px', lineHeight: '18px', overflowWrap: 'anywhere' },
  foot: { display: 'flex', gap: '8px', alignItems: 'center', flexWrap: 'wrap', marginTop: '4px' },
});

export interface ErrorCardProps {
  readonly trouble: TroubleDto;
  /** Whose trouble it is: the side, and the door or room where it is one. */
  readonly source?: string;
  /** What happens to the doors meanwhile. */
  readonly effect?: string;
  /** Since when it lasts, where that is known. */
  readonly since?: Instant | null;
  /** What still works meanwhile, as a sentence. */
  readonly works?: string;
  /** Buttons that mend it. */
  readonly actions?: ReactNode;
}

/** Trouble in full: what, since when, what still works, what to do, its code, and a button that copies it all. */
export function ErrorCard({ trouble, source, effect, since = null, works, actions }: ErrorCardProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const format = useFormat();
  const id = useId();
  const clipboard = useCommand('clipboard/write');
  const [isCopied, setCopied] = useState(false);
  const facts = troubleFacts(trouble, t, format);
  const values = troubleValues(trouble);
  const title = t(`errors.${trouble.code}.title`, values);
  const explanation = t(`errors.${trouble.code}.explanation`, values);
  const remedy = t(`errors.${trouble.code}.remedy`, values);
  const sinceText = since === null ? null : t('app.error.since', { at: format.dateTime(since) });
  const code = t('common.code', { code: trouble.code });
  const copy = (): void => {
    const lines = [source, title, effect, sinceText, explanation, works, remedy, ...facts, code].filter(
      (line) => line !== null && line !== undefined,
    );
    clipboard.mutate({ text: lines.join('\n') }, { onSuccess: () => setCopied(true) });
  };
  return (
    <section className={styles.card} aria-labelledby={id} data-error={trouble.code}>
      <div className={styles.head}>
        <span className={styles.icon} aria-hidden="true">
          <WarningIcon />
        </span>
        <p id={id} className={styles.title}>
          {source !== undefined && (
            <>
              <span className={styles.source}>{source}</span>{' '}
            </>
          )}
          {title}
        </p>
      </div>
      {effect !== undefined && <p className={styles.text}>{effect}</p>}
      {sinceText !== null && <p className={styles.text}>{sinceText}</p>}
      <p className={styles.text}>{explanation}</p>
      {works !== undefined && <p className={styles.text}>{t('app.error.whatWorks', { what: works })}</p>}
      <p className={styles.text}>
        <span className={styles.strong}>{t('app.error.whatToDo')}</span> {remedy}
      </p>
      <div className={styles.foot}>
        {actions}
        <Button appearance="subtle" size="small" icon={<CopyIcon />} onClick={copy}>
          {isCopied ? t('app.error.copyDone') : t('app.error.copyText')}
        </Button>
        <span className={styles.quiet}>{[code, ...facts].join(' · ')}</span>
      </div>
    </section>
  );
}
