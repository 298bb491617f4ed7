import type { ReactNode } from 'react';
import { makeStyles, mergeClasses, tokens } from './kit';
import { CheckIcon } from './icons';

const useStyles = makeStyles({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    '@media (max-width: 800px)': { flexDirection: 'row' },
  },
  step: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    width: '100%',
    border: 'none',
    background: 'none',
    font: 'inherit',
    color: tokens.colorNeutralForeground2,
    textAlign: 'left',
    padding: '8px 10px',
    borderRadius: tokens.borderRadiusMedium,
  },
  reachable: {
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  ahead: { color: tokens.colorNeutralForeground3 },
  current: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground1Selected,
  },
  number: {
    flexShrink: 0,
    boxSizing: 'border-box',
    width: '24px',
    height: '24px',
    lineHeight: '22px',
    textAlign: 'center',
    borderRadius: '50%',
    fontSize: '12px',
    fontVariantNumeric: 'tabular-nums',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  numberCurrent: {
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    border: `1px solid ${tokens.colorBrandBackground}`,
  },
  unseen: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
  numberDone: { color: tokens.colorBrandForeground1, border: `1px solid ${tokens.colorBrandStroke1}` },
});

export interface StepsProps<Id extends string> {
  readonly label: string;
  readonly steps: readonly { readonly id: Id; readonly title: string }[];
  readonly current: Id;
  /** Steps that are finished and may be opened again. */
  readonly done: ReadonlySet<Id>;
  /** The procedure is over: nothing can be opened again. */
  readonly isLocked?: boolean;
  /** Said behind a finished step's title for those who do not see the check. */
  readonly doneText: string;
  onChoose(id: Id): void;
}

/** The numbered list beside a procedure: where one is, what is finished, and the way back. */
export function Steps<Id extends string>({
  label,
  steps,
  current,
  done,
  doneText,
  isLocked = false,
  onChoose,
}: StepsProps<Id>): ReactNode {
  const styles = useStyles();
  return (
    <nav aria-label={label}>
      <ol className={styles.list}>
        {steps.map(({ id, title }, index) => {
          const isCurrent = id === current;
          const isDone = done.has(id);
          return (
            <li key={id}>
              <button
                type="button"
                className={mergeClasses(
                  styles.step,
                  (isDone && !isLocked) || isCurrent ? styles.reachable : styles.ahead,
                  isCurrent && styles.current,
                )}
                aria-current={isCurrent ? 'step' : undefined}
                disabled={isLocked ? !isCurrent : !isDone && !isCurrent}
                onClick={() => onChoose(id)}
              >
                <span
                  aria-hidden="true"
                  className={mergeClasses(
                    styles.number,
                    isDone && styles.numberDone,
                    isCurrent && styles.numberCurrent,
                  )}
                >
                  {isDone && !isCurrent ? <CheckIcon /> : index + 1}
                </span>
                <span>
                  {title}
                  {isDone && !isCurrent && <span className={styles.unseen}>{`, ${doneText}`}</span>}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
