import type { Settings } from '../../../shared/settings';

export const WIZARD_STEPS = [
  'welcome',
  'pronestor',
  'locations',
  'rooms',
  'unilock',
  'mapping',
  'check',
  'done',
] as const;
export type WizardStep = (typeof WIZARD_STEPS)[number];

/** What the draft must hold before the step can be left forwards. The last two steps are left by writing, not by filling in. */
const isFilledIn: Readonly<Record<WizardStep, (draft: Settings) => boolean>> = {
  welcome: () => true,
  pronestor: (draft) => draft.bookings !== null,
  locations: (draft) => draft.locations.length > 0,
  rooms: (draft) => draft.rooms.length > 0,
  unilock: (draft) => draft.access !== null,
  mapping: (draft) => draft.mapping.length > 0,
  check: () => false,
  done: () => false,
};

/** The furthest step that the draft allows: the first that is not filled in. */
export function furthestStep(draft: Settings): WizardStep {
  return WIZARD_STEPS.find((step) => !isFilledIn[step](draft)) ?? 'check';
}

export const indexOfStep = (step: WizardStep): number => WIZARD_STEPS.indexOf(step);

/** Steps before the furthest: finished, and open to be seen again. */
export function finishedSteps(draft: Settings): ReadonlySet<WizardStep> {
  return new Set(WIZARD_STEPS.slice(0, indexOfStep(furthestStep(draft))));
}

export const stepAfter = (step: WizardStep): WizardStep => WIZARD_STEPS[indexOfStep(step) + 1] ?? step;
export const stepBefore = (step: WizardStep): WizardStep => WIZARD_STEPS[indexOfStep(step) - 1] ?? step;

const PLACE = 'modeklar.wizard-step';

/** Where the wizard was left; the draft itself is main's. Without a note, or with one too far ahead, the draft decides. */
export function stepToOpen(draft: Settings, isDemo: boolean): WizardStep {
  const furthest = furthestStep(draft);
  const noted = isDemo ? null : localStorage.getItem(PLACE);
  const step = WIZARD_STEPS.find((each) => each === noted);
  if (step !== undefined && indexOfStep(step) <= indexOfStep(furthest)) return step;
  if (isDemo) return 'pronestor';
  return draft.bookings === null ? 'welcome' : furthest;
}

/** Notes the step for the next opening; the demo is always begun afresh. */
export function noteStep(step: WizardStep, isDemo: boolean): void {
  if (isDemo) return;
  if (step === 'done') localStorage.removeItem(PLACE);
  else localStorage.setItem(PLACE, step);
}
