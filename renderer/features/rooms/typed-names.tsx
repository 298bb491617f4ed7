import type { ReactNode } from 'react';
import { useState } from 'react';
import { useText } from '../../i18n';
import { Button, Field, Input, makeStyles, Sentence } from '../../ui';
import type { Choices } from './mapping-model';

const useStyles = makeStyles({
  box: { display: 'flex', flexDirection: 'column', gap: '10px' },
  pair: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(260px, 1fr))', gap: '16px' },
  field: { display: 'flex', gap: '8px', alignItems: 'end' },
});

/** Names typed in this session; those that are mapped are kept with the mapping. */
export interface Typed {
  readonly exceptions: readonly string[];
  readonly groups: readonly string[];
}
export const NOTHING_TYPED: Typed = { exceptions: [], groups: [] };

/** What can be chosen with what was typed: where UniLock cannot be read, a name is all there is, and so the id. */
export function withTyped({ exceptions, groups }: Choices, typed: Typed): Choices {
  const isNew = (list: readonly { readonly id: string }[], name: string): boolean =>
    !list.some(({ id }) => id === name);
  return {
    exceptions: [
      ...exceptions,
      ...typed.exceptions
        .filter((name) => isNew(exceptions, name))
        .map((name) => ({ id: name, name, maxPeriods: null, futurePeriods: 0, isThere: true })),
    ],
    groups: [
      ...groups,
      ...typed.groups.filter((name) => isNew(groups, name)).map((name) => ({ id: name, name, isThere: true })),
    ],
  };
}

/** Fields in which exceptions and person groups are named exactly as in UniLock. */
export function TypedNames({ typed, onChange }: { typed: Typed; onChange(typed: Typed): void }): ReactNode {
  const styles = useStyles();
  const t = useText();
  return (
    <div className={styles.box}>
      <Sentence isQuiet>{t('rooms.typed.intro')}</Sentence>
      <div className={styles.pair}>
        <NameField
          label={t('rooms.typed.exception')}
          onAdd={(name) => onChange({ ...typed, exceptions: [...typed.exceptions, name] })}
        />
        <NameField
          label={t('rooms.typed.group')}
          onAdd={(name) => onChange({ ...typed, groups: [...typed.groups, name] })}
        />
      </div>
    </div>
  );
}

function NameField({ label, onAdd }: { label: string; onAdd(name: string): void }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const [name, setName] = useState('');
  return (
    <form
      className={styles.field}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        onAdd(name.trim());
        setName('');
      }}
    >
      <Field label={label}>
        <Input value={name} maxLength={200} autoComplete="off" onChange={(_, { value }) => setName(value)} />
      </Field>
      <Button
        type="submit"
        disabledFocusable={name.trim() === ''}
        aria-label={t('rooms.typed.addNamed', { what: label })}
      >
        {t('rooms.typed.add')}
      </Button>
    </form>
  );
}
