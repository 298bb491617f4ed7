import type { ReactNode } from 'react';
import { useState } from 'react';
import { Field, Input, makeStyles } from './kit';

const useStyles = makeStyles({ input: { width: '110px' }, small: { width: '60px', minWidth: 0 } });

export interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Shown behind the number, e.g. "minutter". */
  readonly unit?: string;
  readonly hint?: string;
  /** Told when the value lies outside min and max, or is no whole number. */
  readonly invalidText: string;
  readonly isDisabled?: boolean;
  /** Label for screen readers only, for use inside a table whose heading says the same. */
  readonly isCompact?: boolean;
  /** Calls `onChange` when the field is left or Enter is pressed, not at every key: for values that are saved at once. */
  readonly isLazy?: boolean;
  onChange(value: number): void;
}

/** A whole number with bounds. What is typed stays as typed until it is a number inside them; only then `onChange` is called. */
export function NumberField(props: NumberFieldProps): ReactNode {
  const {
    label,
    value,
    min,
    max,
    unit,
    hint,
    invalidText,
    isDisabled = false,
    isCompact = false,
    isLazy = false,
    onChange,
  } = props;
  const styles = useStyles();
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? String(value);
  const isUsable = (candidate: string): boolean =>
    /^\d+$/.test(candidate.trim()) && Number(candidate) >= min && Number(candidate) <= max;
  const isValid = isUsable(text);
  const tell = (candidate: string): void => {
    if (isUsable(candidate) && Number(candidate) !== value) onChange(Number(candidate));
  };
  const input = (
    <Input
      className={isCompact ? styles.small : styles.input}
      size={isCompact ? 'small' : 'medium'}
      type="text"
      inputMode="numeric"
      value={text}
      disabled={isDisabled}
      contentAfter={unit === undefined || isCompact ? undefined : unit}
      aria-label={isCompact ? label : undefined}
      aria-invalid={!isValid}
      onChange={(_, data) => {
        setTyped(data.value);
        if (!isLazy) tell(data.value);
      }}
      // An unusable text goes back to the last usable value.
      onBlur={() => {
        if (isLazy) tell(text);
        setTyped(null);
      }}
      onKeyDown={(event) => {
        if (isLazy && event.key === 'Enter') tell(text);
      }}
    />
  );
  const trouble = isValid ? {} : { validationMessage: invalidText, validationState: 'error' as const };
  if (isCompact) return <Field {...trouble}>{input}</Field>;
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })} {...trouble}>
      {input}
    </Field>
  );
}
