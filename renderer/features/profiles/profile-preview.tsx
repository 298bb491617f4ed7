import type { ReactNode } from 'react';
import type { OperationPreview, ProfilePreview as Preview } from '../../../shared/dto';
import { profilesDa } from '../../../shared/i18n/profiles.da';
import { troubleOf, useCommand } from '../../bridge';
import { useText } from '../../i18n';
import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Button,
  ErrorCard,
  makeStyles,
  Sentence,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
  ToneMark,
} from '../../ui';
import { CheckSteps } from '../connections/check-steps';

const useStyles = makeStyles({
  preview: { display: 'flex', flexDirection: 'column', gap: '14px' },
  list: { margin: 0, paddingLeft: '20px' },
  code: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  confirm: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: '6px' },
});

type OperationName = keyof typeof profilesDa.preview.operation;
type ReasonName = keyof typeof profilesDa.preview.reason;
const isReason = (reason: string): reason is ReasonName => Object.hasOwn(profilesDa.preview.reason, reason);

export interface ProfilePreviewProps {
  readonly preview: Preview;
  readonly side: 'bookings' | 'access';
  readonly source: 'draft' | 'settings';
  /** Whether the text has changed since: then it is not the answers of this text that would be confirmed. */
  readonly isOutdated: boolean;
}

/** What a draft of a profile reads from the real server: counts, masked samples, what was rejected, and whether answers changed. */
export function ProfilePreview({ preview, side, source, isOutdated }: ProfilePreviewProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const confirming = useCommand('profiles/confirm');
  const nameOf = (operation: string): string => t(`profiles.preview.operation.${operation as OperationName}`);
  const { changes, rejected, rejectedTotal, unknownStatuses, otherStatuses } = preview;
  return (
    <div className={styles.preview}>
      {isOutdated && <ToneMark tone="warning">{t('profiles.preview.outdated')}</ToneMark>}
      <CheckSteps steps={preview.steps} />
      <Sentence isQuiet>{t('profiles.preview.intro')}</Sentence>
      {rejectedTotal > 0 && (
        <div>
          <ToneMark tone="warning">{t('profiles.preview.rejected', { count: rejectedTotal })}</ToneMark>
          <ul className={styles.list}>
            {rejected.map(({ path, reason }) => (
              <li key={`${path} ${reason}`}>
                <span className={styles.code}>{path}</span>
                {': '}
                {t(`profiles.preview.reason.${isReason(reason) ? reason : 'other'}`)}
              </li>
            ))}
          </ul>
          {rejectedTotal > rejected.length && (
            <Sentence isQuiet>{t('profiles.preview.rejectedMore', { shown: rejected.length })}</Sentence>
          )}
        </div>
      )}
      {unknownStatuses.length > 0 && (
        <ToneMark tone="warning">
          {t('profiles.preview.unknownStatuses', {
            words: unknownStatuses.map((each) => t('profiles.preview.statusWord', { ...each })).join(', '),
          })}
        </ToneMark>
      )}
      {otherStatuses > 0 && (
        <ToneMark tone="warning">{t('profiles.preview.otherStatuses', { count: otherStatuses })}</ToneMark>
      )}
      {changes !== null && (
        <div>
          <ToneMark tone={changes.some(({ isRead }) => isRead) ? 'warning' : 'info'}>
            {t(changes.length === 0 ? 'profiles.preview.unchanged' : 'profiles.preview.changed')}
          </ToneMark>
          <ul className={styles.list}>
            {changes.map(({ operation, path, change, isRead }) => (
              <li key={`${operation} ${path} ${change}`}>
                {t(`profiles.preview.change.${change}`, { operation: nameOf(operation), path })}
                {isRead && ` (${t('profiles.preview.isRead')})`}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Accordion collapsible multiple>
        {preview.operations.map((operation) => (
          <AccordionItem key={operation.operation} value={operation.operation}>
            <AccordionHeader>
              {t('profiles.preview.operationTitle', {
                operation: nameOf(operation.operation),
                count: operation.items,
              })}
            </AccordionHeader>
            <AccordionPanel>
              {operation.items === 0 ? (
                <Sentence>{t('profiles.preview.nothing')}</Sentence>
              ) : (
                <FieldTable operation={operation} label={nameOf(operation.operation)} />
              )}
            </AccordionPanel>
          </AccordionItem>
        ))}
      </Accordion>
      <div className={styles.confirm}>
        <Sentence isQuiet>{t('profiles.preview.fingerprint', { fingerprint: preview.fingerprint })}</Sentence>
        <Button
          disabledFocusable={!preview.ok || isOutdated || confirming.isPending}
          onClick={() => confirming.mutate({ source, side, answers: preview.answers })}
        >
          {t('profiles.preview.confirm')}
        </Button>
        <Sentence isQuiet>{t('profiles.preview.confirmHint')}</Sentence>
        <div role="status">
          {confirming.isSuccess && <ToneMark tone="good">{t('profiles.preview.confirmed')}</ToneMark>}
          {confirming.error !== null && <ErrorCard trouble={troubleOf(confirming.error)} />}
        </div>
      </div>
    </div>
  );
}

/** Each field: which candidate hit how often, how many items lack it, and a masked sample. */
function FieldTable({ operation, label }: { operation: OperationPreview; label: string }): ReactNode {
  const styles = useStyles();
  const t = useText();
  return (
    <Table size="extra-small" aria-label={label}>
      <TableHeader>
        <TableRow>
          <TableHeaderCell>{t('profiles.preview.field')}</TableHeaderCell>
          <TableHeaderCell>{t('profiles.preview.from')}</TableHeaderCell>
          <TableHeaderCell>{t('profiles.preview.missing')}</TableHeaderCell>
          <TableHeaderCell>{t('profiles.preview.sample')}</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {operation.fields.map(({ field, hits, missing, sample }) => (
          <TableRow key={field}>
            <TableCell className={styles.code}>{field}</TableCell>
            <TableCell className={styles.code}>
              {hits.length === 0
                ? t('profiles.preview.nowhere')
                : hits.map((hit) => t('profiles.preview.hit', { ...hit })).join(', ')}
            </TableCell>
            <TableCell>{missing}</TableCell>
            <TableCell className={styles.code}>{sample}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
