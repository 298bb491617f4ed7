import type { ReactNode } from 'react';
import { useEffect, useMemo, useRef } from 'react';
import { useJob } from '../../../bridge';
import { useText } from '../../../i18n';
import { Button, ErrorCard, Spinner } from '../../../ui';
import { MappingEditor } from '../../rooms/mapping-editor';
import type { MappingValue } from '../../rooms/mapping-model';
import {
  addGroupLines,
  addLines,
  choicesFrom,
  groupChoicesFrom,
  mappedRooms,
  mappingOf,
  patchOf,
} from '../../rooms/mapping-model';
import { suggestExceptions, suggestGroups } from '../../rooms/suggestions';
import type { StepProps } from '../step-props';
import { useAutomaticStart } from './use-automatic-start';

/** Which shared exceptions each room opens, and which person groups its people are let into. */
export function MappingStep({ draft, isDemo, found, save, find, onReady }: StepProps): ReactNode {
  const t = useText();
  const check = useJob('check/access');
  useAutomaticStart(check, found.access === null);
  const result = check.result?.kind === 'check-access' ? check.result.check : null;
  useEffect(() => {
    if (result !== null) find({ access: result });
  }, [result, find]);

  const told = found.access?.ok === true ? found.access : null;
  const choices = useMemo(
    () => ({
      // What the program wrote itself on an earlier set-up is no surprise.
      exceptions: choicesFrom(
        told?.exceptions ?? null,
        draft.exceptions,
        new Set(draft.isSetUp ? draft.exceptions.map(({ id }) => id) : []),
      ),
      groups: groupChoicesFrom(told?.groups ?? null, draft.groups),
    }),
    [told, draft.exceptions, draft.groups, draft.isSetUp],
  );
  const isNothingMapped = mappedRooms(draft).size === 0;
  useEffect(() => onReady(!isNothingMapped, t('wizard.mapping.mapFirst')), [isNothingMapped, onReady, t]);

  const change = (value: MappingValue): void => void save(patchOf(value));
  // In the demo house the suggestions are accepted beforehand; once, so that they can be taken away again.
  const hasAccepted = useRef(false);
  useEffect(() => {
    if (!isDemo || hasAccepted.current || told === null) return;
    hasAccepted.current = true;
    if (!isNothingMapped) return;
    const value = addGroupLines(
      addLines(mappingOf(draft), suggestExceptions(draft.rooms, told.exceptions), choices.exceptions),
      suggestGroups(draft.rooms, told.groups),
      choices.groups,
    );
    void save(patchOf(value));
  }, [isDemo, told, choices, draft, isNothingMapped, save]);

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
      {(told !== null || draft.exceptions.length + draft.groups.length > 0) && (
        <MappingEditor
          rooms={draft.rooms}
          locations={draft.locations}
          choices={choices}
          isTyped={draft.access?.kind === 'unilock-import-file'}
          value={mappingOf(draft)}
          onChange={change}
        />
      )}
    </>
  );
}
