import type { ReactNode } from 'react';
import { useState } from 'react';
import type { SettingsPatch } from '../../../shared/ipc';
import { LANGUAGES } from '../../../shared/i18n';
import type { Settings } from '../../../shared/settings';
import { useNavigation } from '../../app/navigation';
import { troubleOf, useChannel, useCommand, useJob } from '../../bridge';
import { useText } from '../../i18n';
import {
  Button,
  CheckIcon,
  ErrorCard,
  Field,
  makeStyles,
  NumberField,
  Page,
  Radio,
  RadioGroup,
  Section,
  Sentence,
  Spinner,
  Switch,
  tokens,
  ToneMark,
} from '../../ui';
import { AccessConnection } from '../connections/access-connection';
import { ConnectionForm } from '../connections/connection-form';
import { MoveSection } from './move-section';
import { RemovalSection } from './removal-section';
import { ZoneField } from './zone-field';

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', gap: '18px', alignItems: 'flex-start' },
  saved: {
    color: tokens.colorNeutralForeground2,
    display: 'inline-flex',
    gap: '6px',
    alignItems: 'center',
    minHeight: '20px',
  },
});

/** Connections, timing and look. A change of a field is saved at once; connections are saved by their test. */
export function SettingsPage(): ReactNode {
  const t = useText();
  const settings = useChannel('settings/get', null);
  return (
    <Page title={t('settings.title')} intro={t('settings.intro')}>
      {settings.error !== null && <ErrorCard trouble={troubleOf(settings.error)} />}
      {settings.data === undefined && settings.error === null && <Spinner label={t('common.loading')} />}
      {settings.data !== undefined && <SettingsSections settings={settings.data} />}
    </Page>
  );
}

function SettingsSections({ settings }: { settings: Settings }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const { go } = useNavigation();
  const saving = useCommand('settings/save');
  const [savedWhat, setSavedWhat] = useState<string | null>(null);
  const bookingsCheck = useJob('check/bookings');
  const accessCheck = useJob('check/access');
  const save = (what: string, patch: SettingsPatch): void => {
    setSavedWhat(null);
    saving.mutate(patch, { onSuccess: () => setSavedWhat(what) });
  };
  const savedMark = (what: string): ReactNode => (
    <span className={styles.saved} role="status">
      {savedWhat === what && (
        <>
          <CheckIcon aria-hidden="true" /> {t('common.saved')}
        </>
      )}
    </span>
  );
  const horizonDays = Math.round(settings.timing.horizonHours / 24);

  return (
    <>
      {saving.error !== null && <ErrorCard trouble={troubleOf(saving.error)} works={t('settings.worksUnsaved')} />}
      <Section title={t('settings.bookings')} intro={t('settings.bookingsIntro')}>
        <ConnectionForm
          key={settings.bookings?.connectorId ?? 'none'}
          side="bookings"
          source="settings"
          saved={settings.bookings}
          check={bookingsCheck}
          save={saving.mutateAsync}
        />
      </Section>
      <Section title={t('settings.access')} intro={t('settings.accessIntro')}>
        <AccessConnection
          key={settings.access?.connectorId ?? 'none'}
          source="settings"
          saved={settings.access}
          check={accessCheck}
          save={saving.mutateAsync}
        />
        <ZoneField isClearable value={settings.houseZone} onChange={(houseZone) => save('zone', { houseZone })} />
        {savedMark('zone')}
      </Section>
      <Section title={t('settings.people')} intro={t('settings.peopleIntro')} actions={savedMark('people')}>
        <Field label={t('settings.matchBy')} hint={t('settings.matchByHint')}>
          <RadioGroup
            value={settings.people.matchBy}
            onChange={(_, { value }) => {
              const matchBy = MATCHED_ON.find((each) => each === value);
              if (matchBy !== undefined) save('people', { people: { ...settings.people, matchBy } });
            }}
          >
            {MATCHED_ON.map((field) => (
              <Radio key={field} value={field} label={t(`settings.matchByName.${field}`)} />
            ))}
          </RadioGroup>
        </Field>
      </Section>
      <Section title={t('settings.timing')} actions={savedMark('timing')}>
        <div className={styles.fields}>
          <NumberField
            isLazy
            label={t('settings.interval')}
            hint={t('settings.intervalHint')}
            value={settings.timing.intervalMinutes}
            min={1}
            max={15}
            unit={t('common.minutesShort')}
            invalidText={t('settings.numberInvalid', { min: 1, max: 15 })}
            onChange={(intervalMinutes) => save('timing', { timing: { ...settings.timing, intervalMinutes } })}
          />
          <NumberField
            isLazy
            label={t('settings.horizon')}
            hint={t('settings.horizonHint')}
            value={horizonDays}
            min={1}
            max={60}
            unit={t('common.days')}
            invalidText={t('settings.numberInvalid', { min: 1, max: 60 })}
            onChange={(days) => save('timing', { timing: { ...settings.timing, horizonHours: days * 24 } })}
          />
          <Switch
            label={t('settings.countsPending')}
            checked={settings.countsPending}
            onChange={(_, { checked }) => save('timing', { countsPending: checked })}
          />
          <Sentence isQuiet>{t('settings.countsPendingHint')}</Sentence>
        </div>
      </Section>
      <Section title={t('settings.program')} actions={savedMark('program')}>
        <div className={styles.fields}>
          <Switch
            label={t('settings.startWithComputer')}
            checked={settings.startWithComputer}
            onChange={(_, { checked }) => save('program', { startWithComputer: checked })}
          />
          <Field label={t('settings.language')}>
            <RadioGroup
              layout="horizontal"
              value={settings.language}
              onChange={(_, { value }) => {
                const language = LANGUAGES.find((each) => each === value);
                if (language !== undefined) save('program', { language });
              }}
            >
              {LANGUAGES.map((language) => (
                <Radio key={language} value={language} label={t(`settings.languageName.${language}`)} />
              ))}
            </RadioGroup>
          </Field>
          <Field label={t('settings.look')}>
            <RadioGroup
              layout="horizontal"
              value={settings.theme}
              onChange={(_, { value }) => {
                const theme = THEMES.find((each) => each === value);
                if (theme !== undefined) save('program', { theme });
              }}
            >
              {THEMES.map((theme) => (
                <Radio key={theme} value={theme} label={t(`settings.lookName.${theme}`)} />
              ))}
            </RadioGroup>
          </Field>
          <NumberField
            isLazy
            label={t('settings.historyDays')}
            hint={t('settings.historyDaysHint')}
            value={settings.historyDays}
            min={7}
            max={3650}
            unit={t('common.days')}
            invalidText={t('settings.numberInvalid', { min: 7, max: 3650 })}
            onChange={(historyDays) => save('program', { historyDays })}
          />
        </div>
      </Section>
      <Section title={t('settings.again')} intro={t('settings.againIntro')}>
        {!settings.isSetUp && <ToneMark tone="neutral">{t('app.sentence.not-set-up')}</ToneMark>}
        <div>
          <Button onClick={() => go('wizard')}>{t('settings.againButton')}</Button>
        </div>
      </Section>
      <MoveSection />
      <RemovalSection />
    </>
  );
}

const THEMES = ['system', 'light', 'dark'] as const;
/** The fields that people can be matched on (rule D4). */
const MATCHED_ON = ['email', 'employee-number', 'initials'] as const;
