import type { ReactNode } from 'react';
import { useState } from 'react';
import { troubleOf, useCommand } from '../../bridge';
import { useText } from '../../i18n';
import { Button, ErrorCard, makeStyles, Section, Sentence, ToneMark } from '../../ui';

const useStyles = makeStyles({ row: { display: 'flex', gap: '12px', alignItems: 'center', flexWrap: 'wrap' } });

/** For a new PC: settings and memory out into a file, and in again. */
export function MoveSection(): ReactNode {
  const styles = useStyles();
  const t = useText();
  const exporting = useCommand('settings/export');
  const saving = useCommand('file/save');
  const opening = useCommand('file/open');
  const importing = useCommand('settings/import');
  const [chosen, setChosen] = useState<{ readonly name: string; readonly text: string } | null>(null);
  const save = async (): Promise<void> => {
    await saving.mutateAsync(await exporting.mutateAsync(null));
  };
  const open = async (): Promise<void> => {
    importing.reset();
    setChosen(await opening.mutateAsync(null));
  };
  // What goes wrong is in the command's own state, and shown below.
  const quietly = (work: Promise<void>): void => void work.catch(() => undefined);
  const troubles = [exporting, saving, opening, importing].flatMap(({ error }) =>
    error === null ? [] : [troubleOf(error)],
  );
  return (
    <Section title={t('settings.move.title')} intro={t('settings.move.intro')}>
      <div className={styles.row}>
        <Button onClick={() => quietly(save())}>{t('settings.move.export')}</Button>
        <Button onClick={() => quietly(open())}>{t('settings.move.import')}</Button>
      </div>
      {chosen !== null && (
        <>
          <Sentence>{t('settings.move.importQuestion', { name: chosen.name })}</Sentence>
          <Sentence isQuiet>{t('settings.move.importExplained')}</Sentence>
          <div className={styles.row}>
            <Button
              appearance="primary"
              onClick={() => importing.mutate({ text: chosen.text }, { onSettled: () => setChosen(null) })}
            >
              {t('settings.move.importNow')}
            </Button>
            <Button onClick={() => setChosen(null)}>{t('common.cancel')}</Button>
          </div>
        </>
      )}
      <div role="status">
        {saving.data?.isSaved === true && <ToneMark tone="good">{t('settings.move.exported')}</ToneMark>}
        {importing.isSuccess && <ToneMark tone="good">{t('settings.move.imported')}</ToneMark>}
      </div>
      {troubles.map((trouble) => (
        <ErrorCard key={trouble.code} trouble={trouble} />
      ))}
    </Section>
  );
}
