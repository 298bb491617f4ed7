import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { LANGUAGES } from '../../../../shared/i18n';
import { troubleOf, useChannel, useCommand } from '../../../bridge';
import { useText } from '../../../i18n';
import { Button, ErrorCard, Field, HouseIcon, makeStyles, Radio, RadioGroup, Section, Sentence } from '../../../ui';
import type { StepProps } from '../step-props';

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(300px, 1fr))',
    gap: '16px',
    alignItems: 'start',
  },
  list: { margin: 0, paddingLeft: '20px', display: 'flex', flexDirection: 'column', gap: '8px', lineHeight: '21px' },
});

/** Language, what is needed at hand, and the way into the demo house. */
export function WelcomeStep({ isDemo, save, onReady }: StepProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const settings = useChannel('settings/get', null);
  const saveSettings = useCommand('settings/save');
  const startDemo = useCommand('demo/start');
  useEffect(() => onReady(true), [onReady]);
  const trouble = startDemo.error ?? saveSettings.error;

  return (
    <>
      <div className={styles.grid}>
        <Section title={t('wizard.welcome.need')}>
          <ul className={styles.list}>
            <li>{t('wizard.welcome.needPronestor')}</li>
            <li>{t('wizard.welcome.needLocations')}</li>
            <li>{t('wizard.welcome.needUnilock')}</li>
            <li>{t('wizard.welcome.needModules')}</li>
            <li>{t('wizard.welcome.needMapping')}</li>
          </ul>
        </Section>
        {!isDemo && (
          <Section title={t('wizard.welcome.demoTitle')}>
            <Sentence>{t('wizard.welcome.demoText')}</Sentence>
            <div>
              <Button
                icon={<HouseIcon />}
                size="large"
                disabledFocusable={startDemo.isPending}
                onClick={() => startDemo.mutate(null)}
              >
                {t(startDemo.isPending ? 'wizard.welcome.demoStarting' : 'wizard.welcome.demoStart')}
              </Button>
            </div>
          </Section>
        )}
      </div>
      <Field label={t('settings.language')}>
        <RadioGroup
          layout="horizontal"
          value={settings.data?.language ?? 'da'}
          onChange={(_, { value }) => {
            const language = LANGUAGES.find((each) => each === value);
            if (language === undefined) return;
            // The window and the tray speak it at once; the draft keeps it for when it becomes the settings.
            saveSettings.mutate({ language });
            void save({ language });
          }}
        >
          {LANGUAGES.map((language) => (
            <Radio key={language} value={language} label={t(`settings.languageName.${language}`)} />
          ))}
        </RadioGroup>
      </Field>
      {trouble !== null && <ErrorCard trouble={troubleOf(trouble)} />}
    </>
  );
}
