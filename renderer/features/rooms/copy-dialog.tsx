import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ChosenRoom } from '../../../shared/settings';
import { useText } from '../../i18n';
import {
  Button,
  Checkbox,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  Field,
  makeStyles,
  Radio,
  RadioGroup,
} from '../../ui';
import type { Choices, MappingValue } from './mapping-model';
import { copyToRooms } from './mapping-model';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '14px' },
  rooms: { display: 'flex', flexDirection: 'column', maxHeight: '280px', overflow: 'auto' },
});

export interface CopyDialogProps {
  readonly from: ChosenRoom;
  readonly rooms: readonly ChosenRoom[];
  readonly choices: Choices;
  readonly value: MappingValue;
  onChange(value: MappingValue): void;
  onClose(): void;
}

/** Copies one room's times, and on request its exceptions and groups, to others; those of the same location are ticked beforehand. */
export function CopyDialog({ from, rooms, choices, value, onChange, onClose }: CopyDialogProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const others = rooms.filter(({ id }) => id !== from.id);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(others.filter(({ locationId }) => locationId === from.locationId).map(({ id }) => id)),
  );
  const [what, setWhat] = useState<'times' | 'all'>('times');
  const toggle = (id: string, isOn: boolean): void => {
    const next = new Set(chosen);
    if (isOn) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const areAll = chosen.size === others.length;
  return (
    <DialogBody>
      <DialogTitle>{t('rooms.copyDialog.title', { room: from.name })}</DialogTitle>
      <DialogContent className={styles.content}>
        <Field label={t('rooms.copyDialog.what')}>
          <RadioGroup value={what} onChange={(_, data) => setWhat(data.value === 'all' ? 'all' : 'times')}>
            <Radio value="times" label={t('rooms.copyDialog.times')} />
            <Radio
              value="all"
              label={t(choices.groups.length === 0 ? 'rooms.copyDialog.all' : 'rooms.copyDialog.allWithGroups')}
            />
          </RadioGroup>
        </Field>
        <div role="group" aria-label={t('rooms.copyDialog.to')}>
          <Checkbox
            label={t('rooms.copyDialog.allRooms')}
            checked={areAll ? true : chosen.size === 0 ? false : 'mixed'}
            onChange={() => setChosen(areAll ? new Set() : new Set(others.map(({ id }) => id)))}
          />
          <div className={styles.rooms}>
            {others.map((room) => (
              <Checkbox
                key={room.id}
                label={room.name}
                checked={chosen.has(room.id)}
                onChange={(_, { checked }) => toggle(room.id, checked === true)}
              />
            ))}
          </div>
        </div>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button
          appearance="primary"
          disabledFocusable={chosen.size === 0}
          onClick={() => {
            onChange(copyToRooms(value, from.id, [...chosen], { withTargets: what === 'all' }, choices));
            onClose();
          }}
        >
          {t('rooms.copyDialog.copy', { count: chosen.size })}
        </Button>
      </DialogActions>
    </DialogBody>
  );
}
