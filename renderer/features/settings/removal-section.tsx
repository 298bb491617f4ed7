import type { ReactNode } from 'react';
import { useState } from 'react';
import type { RemovalDto } from '../../../shared/dto';
import { useJob } from '../../bridge';
import { InZone, useFormat, useText } from '../../i18n';
import { Button, Checkbox, ErrorCard, makeStyles, Section, Sentence, Spinner, ToneMark } from '../../ui';

const useStyles = makeStyles({
  list: { margin: 0, paddingLeft: '20px', display: 'flex', flexDirection: 'column', gap: '4px' },
  row: { display: 'flex', gap: '12px', alignItems: 'center', flexWrap: 'wrap' },
});

/** Taking everything back (P19): first what that is, then a question that has to be answered knowingly, then what has become of it. */
export function RemovalSection(): ReactNode {
  const styles = useStyles();
  const t = useText();
  const look = useJob('removal/preview');
  const removing = useJob('removal/start');
  const [isUnderstood, setIsUnderstood] = useState(false);
  const preview = look.result?.kind === 'preview-removal' ? look.result.removal : null;
  const removal = removing.result?.kind === 'remove-everything' ? removing.result.removal : null;
  const isNothing = preview !== null && preview.exceptions.length === 0 && preview.groups.length === 0;
  const isBusy = look.isRunning || removing.isRunning;
  return (
    <Section title={t('settings.removal.title')} intro={t('settings.removal.intro')}>
      <div className={styles.row}>
        <Button
          disabledFocusable={isBusy}
          onClick={() => {
            setIsUnderstood(false);
            void look.start(null);
          }}
        >
          {t('settings.removal.look')}
        </Button>
        {look.isRunning && <Spinner size="tiny" label={t('settings.removal.looking')} />}
      </div>
      {look.trouble !== null && <ErrorCard trouble={look.trouble} />}
      {preview?.troubles.map((trouble, index) => (
        <ErrorCard key={index} trouble={trouble} />
      ))}
      {isNothing && <Sentence>{t('settings.removal.nothing')}</Sentence>}
      {preview !== null && !isNothing && removal === null && (
        <>
          <InZone zone={preview.houseZone}>
            <Ours removal={preview} />
          </InZone>
          {/* Asked for what was shown: looking again asks again. */}
          <Checkbox
            label={t('settings.removal.understood')}
            checked={isUnderstood}
            onChange={(_, { checked }) => setIsUnderstood(checked === true)}
          />
          <div className={styles.row}>
            <Button
              appearance="primary"
              disabledFocusable={!isUnderstood || isBusy}
              onClick={() => isUnderstood && !isBusy && void removing.start(null)}
            >
              {t('settings.removal.doIt')}
            </Button>
            {removing.isRunning && <Spinner size="tiny" label={t('settings.removal.working')} />}
          </div>
        </>
      )}
      {removing.trouble !== null && <ErrorCard trouble={removing.trouble} />}
      <div role="status">
        {removal !== null && (
          <InZone zone={removal.houseZone}>
            <Outcome removal={removal} />
          </InZone>
        )}
      </div>
    </Section>
  );
}

/** Which doors, and how many people; what runs is said first, because somebody may be inside. */
function Ours({ removal }: { removal: RemovalDto }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const format = useFormat();
  return (
    <>
      {removal.running > 0 && (
        <ToneMark tone="warning">{t('settings.removal.running', { count: removal.running })}</ToneMark>
      )}
      <ul className={styles.list}>
        {removal.exceptions.map(({ exceptionId, exceptionName: name, periods: count, isRunning, endsAt }) => (
          <li key={exceptionId}>
            {t('settings.removal.exception', { name, count })}
            {isRunning &&
              ` (${endsAt === null ? t('settings.removal.endsNow') : t('settings.removal.endsAt', { time: format.near(endsAt, removal.madeAt) })})`}
          </li>
        ))}
        {removal.groups.map(({ groupId, groupName: name, people: count }) => (
          <li key={groupId}>{t('settings.removal.group', { name, count })}</li>
        ))}
      </ul>
      {removal.people > 0 && <Sentence>{t('settings.removal.people', { count: removal.people })}</Sentence>}
    </>
  );
}

/** What has become of it; what is left, once for each trouble. */
function Outcome({ removal }: { removal: RemovalDto }): ReactNode {
  const t = useText();
  const format = useFormat();
  const { isDone, left, troubles, endsAt, groups } = removal;
  const told = new Map([...left.map((one) => one.trouble), ...troubles].map((trouble) => [trouble.code, trouble]));
  return (
    <>
      {isDone && <ToneMark tone="good">{t('settings.removal.done')}</ToneMark>}
      {endsAt !== null && (
        <Sentence>{t('settings.removal.leaving', { time: format.near(endsAt, removal.madeAt) })}</Sentence>
      )}
      {endsAt !== null && groups.some(({ running }) => running > 0) && (
        <Sentence>{t('settings.removal.membersAgain')}</Sentence>
      )}
      {!isDone && <ToneMark tone="bad">{t('settings.removal.left', { count: left.length })}</ToneMark>}
      {!isDone && [...told.values()].map((trouble) => <ErrorCard key={trouble.code} trouble={trouble} />)}
    </>
  );
}
