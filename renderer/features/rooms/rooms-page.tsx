import type { ReactNode } from 'react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Settings } from '../../../shared/settings';
import { useLeaveGuard, useNavigation } from '../../app/navigation';
import { troubleOf, useChannel, useCommand, useJob } from '../../bridge';
import { useText } from '../../i18n';
import {
  Button,
  EmptyState,
  ErrorCard,
  makeStyles,
  Page,
  RoomIcon,
  Section,
  Sentence,
  Spinner,
  tokens,
} from '../../ui';
import { MappingEditor } from './mapping-editor';
import type { MappingValue } from './mapping-model';
import { choicesFrom, groupChoicesFrom, mappedRooms, mappingOf, patchOf } from './mapping-model';
import { PlanSummary } from './plan-summary';

const useStyles = makeStyles({
  bar: {
    position: 'sticky',
    bottom: '0',
    display: 'flex',
    gap: '12px',
    alignItems: 'center',
    flexWrap: 'wrap',
    padding: '12px 16px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow8,
  },
  grow: { flex: 1, minWidth: '200px' },
});

/** The mapping over the settings, with a preview of what a change would write. */
export function RoomsPage(): ReactNode {
  const t = useText();
  const { go } = useNavigation();
  const settings = useChannel('settings/get', null);
  if (settings.error !== null)
    return (
      <Page title={t('rooms.title')}>
        <ErrorCard trouble={troubleOf(settings.error)} />
      </Page>
    );
  if (settings.data === undefined)
    return (
      <Page title={t('rooms.title')}>
        <Spinner label={t('common.loading')} />
      </Page>
    );
  if (!settings.data.isSetUp)
    return (
      <Page title={t('rooms.title')}>
        <EmptyState
          icon={<RoomIcon />}
          title={t('app.notSetUp.title')}
          text={t('app.notSetUp.text')}
          action={
            <Button appearance="primary" onClick={() => go('wizard')}>
              {t('app.setUpNow')}
            </Button>
          }
        />
      </Page>
    );
  return <MappingPage settings={settings.data} />;
}

/** Typing ends before the preview is asked for. */
const PREVIEW_AFTER_MS = 500;

function MappingPage({ settings }: { settings: Settings }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const { go } = useNavigation();
  const save = useCommand('settings/save');
  const check = useJob('check/access');
  const preview = useJob('plan/preview');
  const [edited, setEdited] = useState<MappingValue | null>(null);
  const [isSaved, setSaved] = useState(false);
  const { mutateAsync: saveNow } = save;
  const saveEdited = useCallback(async (): Promise<boolean> => {
    if (edited === null) return true;
    try {
      await saveNow(patchOf(edited));
      return true;
    } catch {
      // Shown on the page, which stays.
      return false;
    }
  }, [edited, saveNow]);
  useLeaveGuard(edited === null ? null : saveEdited);
  const { start: startCheck } = check;
  const { start: startPreview, forget: forgetPreview } = preview;

  useEffect(() => {
    void startCheck({ source: 'settings' });
  }, [startCheck]);
  useEffect(() => {
    if (edited === null) {
      forgetPreview();
      return undefined;
    }
    const timer = setTimeout(() => void startPreview({ source: 'settings', patch: patchOf(edited) }), PREVIEW_AFTER_MS);
    return () => clearTimeout(timer);
  }, [edited, startPreview, forgetPreview]);

  const found = check.result?.kind === 'check-access' && check.result.check.ok ? check.result.check : null;
  const choices = useMemo(
    () => ({
      exceptions: choicesFrom(
        found?.exceptions ?? null,
        settings.exceptions,
        new Set(settings.exceptions.map(({ id }) => id)),
      ),
      groups: groupChoicesFrom(found?.groups ?? null, settings.groups),
    }),
    [found, settings.exceptions, settings.groups],
  );
  const value = edited ?? mappingOf(settings);
  const plan = preview.result?.kind === 'preview' ? preview.result.plan : null;
  const unlockTrouble =
    check.trouble ??
    (check.result?.kind === 'check-access'
      ? (check.result.check.steps.find(({ trouble }) => trouble !== null)?.trouble ?? null)
      : null);

  return (
    <Page
      title={t('rooms.title')}
      intro={t('rooms.intro')}
      actions={<Button onClick={() => go('wizard')}>{t('rooms.otherRooms')}</Button>}
    >
      {unlockTrouble !== null && <ErrorCard trouble={unlockTrouble} works={t('rooms.worksWithoutUnilock')} />}
      {check.isRunning && <Spinner size="tiny" labelPosition="after" label={t('rooms.readingExceptions')} />}
      <MappingEditor
        rooms={settings.rooms}
        locations={settings.locations}
        choices={choices}
        isTyped={settings.access?.kind === 'unilock-import-file'}
        value={value}
        onChange={(next) => {
          setSaved(false);
          setEdited(next);
        }}
      />
      {edited !== null && (
        <Section title={t('rooms.previewTitle')} intro={t('rooms.previewIntro')}>
          {preview.isRunning && <Spinner size="tiny" label={t('rooms.previewing')} />}
          {preview.trouble !== null && <ErrorCard trouble={preview.trouble} />}
          {plan !== null && <PlanSummary plan={plan} />}
        </Section>
      )}
      {save.error !== null && <ErrorCard trouble={troubleOf(save.error)} />}
      {(edited !== null || isSaved) && (
        <div className={styles.bar}>
          <span className={styles.grow} role="status">
            {t(isSaved ? 'rooms.savedText' : 'rooms.unsaved')}
          </span>
          {edited !== null && (
            <>
              <Button onClick={() => setEdited(null)}>{t('common.discardChanges')}</Button>
              <Button
                appearance="primary"
                disabledFocusable={save.isPending}
                onClick={() =>
                  save.mutate(patchOf(edited), {
                    onSuccess: () => {
                      setEdited(null);
                      setSaved(true);
                    },
                  })
                }
              >
                {t(save.isPending ? 'common.saving' : 'common.save')}
              </Button>
            </>
          )}
        </div>
      )}
      {edited === null && !isSaved && mappedRooms(settings).size === 0 && (
        <Sentence isQuiet>{t('rooms.nothingMapped')}</Sentence>
      )}
    </Page>
  );
}
