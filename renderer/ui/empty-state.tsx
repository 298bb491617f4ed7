import type { ReactNode } from 'react';
import { makeStyles, tokens } from './kit';

const useStyles = makeStyles({
  empty: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: '10px', padding: '20px 0' },
  icon: { fontSize: '36px', lineHeight: 0, color: tokens.colorNeutralForeground3 },
  title: { margin: 0, fontSize: '17px', lineHeight: '24px', fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0, maxWidth: '60ch', color: tokens.colorNeutralForeground2 },
  action: { marginTop: '6px', display: 'flex', gap: '8px' },
});

export interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: string;
  /** What to do next. */
  readonly text: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing is here yet: why, and what to do next. */
export function EmptyState({ icon, title, text, action }: EmptyStateProps): ReactNode {
  const styles = useStyles();
  return (
    <div className={styles.empty}>
      {icon !== undefined && (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{text}</p>
      {action !== undefined && <div className={styles.action}>{action}</div>}
    </div>
  );
}
