import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useChannel, useJob } from '../../../bridge';
import { useText } from '../../../i18n';
import { ConnectionForm } from '../../connections/connection-form';
import type { StepProps } from '../step-props';
import { useAutomaticStart } from './use-automatic-start';

/** The connection to Pronestor, with its test. */
export function PronestorStep({ draft, found, save, find, onReady }: StepProps): ReactNode {
  const t = useText();
  const check = useJob('check/bookings');
  // What is typed and not saved would be left behind by going on.
  const [isKept, setKept] = useState(false);
  // Only on entering: later changes are tested when the person asks for it.
  const [hadConnection] = useState(draft.bookings !== null);
  const credential = useChannel(
    'credentials/state',
    { connectorId: draft.bookings?.connectorId ?? '' },
    { isEnabled: hadConnection },
  );
  useAutomaticStart(
    check,
    hadConnection && isKept && found.bookings === null && credential.data === 'present' && check.state === 'idle',
  );

  const result = check.result?.kind === 'check-bookings' ? check.result.check : null;
  useEffect(() => {
    if (result !== null) find({ bookings: result, rooms: null });
  }, [result, find]);
  const isReady =
    draft.bookings !== null &&
    isKept &&
    (result ?? found.bookings)?.ok === true &&
    check.trouble === null &&
    !check.isRunning;
  useEffect(() => onReady(isReady, t('wizard.testFirst')), [isReady, onReady, t]);

  return (
    <ConnectionForm side="bookings" source="draft" saved={draft.bookings} check={check} save={save} onKept={setKept} />
  );
}
