import type { ReactNode } from 'react';
import { useChannel } from '../../bridge';
import { useText } from '../../i18n';
import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  makeStyles,
  Page,
  Section,
  Sentence,
  tokens,
  ToneMark,
} from '../../ui';

const useStyles = makeStyles({
  panel: { paddingBottom: '12px' },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    gap: '8px 28px',
    margin: 0,
    '& dt': { color: tokens.colorNeutralForeground2 },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
  list: { margin: 0, padding: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', gap: '8px' },
});

const CHAPTERS = [
  'what',
  'ready',
  'verdicts',
  'waiting',
  'noContact',
  'shortened',
  'close',
  'password',
  'keyboard',
] as const;

/** The short manual, versions, and which profiles nobody has confirmed. */
export function HelpPage(): ReactNode {
  const styles = useStyles();
  const t = useText();
  const info = useChannel('app/info', null);
  return (
    <Page title={t('help.title')} intro={t('help.intro')}>
      <Section title={t('help.manual')}>
        <Accordion multiple collapsible defaultOpenItems={['what']}>
          {CHAPTERS.map((chapter) => (
            <AccordionItem key={chapter} value={chapter}>
              <AccordionHeader as="h3">{t(`help.chapter.${chapter}.title`)}</AccordionHeader>
              <AccordionPanel className={styles.panel}>
                <Sentence>{t(`help.chapter.${chapter}.text`)}</Sentence>
              </AccordionPanel>
            </AccordionItem>
          ))}
        </Accordion>
      </Section>
      {info.data !== undefined && (
        <>
          <Section title={t('help.profiles')} intro={t('help.profilesIntro')}>
            <ul className={styles.list}>
              {info.data.profiles.map(({ name, title, isConfirmed }) => (
                <li key={name}>
                  <ToneMark tone={isConfirmed ? 'good' : 'warning'}>
                    {t(isConfirmed ? 'help.profileConfirmed' : 'help.profileGuess', { title })}
                  </ToneMark>
                </li>
              ))}
            </ul>
          </Section>
          <Section title={t('help.about')}>
            <dl className={styles.facts}>
              <dt>{t('help.version')}</dt>
              <dd>{info.data.version}</dd>
              <dt>{t('help.electron')}</dt>
              <dd>{info.data.electron}</dd>
              <dt>{t('help.platform')}</dt>
              <dd>{info.data.platform}</dd>
              <dt>{t('help.zone')}</dt>
              <dd>{info.data.zone}</dd>
            </dl>
          </Section>
        </>
      )}
    </Page>
  );
}
