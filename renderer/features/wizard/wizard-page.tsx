import type { ReactNode } from 'react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Status } from '../../../shared/dto';
import type { SettingsPatch } from '../../../shared/ipc';
import type { Settings } from '../../../shared/settings';
import { useNavigation } from '../../app/navigation';
import { SettingsTrouble } from '../../app/settings-trouble';
import { troubleOf, useChannel, useCommand } from '../../bridge';
import { useText } from '../../i18n';
import { BackIcon, Button, ErrorCard, ForwardIcon, makeStyles, mergeClasses, Spinner, Steps, tokens } from '../../ui';
import { KeepTyped } from '../connections/typed';
import { DemoBar } from '../demo/demo-bar';
import type { Found, StepProps } from './step-props';
import { CheckStep } from './steps/check-step';
import { DoneStep } from './steps/done-step';
import { LocationsStep } from './steps/locations-step';
import { MappingStep } from './steps/mapping-step';
import { PronestorStep } from './steps/pronestor-step';
import { RoomsStep } from './steps/rooms-step';
import { UnilockStep } from './steps/unilock-step';
import { WelcomeStep } from './steps/welcome-step';
import type { WizardStep } from './wizard-steps';
import {
  finishedSteps,
  furthestStep,
  indexOfStep,
  noteStep,
  stepAfter,
  stepBefore,
  stepToOpen,
  WIZARD_STEPS,
} from './wizard-steps';

