import type { ReactNode, Ref } from 'react';
import { useImperativeHandle, useRef } from 'react';
import type { ProfileFault } from '../../../shared/dto';
import { LONGEST_PROFILE_TEXT } from '../../../shared/profile/text-limit';
import { makeStyles, mergeClasses, tokens } from '../../ui';

const LINE_HEIGHT = 20;

const useStyles = makeStyles({
  frame: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    height: '100%',
    minHeight: '280px',
    border: `1px solid ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    overflow: 'hidden',
    ':focus-within': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-1px' },
  },
  lines: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '13px',
    lineHeight: `${LINE_HEIGHT}px`,
    boxSizing: 'border-box',
    margin: 0,
    padding: '8px 10px',
  },
  gutter: {
    overflow: 'hidden',
    textAlign: 'right',
    userSelect: 'none',
    color: tokens.colorNeutralForeground3,
    backgroundColor: tokens.colorNeutralBackground3,
    whiteSpace: 'pre',
  },
  // The last line may stand above the text's own scroll bar.
  numbers: { paddingBottom: '40px' },
  wrong: { color: tokens.colorStatusDangerForeground1, fontWeight: tokens.fontWeightBold },
  text: {
    border: 'none',
    outline: 'none',
    resize: 'none',
    width: '100%',
    height: '100%',
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    whiteSpace: 'pre',
    overflow: 'auto',
    tabSize: 2,
  },
});

/** What others may do with the text's place. */
export interface ProfileTextHandle {
  /** Puts the caret there, marks what is wrong, and brings it into view. */
  goTo(fault: Pick<ProfileFault, 'line' | 'offset' | 'length'>): void;
}

export interface ProfileTextAreaProps {
  readonly label: string;
  /** The id of the list of faults. */
  readonly describedBy: string;
  readonly value: string;
  readonly faults: readonly ProfileFault[];
  readonly handle: Ref<ProfileTextHandle>;
  onChange(value: string): void;
}

/** A profile's text with the numbers of its lines; those with a fault are marked. Tab leaves it, as everywhere. */
export function ProfileTextArea({
  label,
  describedBy,
  value,
  faults,
  handle,
  onChange,
}: ProfileTextAreaProps): ReactNode {
  const styles = useStyles();
  const text = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLPreElement>(null);
  useImperativeHandle(handle, () => ({
    goTo({ line, offset, length }) {
      const area = text.current;
      if (area === null) return;
      area.focus();
      area.setSelectionRange(offset, offset + Math.max(length, 1));
      area.scrollTop = Math.max(0, (line - 4) * LINE_HEIGHT);
    },
  }));
  const wrong: ReadonlySet<number> = new Set(faults.map(({ line }) => line));
  const count = value.split('\n').length;
  return (
    <div className={styles.frame}>
      <pre ref={gutter} className={mergeClasses(styles.lines, styles.gutter, styles.numbers)} aria-hidden="true">
        {runsOf(count, wrong).map((run) =>
          wrong.has(run[0] ?? 0) ? (
            <span key={run[0]} className={styles.wrong}>{`${run.join('\n')}\n`}</span>
          ) : (
            `${run.join('\n')}\n`
          ),
        )}
      </pre>
      <textarea
        ref={text}
        className={mergeClasses(styles.lines, styles.text)}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={faults.length > 0}
        value={value}
        wrap="off"
        spellCheck={false}
        autoComplete="off"
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData('text/plain');
          if (pasted.length <= LONGEST_PROFILE_TEXT) return;
          // Told of as what it is, before the browser spends minutes on putting it in.
          event.preventDefault();
          onChange(pasted);
        }}
        onScroll={({ currentTarget }) => {
          if (gutter.current !== null) gutter.current.scrollTop = currentTarget.scrollTop;
        }}
      />
    </div>
  );
}

/** Numbers of lines, in runs that are all wrong or all not: an element for each line would bring a long text to a stop. */
function runsOf(count: number, wrong: ReadonlySet<number>): readonly (readonly number[])[] {
  const runs: number[][] = [];
  for (let line = 1; line <= count; line++) {
    const last = runs.at(-1);
    if (last === undefined || wrong.has(line) !== wrong.has(line - 1)) runs.push([line]);
    else last.push(line);
  }
  return runs;
}
