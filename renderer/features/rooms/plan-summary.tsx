import type { ReactNode } from 'react';
import { useId, useState } from 'react';
import type { ActionDto, ChangeDto, PlanDto } from '../../../shared/dto';
import { questionsOf } from '../../../shared/dto';
import { actionName } from '../../../shared/i18n/membership-name';
import { useFormat, useText } from '../../i18n';
import type { Tone } from '../../ui';
import { AddIcon, Button, CheckIcon, DeleteIcon, ErrorCard, makeStyles, Sentence, tokens, ToneMark } from '../../ui';

const useStyles = makeStyles({
  summary: { display: 'flex', flexDirection: 'column', gap: '16px', minWidth: 0 },
  actions: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(300px, 1fr))',
    gap: '12px',
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  action: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    padding: '12px 16px',
  },
  name: { margin: '0 0 6px', fontSize: '14px', lineHeight: '20px', fontWeight: tokens.fontWeightSemibold },
  changes: { margin: 0, padding: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', gap: '2px' },
  change: { fontVariantNumeric: 'tabular-nums', lineHeight: '22px' },
  plain: { margin: 0, paddingLeft: '20px', lineHeight: '22px' },
});

const LOOK: Readonly<Record<ChangeDto['change'], { readonly tone: Tone; readonly icon: ReactNode }>> = {
  add: { tone: 'good', icon: <AddIcon /> },
  remove: { tone: 'bad', icon: <DeleteIcon /> },
  keep: { tone: 'neutral', icon: <CheckIcon /> },
};
/** A list longer than this is folded. */
const CHANGES_AT_ONCE = 5;

/** What a run would write: per exception what comes, goes and stays; then what does not fit, waits or is blocked. */
export function PlanSummary({ plan }: { plan: PlanDto }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const format = useFormat();
  const id = useId();
  return (
    <div className={styles.summary}>
      {plan.actions.length === 0 ? (
        <ToneMark tone="good">{t('rooms.plan.nothing')}</ToneMark>
      ) : (
        <>
          <h3 id={id} className={styles.name}>
            {t('rooms.plan.writes', { count: plan.actions.length })}
          </h3>
          <ul className={styles.actions} aria-labelledby={id}>
            {plan.actions.map((action) => (
              <ActionCard key={targetOf(action)} action={action} plan={plan} />
            ))}
          </ul>
        </>
      )}
      {plan.overflow.map((overflow) => (
        <ToneMark key={overflow.exceptionId} tone={overflow.isUrgent ? 'warning' : 'info'}>
          {t('rooms.plan.overflow', {
            exception: overflow.exceptionName,
            places: overflow.places,
            count: overflow.periods.length,
          })}
        </ToneMark>
      ))}
      {questionsOf(plan.holds).map((question) => (
        <ToneMark key={question.hash} tone="warning">
          {question.reason === 'mass-change'
            ? t('rooms.plan.heldMass', { count: question.meetings, exceptions: question.exceptions.join(', ') })
            : t(question.holds === 'opening' ? 'rooms.plan.heldOpening' : 'rooms.plan.heldRemoval', {
                exception: question.exceptions.join(', '),
                period: format.period(question.period, plan.madeAt),
              })}
        </ToneMark>
      ))}
      {plan.blocked.map((blocked, index) => (
        <ErrorCard key={index} trouble={blocked.trouble} />
      ))}
      {plan.troubles
        .filter((trouble) => plan.blocked.every((blocked) => blocked.trouble.code !== trouble.code))
        .map((trouble, index) => (
          <ErrorCard key={index} trouble={trouble} />
        ))}
    </div>
  );
}

const targetOf = (action: ActionDto): string =>
  action.on === 'exception' ? action.exceptionId : `${action.groupId}/${action.personId}`;

function ActionCard({ action, plan }: { action: ActionDto; plan: PlanDto }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const format = useFormat();
  const [isUnfolded, setUnfolded] = useState(false);
  const shown = isUnfolded ? action.changes : action.changes.slice(0, CHANGES_AT_ONCE);
  const hidden = action.changes.length - shown.length;
  return (
    <li className={styles.action}>
      <h4 className={styles.name}>{actionName(action, t)}</h4>
      <ul className={styles.changes}>
        {shown.map((change, index) => (
          <li key={index} className={styles.change}>
            <ToneMark {...LOOK[change.change]}>
              {t(`rooms.plan.change.${change.change}`, { period: format.period(change.period, plan.madeAt) })}
            </ToneMark>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <Button size="small" appearance="transparent" onClick={() => setUnfolded(true)}>
          {t('rooms.plan.more', { count: hidden })}
        </Button>
      )}
    </li>
  );
}

/** The periods that would go although the program did not write them: what the consent is for (W1). */
export function ConsentList({ plan }: { plan: PlanDto }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const format = useFormat();
  if (plan.consents.length === 0) return null;
  return (
    <div className={styles.summary}>
      <Sentence>{t('rooms.plan.consentIntro')}</Sentence>
      <ul className={styles.plain}>
        {plan.consents.map((consent) => (
          <li key={consent.hash}>
            {t(consent.isUnknown ? 'rooms.plan.consentUnknown' : 'rooms.plan.consentLine', {
              exception: consent.exceptionName,
              periods: consent.periods.map((period) => format.period(period, plan.madeAt)).join(', '),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
