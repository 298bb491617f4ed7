import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { Discovery, Proposal } from '../../../shared/dto';
import { useJob } from '../../bridge';
import { useText } from '../../i18n';
import {
  Button,
  Checkbox,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  ErrorCard,
  makeStyles,
  Sentence,
  Spinner,
  tokens,
  ToneMark,
} from '../../ui';

/** Of the names that a field may have, so many are read by people; the draft has them all. */
const NAMES_SHOWN = 4;

const useStyles = makeStyles({
  actions: { flexWrap: 'wrap' },
  content: { display: 'flex', flexDirection: 'column', gap: '14px' },
  list: { margin: 0, paddingLeft: '20px', display: 'flex', flexDirection: 'column', gap: '6px' },
  calls: { maxHeight: '240px', overflow: 'auto' },
  code: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  heading: { margin: 0, fontSize: '15px', lineHeight: '22px' },
});

export interface DiscoveryPanelProps {
  readonly source: 'draft' | 'settings';
  onDraft(text: string): void;
  onClose(): void;
}

/** What the booking server says of itself, and what we would make of it. The person opens the proposal beside the live preview. */
export function DiscoveryPanel({ source, onDraft, onClose }: DiscoveryPanelProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const job = useJob('profiles/discover');
  const [accepted, setAccepted] = useState<readonly string[]>([]);
  const { start } = job;
  useEffect(() => void start({ source, acceptedPosts: [] }), [start, source]);
  const found = job.result?.kind === 'discover' ? job.result.discovery : null;
  const draft = found?.draft ?? null;
  return (
    <DialogBody>
      <DialogTitle>{t('profiles.discovery.title')}</DialogTitle>
      <DialogContent className={styles.content}>
        <Sentence isQuiet>{t('profiles.discovery.intro')}</Sentence>
        <div role="status">
          {job.isRunning && <Spinner size="tiny" label={t('profiles.discovery.reading')} />}
          {job.trouble !== null && <ErrorCard trouble={job.trouble} />}
          {found !== null && (
            <ToneMark tone={draft === null ? 'warning' : 'good'}>
              {t('profiles.discovery.found', { count: found.operations.length, address: found.address })}
            </ToneMark>
          )}
        </div>
        {found !== null && (
          <>
            {found.trouble !== null && <ErrorCard trouble={found.trouble} />}
            {found.trouble === null && found.neededLogin && (
              <Sentence isQuiet>{t('profiles.discovery.neededLogin')}</Sentence>
            )}
            {draft === null && <Sentence>{t('profiles.discovery.nothing')}</Sentence>}
            <Found
              found={found}
              accepted={accepted}
              onAccept={(path, isOn) =>
                setAccepted((before) => (isOn ? [...before, path] : before.filter((each) => each !== path)))
              }
            />
          </>
        )}
      </DialogContent>
      <DialogActions className={styles.actions} fluid>
        <Button onClick={onClose}>{t('common.close')}</Button>
        <Button disabledFocusable={job.isRunning} onClick={() => void start({ source, acceptedPosts: [...accepted] })}>
          {t('profiles.discovery.again')}
        </Button>
        <Button
          appearance="primary"
          disabledFocusable={draft === null}
          onClick={() => {
            if (draft !== null) onDraft(draft);
          }}
        >
          {t('profiles.discovery.openDraft')}
        </Button>
      </DialogActions>
    </DialogBody>
  );
}

function Found({
  found,
  accepted,
  onAccept,
}: {
  found: Discovery;
  accepted: readonly string[];
  onAccept(path: string, isOn: boolean): void;
}): ReactNode {
  const styles = useStyles();
  const t = useText();
  const asks = found.operations.filter(({ use }) => use === 'ask');
  if (found.operations.length === 0) return null;
  return (
    <>
      <h2 className={styles.heading}>{t('profiles.discovery.proposal')}</h2>
      <ul className={styles.list}>
        {found.proposals.map((proposal) => (
          <li key={proposal.operation}>
            <ProposalLine proposal={proposal} />
          </li>
        ))}
      </ul>
      {asks.length > 0 && (
        <div>
          {asks.map(({ path }) => (
            <Checkbox
              key={path}
              label={t('profiles.discovery.accept', { path })}
              checked={accepted.includes(path)}
              onChange={(_, { checked }) => onAccept(path, checked === true)}
            />
          ))}
          <Sentence isQuiet>{t('profiles.discovery.acceptHint')}</Sentence>
        </div>
      )}
      <h2 className={styles.heading}>{t('profiles.discovery.all')}</h2>
      <div className={styles.calls} role="region" tabIndex={0} aria-label={t('profiles.discovery.all')}>
        <ul className={styles.list}>
          {found.operations.map(({ verb, path, name, use, because }) => (
            <li key={`${verb} ${path} ${name}`}>
              <span className={styles.code}>{`${verb} ${path}`.trim()}</span>
              {': '}
              {t(`profiles.discovery.use.${use}`, { because })}
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

function ProposalLine({ proposal }: { proposal: Proposal }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const { operation, found, confidence, why, fields } = proposal;
  return (
    <>
      {t(`profiles.preview.operation.${operation}`)}
      {': '}
      {found === null ? (
        t('profiles.discovery.notFound')
      ) : (
        <>
          <span className={styles.code}>{found}</span>
          {` (${[
            t('profiles.discovery.confidence', { percent: Math.round(confidence * 100) }),
            ...why.map((reason) => t(`profiles.discovery.why.${reason}`)),
          ].join(', ')})`}
          {fields.length > 0 && (
            <ul className={styles.list}>
              {fields.map(({ field, candidates, confidence: sure, why: reasons }) => (
                <li key={field}>
                  <span className={styles.code}>{`${field} ← ${candidates.slice(0, NAMES_SHOWN).join(', ')}`}</span>
                  {candidates.length > NAMES_SHOWN &&
                    ` ${t('profiles.discovery.moreNames', { count: candidates.length - NAMES_SHOWN })}`}
                  {` (${[
                    t('profiles.discovery.confidence', { percent: Math.round(sure * 100) }),
                    ...reasons.map((reason) => t(`profiles.discovery.why.${reason}`)),
                  ].join(', ')})`}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </>
  );
}
