import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useText } from '../i18n';
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  useOverlay,
} from '../ui';
import { useNavigation } from './navigation';

/** Asked when a place with unsaved changes is about to be left. It stands outside the places: it outlives the one that is left. */
export function LeaveDialog(): ReactNode {
  const t = useText();
  const { leaving } = useNavigation();
  const { open, close, isMounted, isOpen } = useOverlay();
  const [isSaving, setSaving] = useState(false);
  const isAsked = leaving !== null;
  useEffect(() => (isAsked ? open() : close()), [isAsked, open, close]);
  if (!isMounted) return null;

  const save = async (): Promise<void> => {
    if (leaving === null) return;
    setSaving(true);
    const isSaved = await leaving.save();
    setSaving(false);
    // What could not be saved is told on the page.
    if (isSaved) leaving.leave();
    else leaving.stay();
  };
  return (
    <Dialog open={isOpen} modalType="alert" onOpenChange={(_, change) => !change.open && leaving?.stay()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('app.leave.title')}</DialogTitle>
          <DialogContent>{t('app.leave.text')}</DialogContent>
          <DialogActions fluid>
            <Button onClick={() => leaving?.stay()}>{t('app.leave.stay')}</Button>
            <Button onClick={() => leaving?.leave()}>{t('app.leave.discard')}</Button>
            <Button appearance="primary" disabledFocusable={isSaving} onClick={() => void save()}>
              {t(isSaving ? 'common.saving' : 'common.save')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
