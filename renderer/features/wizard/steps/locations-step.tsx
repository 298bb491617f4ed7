import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { FoundLocation } from '../../../../shared/dto';
import type { Settings } from '../../../../shared/settings';
import { useJob } from '../../../bridge';
import { useText } from '../../../i18n';
import {
  Button,
  Checkbox,
  DismissIcon,
  EmptyState,
  ErrorCard,
  Field,
  HouseIcon,
  makeStyles,
  Section,
  Spinner,
  Textarea,
  ToneMark,
} from '../../../ui';
import { parseLocationNumbers } from '../location-numbers';
import type { StepProps } from '../step-props';
import { useAutomaticStart } from './use-automatic-start';

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(300px, 1fr))',
    gap: '16px',
    alignItems: 'start',
  },
  type: { display: 'flex', flexDirection: 'column', gap: '10px', alignItems: 'flex-start' },
  field: { width: '100%' },
  list: { margin: 0, padding: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', gap: '2px' },
  unknown: { display: 'flex', gap: '4px', alignItems: 'center' },
});

const chosenFrom = (locations: readonly FoundLocation[], ids: ReadonlySet<string>): Settings['locations'] =>
  locations.filter(({ id }) => ids.has(id)).map(({ id, name }) => ({ id, name }));

/** Which Pronestor locations matter: typed as ID numbers, or picked. */
export function LocationsStep({ draft, isDemo, found, save, find, onReady }: StepProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const check = useJob('check/bookings');
  const [typed, setTyped] = useState('');
  const [unknown, setUnknown] = useState<readonly string[]>([]);
  useAutomaticStart(check, found.bookings === null);

  const result = check.result?.kind === 'check-bookings' ? check.result.check : null;
  useEffect(() => {
    if (result !== null) find({ bookings: result });
  }, [result, find]);

  const locations = found.bookings?.locations ?? null;
  const isNothingChosen = draft.locations.length === 0;
  useEffect(() => onReady(!isNothingChosen, t('wizard.locations.chooseFirst')), [isNothingChosen, onReady, t]);
  // In the demo house everything is chosen beforehand.
  const wantsAll = isDemo && isNothingChosen && locations !== null && locations.length > 0;
  useEffect(() => {
    if (wantsAll) void save({ locations: locations.map(({ id, name }) => ({ id, name })) });
  }, [wantsAll, locations, save]);

  const chosen = new Set(draft.locations.map(({ id }) => id));
  const choose = (ids: ReadonlySet<string>): void => {
    // What is chosen but not in the list (any more) stays until it is taken away by hand.
    const gone = draft.locations.filter(({ id }) => ids.has(id) && !(locations ?? []).some((each) => each.id === id));
    void save({ locations: [...chosenFrom(locations ?? [], ids), ...gone] });
    find({ rooms: null });
  };
  const add = (): void => {
    const numbers = parseLocationNumbers(typed);
    const known = new Set((locations ?? []).map(({ id }) => id));
    choose(new Set([...chosen, ...numbers.filter((number) => known.has(number))]));
    setUnknown(numbers.filter((number) => !known.has(number)));
    setTyped('');
  };
  const notListed =
    locations === null ? [] : draft.locations.filter(({ id }) => !locations.some((each) => each.id === id));
  const trouble = check.trouble ?? found.bookings?.steps.find((each) => each.trouble !== null)?.trouble ?? null;

  return (
    <>
      {check.isRunning && <Spinner size="tiny" label={t('wizard.locations.reading')} />}
      {trouble !== null && !check.isRunning && (
        <ErrorCard
          trouble={trouble}
          actions={<Button onClick={() => void check.start({ source: 'draft' })}>{t('common.retry')}</Button>}
        />
      )}
      {locations !== null && locations.length === 0 && trouble === null && (
        <EmptyState
          icon={<HouseIcon />}
          title={t('wizard.locations.none.title')}
          text={t('wizard.locations.none.text')}
        />
      )}
      {locations !== null && locations.length > 0 && (
        <div className={styles.grid}>
          <Section title={t('wizard.locations.type')}>
            <form
              className={styles.type}
              onSubmit={(event) => {
                event.preventDefault();
                add();
              }}
            >
              <Field
                className={styles.field}
                label={t('wizard.locations.numbers')}
                hint={t('wizard.locations.numbersHint')}
              >
                <Textarea value={typed} rows={3} onChange={(_, { value }) => setTyped(value)} />
              </Field>
              <Button type="submit" disabledFocusable={parseLocationNumbers(typed).length === 0}>
                {t('wizard.locations.add')}
              </Button>
              <div role="status">
                {unknown.length > 0 && (
                  <ToneMark tone="warning">
                    {t('wizard.locations.unknown', { count: unknown.length, numbers: unknown.join(', ') })}
                  </ToneMark>
                )}
              </div>
            </form>
          </Section>
          <Section
            title={t('wizard.locations.pick')}
            actions={
              <Button size="small" onClick={() => choose(new Set(locations.map(({ id }) => id)))}>
                {t('wizard.chooseAll')}
              </Button>
            }
          >
            <ul className={styles.list} aria-label={t('wizard.locations.pick')}>
              {locations.map((location) => (
                <li key={location.id}>
                  <Checkbox
                    checked={chosen.has(location.id)}
                    label={t('wizard.locations.label', { name: location.name, id: location.id, zone: location.zone })}
                    onChange={(_, { checked }) => {
                      const next = new Set(chosen);
                      if (checked === true) next.add(location.id);
                      else next.delete(location.id);
                      choose(next);
                    }}
                  />
                </li>
              ))}
              {notListed.map(({ id }) => (
                <li key={id} className={styles.unknown}>
                  <ToneMark tone="warning">{t('wizard.locations.unknown', { count: 1, numbers: id })}</ToneMark>
                  <Button
                    size="small"
                    appearance="subtle"
                    icon={<DismissIcon />}
                    aria-label={t('wizard.locations.removeUnknown', { id })}
                    onClick={() => choose(new Set([...chosen].filter((each) => each !== id)))}
                  />
                </li>
              ))}
            </ul>
          </Section>
        </div>
      )}
    </>
  );
}
