import type { ReactNode } from 'react';
import { useEffect, useMemo, useRef } from 'react';
import { useJob } from '../../../bridge';
import { useText } from '../../../i18n';
import { Button, ErrorCard, Spinner } from '../../../ui';
import { MappingEditor } from '../../rooms/mapping-editor';
import type { MappingValue } from '../../rooms/mapping-model';
import { addLines, choicesFrom } from '../../rooms/mapping-model';
import { suggestExceptions } from '../../rooms/suggestions';
import type { StepProps } from '../step-props';
import { useAutomaticStart } from './use-automatic-start';

/** Which shared exceptions each room opens. */
export function MappingStep({ draft, isDemo, found, save, find, onReady }: StepProps): ReactNode {
  const t = useText();
  const check = useJob('check/access');
  useAutomaticStart(check, found.access === null);
  const result = check.result?.kind === 'check-access' ? check.result.check : null;
  useEffect(() => {
    if (result !== null) find({ access: result });
  }, [result, find]);

  const told = found.access?.ok === true ? found.access.exceptions : null;
  // What the program wrote itself on an earlier set-up is no surprise.
  const choices = useMemo(
    () => choicesFrom(told, draft.exceptions, new Set(draft.isSetUp ? draft.exceptions.map(({ id }) => id) : [])),
    [told, draft.exceptions, draft.isSetUp],
  );
  const isNothingMapped = draft.mapping.length === 0;
  useEffect(() => onReady(!isNothingMapped, t('wizard.mapping.mapFirst')), [isNothingMapped, onReady, t]);

  const change = (value: MappingValue): void =>
    void save({ mapping: [...value.mapping], exceptions: [...value.exceptions] });
  // In the demo house the suggestions are accepted beforehand; once, so that they can be taken away again.
  const hasAccepted = useRef(false);
  useEffect(() => {
    if (!isDemo || hasAccepted.current || told === null) return;
    hasAccepted.current = true;
    if (draft.mapping.length > 0) return;
    const value = addLines({ mapping: [], exceptions: [] }, suggestExceptions(draft.rooms, told), choices);
    void save({ mapping: [...value.mapping], exceptions: [...value.exceptions] });
  }, [isDemo, told, choices, draft.rooms, draft.mapping.length, save]);

  const trouble = check.trouble ?? found.access?.steps.find((each) => each.trouble !== null)?.trouble ?? null;
  return (
    <>
      {check.isRunning && <Spinner size="tiny" label={t('rooms.readingExceptions')} />}
      {trouble !== null && !check.isRunning && (
        <ErrorCard
          trouble={trouble}
          actions={<Button onClick={() => void check.start({ source: 'draft' })}>{t('common.retry')}</Button>}
        />
      )}
      {(told !== null || draft.exceptions.length > 0) && (
        <MappingEditor
          rooms={draft.rooms}
          locations={draft.locations}
          choices={choices}
          value={{ mapping: draft.mapping, exceptions: draft.exceptions }}
          onChange={change}
        />
      )}
    </>
  );
}