const useStyles = makeStyles({
  frame: { height: '100%', display: 'flex', flexDirection: 'column', backgroundColor: tokens.colorNeutralBackground3 },
  body: {
    flex: 1,
    minHeight: 0,
    display: 'grid',
    gridTemplateColumns: '232px minmax(0, 1fr)',
    // Much enlarged: the steps in one row above the step.
    '@media (max-width: 800px)': {
      gridTemplateColumns: 'minmax(0, 1fr)',
      gridTemplateRows: 'auto minmax(0, 1fr)',
    },
  },
  side: {
    padding: '24px 14px',
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    overflow: 'auto',
    '@media (max-width: 800px)': { padding: '6px 14px' },
  },
  name: {
    '@media (max-width: 800px)': { display: 'none' },
    padding: '0 10px',
    fontSize: '18px',
    lineHeight: '26px',
    fontWeight: tokens.fontWeightSemibold,
  },
  content: { display: 'flex', flexDirection: 'column', minHeight: 0, backgroundColor: tokens.colorNeutralBackground2 },
  scroll: { flex: 1, minHeight: 0, overflow: 'auto' },
  page: {
    boxSizing: 'border-box',
    maxWidth: '1000px',
    padding: '28px 36px 40px',
    display: 'flex',
    flexDirection: 'column',
    gap: '22px',
  },
  title: {
    margin: 0,
    fontSize: '26px',
    lineHeight: '34px',
    fontWeight: tokens.fontWeightSemibold,
    outlineStyle: 'none',
  },
  intro: {
    margin: '-14px 0 0',
    maxWidth: '68ch',
    fontSize: '15px',
    lineHeight: '22px',
    color: tokens.colorNeutralForeground2,
  },
  foot: {
    display: 'flex',
    gap: '12px',
    alignItems: 'center',
    flexWrap: 'wrap',
    padding: '14px 36px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  // A button without a border starts where the text above it does.
  leave: { marginLeft: '-12px' },
  grow: { flex: 1, minWidth: '100px', color: tokens.colorNeutralForeground2 },
});

const STEP: Readonly<Record<Exclude<WizardStep, 'welcome' | 'done' | 'check'>, (props: StepProps) => ReactNode>> = {
  pronestor: PronestorStep,
  locations: LocationsStep,
  rooms: RoomsStep,
  unilock: UnilockStep,
  mapping: MappingStep,
};

/** The set-up in eight steps. The draft is main's and is saved at every change, so it can be left at any step. */
export function WizardPage({ status }: { status: Status }): ReactNode {
  const t = useText();
  const draft = useChannel('draft/get', null);
  // After a switch between the houses the state may be told before the draft: a step that began with the other house's
  // draft would keep its address and user.
  const [house, setHouse] = useState<'real' | 'demo' | null>(null);
  const wanted = status.isDemo ? 'demo' : 'real';
  if (house !== wanted && !draft.isFetching) setHouse(wanted);
  return (
    <Outline>
      {status.isDemo && <DemoBar />}
      {draft.error !== null && <ErrorCard trouble={troubleOf(draft.error)} />}
      {draft.error === null && (draft.data === undefined || house !== wanted) && (
        <Spinner label={t('common.loading')} />
      )}
      {draft.data !== undefined && house === wanted && (
        // The demo's draft is another one: nothing of the real one's visit may leak into it, nor back.
        <KeepTyped key={house}>
          <Procedure draft={draft.data} status={status} />
        </KeepTyped>
      )}
    </Outline>
  );
}

function Outline({ children }: { children: ReactNode }): ReactNode {
  const styles = useStyles();
  return <div className={styles.frame}>{children}</div>;
}

const ALL_STEPS: ReadonlySet<WizardStep> = new Set(WIZARD_STEPS);
const NOTHING_FOUND: Found = { bookings: null, rooms: null, access: null };

function Procedure({ draft, status }: { draft: Settings; status: Status }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const { go } = useNavigation();
  const { isDemo } = status;
  const saveDraft = useCommand('draft/save');
  const [step, setStep] = useState<WizardStep>(() => stepToOpen(draft, isDemo));
  const [found, setFound] = useState<Found>(NOTHING_FOUND);
  const [ready, setReady] = useState<{ isReady: boolean; why: string }>({ isReady: false, why: '' });
  const [footer, setFooter] = useState<HTMLElement | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const shown = useRef(step);

  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    // The keyboard and the screen reader follow to the new step.
    if (scroll.current !== null) scroll.current.scrollTop = 0;
    heading.current?.focus({ preventScroll: true });
  }, [step]);

  const goTo = useCallback(
    (next: WizardStep) => {
      setReady({ isReady: false, why: '' });
      noteStep(next, isDemo);
      setStep(next);
    },
    [isDemo],
  );
  const { mutateAsync } = saveDraft;
  const save = useCallback((patch: SettingsPatch) => mutateAsync(patch), [mutateAsync]);
  const find = useCallback((part: Partial<Found>) => setFound((before) => ({ ...before, ...part })), []);
  const onReady = useCallback((isReady: boolean, why = '') => setReady({ isReady, why }), []);

  // A draft that lost something (a location was dropped, and its rooms with it) cannot stay at a later step.
  const isTooFar = step !== 'done' && indexOfStep(step) > indexOfStep(furthestStep(draft));
  useEffect(() => {
    if (isTooFar) goTo(furthestStep(draft));
  }, [isTooFar, draft, goTo]);

  const props: StepProps = { draft, isDemo, found, save, find, onReady, goTo, footer };
  const PlainStep = step === 'welcome' || step === 'check' || step === 'done' ? null : STEP[step];
  const hasOwnEnd = step === 'check' || step === 'done';

  return (
    <div className={styles.body}>
      <aside className={styles.side}>
        <div className={styles.name}>{t('common.appName')}</div>
        <Steps
          label={t('wizard.steps')}
          steps={WIZARD_STEPS.map((id) => ({ id, title: t(`wizard.step.${id}.short`) }))}
          current={step}
          done={step === 'done' ? ALL_STEPS : finishedSteps(draft)}
          isLocked={step === 'done'}
          doneText={t('wizard.stepDone')}
          onChoose={goTo}
        />
      </aside>
      <main className={styles.content}>
        <div className={styles.scroll} ref={scroll}>
          <SettingsTrouble />
          <div className={styles.page}>
            <h1 ref={heading} tabIndex={-1} className={styles.title}>
              {t(`wizard.step.${step}.title`)}
            </h1>
            <p className={styles.intro}>{t(`wizard.step.${step}.intro`)}</p>
            {step === 'welcome' && <WelcomeStep {...props} />}
            {PlainStep !== null && <PlainStep {...props} />}
            {step === 'check' && <CheckStep {...props} />}
            {step === 'done' && <DoneStep status={status} />}
            {saveDraft.error !== null && <ErrorCard trouble={troubleOf(saveDraft.error)} />}
          </div>
        </div>
        {step !== 'done' && (
          <footer className={styles.foot}>
            <Button className={styles.leave} appearance="subtle" onClick={() => go('overview')}>
              {t('wizard.leave')}
            </Button>
            <span className={mergeClasses(styles.grow)} role="status">
              {!ready.isReady && ready.why !== '' ? ready.why : t('wizard.savedHint')}
            </span>
            {step !== 'welcome' && (
              <Button icon={<BackIcon />} onClick={() => goTo(stepBefore(step))}>
                {t('common.back')}
              </Button>
            )}
            <span ref={setFooter} />
            {!hasOwnEnd && (
              <Button
                appearance="primary"
                icon={<ForwardIcon />}
                iconPosition="after"
                disabledFocusable={!ready.isReady}
                onClick={() => goTo(stepAfter(step))}
              >
                {t('common.next')}
              </Button>
            )}
          </footer>
        )}
      </main>
    </div>
  );
}
