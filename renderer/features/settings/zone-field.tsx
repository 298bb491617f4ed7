import type { ReactNode } from 'react';
import { useState } from 'react';
import { isZoneName, viewerZone } from '../../../shared/time';
import { useText } from '../../i18n';
import { Button, Field, Input, makeStyles } from '../../ui';

const useStyles = makeStyles({
  row: { display: 'flex', gap: '10px', alignItems: 'center', maxWidth: '420px' },
  input: { flex: 1 },
});

export interface ZoneFieldProps {
  /** IANA name; null: not chosen, UniLock tells it. */
  readonly value: string | null;
  readonly isClearable?: boolean;
  onChange(zone: string | null): void;
}

/** The house's time zone, by name; only one that this computer knows is taken (rule R1). */
export function ZoneField({ value, isClearable = false, onChange }: ZoneFieldProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const [typed, setTyped] = useState(value ?? (isClearable ? '' : viewerZone()));
  const isValid = (typed === '' && isClearable) || isZoneName(typed.trim());
  const zone = typed.trim() === '' ? null : typed.trim();
  return (
    <Field
      label={t('settings.zone')}
      hint={t(isClearable ? 'settings.zoneHintOptional' : 'settings.zoneHint')}
      {...(isValid ? {} : { validationState: 'error' as const, validationMessage: t('settings.zoneInvalid') })}
    >
      {(control) => (
        <div className={styles.row}>
          <Input
            {...control}
            className={styles.input}
            value={typed}
            spellCheck={false}
            onChange={(_, data) => setTyped(data.value)}
          />
          <Button
            disabledFocusable={!isValid || zone === value}
            onClick={() => isValid && zone !== value && onChange(zone)}
          >
            {t('settings.zoneUse')}
          </Button>
        </div>
      )}
    </Field>
  );
}
