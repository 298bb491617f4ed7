import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { SettingsPatch } from '../../../shared/ipc';
import type { Settings } from '../../../shared/settings';
import { holdsLogin } from '../../../shared/settings';
import type { JobHandle } from '../../bridge';
import { troubleOf, useChannel, useCommand } from '../../bridge';
import { useText } from '../../i18n';
import {
  Button,
  ConnectionIcon,
  ErrorCard,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Radio,
  RadioGroup,
  Select,
  Spinner,
} from '../../ui';
import { AdvancedSection } from './advanced-section';
import { CheckReport } from './check-report';
import { checkOf, CheckResult } from './check-result';
import type { Connection, ConnectionInput, Hosting, Side } from './connection-model';
import { connectionFrom, hostingOf, HOSTINGS, inputOf, isKept, isServerKept, isUnencrypted } from './connection-model';
import { ProfileChoice } from '../profiles/profile-choice';
import { TrustSection } from './trust-section';
import { useTyped } from './typed';
import { UnconfirmedNote } from './unconfirmed-note';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '16px', maxWidth: '640px' },
  pair: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))',
    gap: '16px',
    alignItems: 'start',
  },
  row: { display: 'flex', gap: '12px', alignItems: 'center', flexWrap: 'wrap' },
});

export interface ConnectionFormProps {
  readonly side: Side;
  readonly saved: Connection<Side> | null;
  readonly check: JobHandle<'check/bookings' | 'check/access'>;
  readonly source: 'draft' | 'settings';
  save(patch: SettingsPatch): Promise<Settings>;
  /** Whether what is typed is what is saved; told at first and at every change. */
  onKept?(isKept: boolean): void;
}

