import type { ReactNode } from 'react';
import { useId } from 'react';
import { makeStyles, mergeClasses, tokens } from './kit';

const useStyles = makeStyles({
  page: { boxSizing: 'border-box', padding: '28px 36px 48px', display: 'flex', flexDirection: 'column', gap: '24px' },
  text: { maxWidth: '1080px', width: '100%' },
  // A page that fills the window: its content scrolls by itself.
  fill: { height: '100%', paddingTop: '20px', paddingBottom: '14px', gap: '14px', minHeight: 0 },
  head: { display: 'flex', gap: '16px', alignItems: 'flex-start', flexWrap: 'wrap' },
  headText: { flex: '1 1 320px', minWidth: 0 },
  title: { margin: 0, fontSize: '26px', lineHeight: '34px', fontWeight: tokens.fontWeightSemibold },
  intro: {
    margin: '6px 0 0',
    maxWidth: '68ch',
    color: tokens.colorNeutralForeground2,
    fontSize: '15px',
    lineHeight: '22px',
  },
  wideIntro: { maxWidth: 'none' },
  actions: { display: 'flex', gap: '8px', flexWrap: 'wrap', alignItems: 'center' },
  section: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    padding: '20px 24px 24px',
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    minWidth: 0,
  },
  sectionTitle: { margin: 0, fontSize: '17px', lineHeight: '24px', fontWeight: tokens.fontWeightSemibold },
  sectionIntro: { margin: '4px 0 0', maxWidth: '68ch', color: tokens.colorNeutralForeground2 },
});

export interface PageProps {
  readonly title: string;
  readonly intro?: ReactNode;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  /** text: a readable column (default); fill: the whole place, the content scrolls by itself. */
  readonly width?: 'text' | 'wide' | 'fill';
  readonly children: ReactNode;
}

/** A place's content: its heading, and room around it. */
export function Page({ title, intro, actions, width = 'text', children }: PageProps): ReactNode {
  const styles = useStyles();
  return (
    <div className={mergeClasses(styles.page, width === 'text' && styles.text, width === 'fill' && styles.fill)}>
      <div className={styles.head}>
        <div className={styles.headText}>
          <h1 className={styles.title}>{title}</h1>
          {intro !== undefined && (
            <p className={mergeClasses(styles.intro, width === 'fill' && styles.wideIntro)}>{intro}</p>
          )}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}

export interface SectionProps {
  readonly title: string;
  readonly intro?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A titled card of a page: a region with its own heading. */
export function Section({ title, intro, actions, children }: SectionProps): ReactNode {
  const styles = useStyles();
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.head}>
        <div className={styles.headText}>
          <h2 id={id} className={styles.sectionTitle}>
            {title}
          </h2>
          {intro !== undefined && <p className={styles.sectionIntro}>{intro}</p>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}
