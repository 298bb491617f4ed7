import type { ReactNode } from 'react';
import { makeStyles, mergeClasses, tokens } from './kit';

const useStyles = makeStyles({
  sentence: { margin: 0, maxWidth: '68ch', lineHeight: '22px' },
  large: { fontSize: '17px', lineHeight: '26px' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** One plain sentence. */
export function Sentence({
  size,
  isQuiet = false,
  children,
}: {
  size?: 'large';
  isQuiet?: boolean;
  children: ReactNode;
}): ReactNode {
  const styles = useStyles();
  return (
    <p className={mergeClasses(styles.sentence, size === 'large' && styles.large, isQuiet && styles.quiet)}>
      {children}
    </p>
  );
}