/** Address, user, password and test of one side. The test saves first: what is tested is what will be used. */
export function ConnectionForm({ side, saved, check, source, save, onKept }: ConnectionFormProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const setPassword = useCommand('credentials/set');
  const credential = useChannel(
    'credentials/state',
    { connectorId: saved?.connectorId ?? '' },
    { isEnabled: saved !== null },
  );
  const [input, setInput] = useTyped<ConnectionInput>(side, () => inputOf(side, saved));
  const [hosting, setHosting] = useState<Hosting>(() => hostingOf(input.address));
  const [saveTrouble, setSaveTrouble] = useState<unknown>(null);
  const [isSaving, setSaving] = useState(false);

  const testButton = useRef<HTMLButtonElement>(null);
  const isSaved = isKept(input, saved);
  useEffect(() => onKept?.(isSaved), [isSaved, onKept]);

  const change = (part: Partial<ConnectionInput>): void => {
    setInput((before) => ({ ...before, ...part }));
    // A result of something else than what is typed would mislead.
    if (check.state !== 'idle') check.forget();
  };

  /** Keeps what is typed. @returns false when it could not be kept; the reason is shown */
  const keep = async (wanted: ConnectionInput = input): Promise<boolean> => {
    // What is kept lies in a file, where no password may be; the field says so.
    if (holdsLogin(wanted.address)) return false;
    setSaveTrouble(null);
    setSaving(true);
    try {
      const patch = connectionFrom(side, wanted, saved);
      const connectorId = 'bookings' in patch ? patch.bookings.connectorId : patch.access.connectorId;
      await save(patch);
      if (wanted.password !== '') {
        await setPassword.mutateAsync({ side, connectorId, password: wanted.password });
        setInput((before) => ({ ...before, password: '' }));
      }
    } catch (thrown) {
      setSaveTrouble(thrown);
      return false;
    } finally {
      setSaving(false);
    }
    return true;
  };
  const test = async (wanted: ConnectionInput = input): Promise<void> => {
    if (await keep(wanted)) await check.start({ source });
  };

  // The demo house has no keychain: saying that its password lies there would be untrue.
  const isDemo = useChannel('status/get', null).data?.isDemo === true;
  const passwordState = saved === null ? 'missing' : (credential.data ?? 'missing');
  const result = checkOf(check);
  const isLoginInAddress = holdsLogin(input.address);
  const canTest = input.address.trim() !== '' && !isLoginInAddress && !isSaving && !check.isRunning;

  return (
    <div className={styles.form}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (canTest) void test();
        }}
      >
        {side === 'bookings' && (
          <Field label={t('settings.connection.hosting.label')}>
            <RadioGroup
              layout="horizontal"
              value={hosting}
              onChange={(_, { value }) => setHosting(HOSTINGS.find((each) => each === value) ?? hosting)}
            >
              {HOSTINGS.map((each) => (
                <Radio key={each} value={each} label={t(`settings.connection.hosting.${each}`)} />
              ))}
            </RadioGroup>
          </Field>
        )}
        <Field
          label={t('settings.connection.address')}
          hint={t(`settings.connection.addressHint.${side === 'bookings' ? hosting : side}`)}
          {...(isLoginInAddress ? { validationMessage: t('settings.connection.loginInAddress') } : {})}
          required
        >
          <Input
            value={input.address}
            autoComplete="off"
            spellCheck={false}
            onChange={(_, { value }) => change({ address: value })}
          />
        </Field>
        {isUnencrypted(input.address) && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{t('settings.connection.unencrypted')}</MessageBarBody>
          </MessageBar>
        )}
        <div className={styles.pair}>
          <Field label={t('settings.connection.userName')} hint={t(`settings.connection.userHint.${side}`)}>
            <Input
              value={input.userName}
              autoComplete="off"
              spellCheck={false}
              onChange={(_, { value }) => change({ userName: value })}
            />
          </Field>
          <Field
            label={t('settings.connection.password')}
            hint={t(`settings.connection.passwordState.${isDemo ? 'demo' : passwordState}`)}
          >
            <Input
              type="password"
              value={input.password}
              autoComplete="new-password"
              maxLength={2000}
              onChange={(_, { value }) => change({ password: value })}
            />
          </Field>
        </div>
        {passwordState === 'unavailable' && <ErrorCard trouble={{ code: 'keychain-unavailable', context: {} }} />}
        <AdvancedSection>
          <div className={styles.form}>
            <ProfileChoice
              kind={side === 'bookings' ? 'booking-source' : 'access-control'}
              source={source}
              value={input.profile}
              canOpen={source === 'draft' ? saved !== null : isServerKept(input, saved)}
              // What is saved in the settings is what the next run goes by: not before it was tested.
              prepare={() => (source === 'draft' ? keep() : Promise.resolve(true))}
              onChange={(profile, isNew) => {
                change({ profile });
                if (isNew) void keep({ ...input, profile });
              }}
            />
            <Field label={t('settings.connection.proxy.label')} hint={t('settings.connection.proxy.hint')}>
              <Select
                value={input.proxy}
                onChange={(_, { value }) => change({ proxy: value === 'none' ? 'none' : 'system' })}
              >
                {(['system', 'none'] as const).map((each) => (
                  <option key={each} value={each}>
                    {t(`settings.connection.proxy.${each}`)}
                  </option>
                ))}
              </Select>
            </Field>
          </div>
        </AdvancedSection>
        <div className={styles.row}>
          <Button
            ref={testButton}
            type="submit"
            appearance="primary"
            icon={<ConnectionIcon />}
            disabledFocusable={!canTest}
          >
            {t('settings.connection.test')}
          </Button>
          {(isSaving || check.isRunning) && <Spinner size="tiny" label={t('settings.connection.testing')} />}
          {check.isRunning && (
            <Button
              onClick={() => {
                check.cancel();
                // This button goes away, and the keyboard would with it.
                testButton.current?.focus();
              }}
            >
              {t('common.cancel')}
            </Button>
          )}
        </div>
      </form>
      <CheckResult check={check}>{saveTrouble !== null && <ErrorCard trouble={troubleOf(saveTrouble)} />}</CheckResult>
      <TrustSection
        trust={input.trust}
        steps={result?.steps ?? null}
        facts={result?.facts ?? null}
        choose={(trust) => {
          change({ trust });
          // The button that was pressed goes away, and the keyboard would with it.
          testButton.current?.focus();
          // Chosen is what the next test, and every run, goes by: seen at once.
          if (input.address.trim() !== '') void test({ ...input, trust });
        }}
      />
      {result !== null && <CheckReport side={side} check={result} />}
      <UnconfirmedNote profile={input.profile} />
    </div>
  );
}
