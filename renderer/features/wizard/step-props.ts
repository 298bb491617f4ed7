import type { AccessCheck, BookingCheck, RoomList } from '../../../shared/dto';
import type { SettingsPatch } from '../../../shared/ipc';
import type { Settings } from '../../../shared/settings';
import type { WizardStep } from './wizard-steps';

/** What the tests have found in this visit; each is asked for again when it lacks. */
export interface Found {
  readonly bookings: BookingCheck | null;
  readonly rooms: RoomList | null;
  readonly access: AccessCheck | null;
}

/** What every step gets. */
export interface StepProps {
  readonly draft: Settings;
  readonly isDemo: boolean;
  readonly found: Found;
  save(patch: SettingsPatch): Promise<Settings>;
  find(part: Partial<Found>): void;
  /** Whether the step can be left forwards, and if not, why. */
  onReady(isReady: boolean, why?: string): void;
  goTo(step: WizardStep): void;
  /** Where a step that ends otherwise than with "next" puts its own button. */
  readonly footer: HTMLElement | null;
}
