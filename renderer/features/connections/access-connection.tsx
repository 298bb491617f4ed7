import type { ReactNode } from 'react';
import type { Settings } from '../../../shared/settings';
import { useText } from '../../i18n';
import { Field, Radio, RadioGroup } from '../../ui';
import type { ConnectionFormProps } from './connection-form';
import { ConnectionForm } from './connection-form';
import { ImportFileForm } from './import-file-form';
import { KeepTyped, useTyped } from './typed';

const KINDS = ['unilock-webapi', 'unilock-import-file'] as const;

export type AccessConnectionProps = Pick<ConnectionFormProps, 'check' | 'source' | 'save' | 'onKept'> & {
  readonly saved: Settings['access'];
};

/** The connection to UniLock: which way in, and its form. What is typed for one way is still there after a look at the other. */
export function AccessConnection(props: AccessConnectionProps): ReactNode {
  return (
    <KeepTyped>
      <WayIn {...props} />
    </KeepTyped>
  );
}

function WayIn({ saved, check, source, save, onKept }: AccessConnectionProps): ReactNode {
  const t = useText();
  const [kind, setKind] = useTyped<(typeof KINDS)[number]>('way-in', () => saved?.kind ?? 'unilock-webapi');
  const common = { check, source, save, ...(onKept === undefined ? {} : { onKept }) };
  return (
    <>
      <Field label={t('settings.connection.kind.label')}>
        <RadioGroup
          layout="horizontal"
          value={kind}
          onChange={(_, { value }) => {
            setKind(() => KINDS.find((each) => each === value) ?? kind);
            check.forget();
          }}
        >
          {KINDS.map((each) => (
            <Radio key={each} value={each} label={t(`settings.connection.kind.${each}`)} />
          ))}
        </RadioGroup>
      </Field>
      {kind === 'unilock-webapi' ? (
        <ConnectionForm {...common} side="access" saved={saved?.kind === kind ? saved : null} />
      ) : (
        <ImportFileForm {...common} saved={saved?.kind === kind ? saved : null} />
      )}
    </>
  );
}
