import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ConnectionFacts } from '../../../shared/dto';
import { AUTHORITY_PEM, bookingCheck, FakeBridge, settingsInOperation } from '../fake-bridge';
import { showApp } from '../show';

const FACTS: ConnectionFacts = {
  root: 'https://pronestor.firma.example/api.mvc',
  profile: 'pronestor-planner',
  certificate: {
    subject: 'CN=pronestor.firma.example',
    issuer: 'CN=Firmaets egne servere',
    validFrom: '2026-01-01T00:00:00.000Z',
    validTo: '2027-01-01T00:00:00.000Z',
    sha256: 'ab'.repeat(32),
  },
  trust: 'system',
  hasSystemStore: true,
  proxy: null,
  login: 'cookie',
  clockSkewMs: 0,
  operations: [],
};

/** A server whose certificate nobody vouches for, until the settings do. */
async function untrusted(facts: ConnectionFacts = FACTS) {
  const bridge = new FakeBridge({ settings: settingsInOperation() });
  bridge.results['check-bookings'] = () => ({
    kind: 'check-bookings',
    check:
      bridge.settings.bookings?.trust.kind === 'system'
        ? {
            ...bookingCheck(),
            ok: false,
            facts,
            steps: [
              { step: 'address', state: 'ok', count: null, trouble: null },
              {
                step: 'certificate',
                state: 'failed',
                count: null,
                trouble: { code: 'certificate-not-trusted', context: { host: 'pronestor.firma.example' } },
              },
            ],
          }
        : { ...bookingCheck(), facts },
  });
  const { user } = showApp(bridge);
  await user.click(await screen.findByRole('button', { name: 'Indstillinger' }));
  await user.click((await screen.findAllByRole('button', { name: 'Test forbindelsen' }))[0]!);
  return { bridge, user };
}

const section = () => screen.findByRole('region', { name: 'Serverens certifikat' });

describe('a certificate that the computer does not trust', () => {
  it('is shown with fingerprint and dates, and exactly it can be trusted; then there is a way back', async () => {
    const { bridge, user } = await untrusted();
    const shown = (await section()).textContent;
    for (const part of [
      'CN=pronestor.firma.example',
      'CN=Firmaets egne servere',
      '2026-01-01',
      '2027-01-01',
      'AB:AB:AB',
    ])
      expect(shown).toContain(part);
    await user.click(screen.getByRole('button', { name: 'Stol på netop dette certifikat' }));
    expect(await screen.findByText('Forbindelsen virker')).toBeTruthy();
    expect(bridge.settings.bookings?.trust).toEqual({
      kind: 'pinned',
      sha256: 'ab'.repeat(32),
      subject: 'CN=pronestor.firma.example',
      validTo: '2027-01-01T00:00:00.000Z',
    });
    const now = await section();
    expect(now.textContent).toContain('Viser serveren et andet, stopper programmet.');
    expect(within(now).queryByRole('button', { name: 'Stol på netop dette certifikat' })).toBeNull();
    await user.click(within(now).getByRole('button', { name: 'Tilbage til det, computeren godkender' }));
    await waitFor(() => expect(bridge.settings.bookings?.trust).toEqual({ kind: 'system' }));
    expect(await screen.findByText('Forbindelsen virker ikke endnu')).toBeTruthy();
  });

  it('can be vouched for by a root certificate from a file; a file without one is told', async () => {
    const { bridge, user } = await untrusted();
    let pem: string | null = null;
    bridge.on('certificate/open', () => ({ name: 'rod.cer', pem }));
    await user.click(await screen.findByRole('button', { name: 'Vælg et rodcertifikat fra en fil…' }));
    expect(await screen.findByText(/Filen »rod\.cer« holder intet certifikat/)).toBeTruthy();
    expect(bridge.settings.bookings?.trust).toEqual({ kind: 'system' });
    pem = AUTHORITY_PEM;
    await user.click(screen.getByRole('button', { name: 'Vælg et rodcertifikat fra en fil…' }));
    await waitFor(() => expect(bridge.settings.bookings?.trust).toEqual({ kind: 'authority', pem: AUTHORITY_PEM }));
  });

  it('the keyboard stays in the form when the button that was pressed goes away', async () => {
    const { user } = await untrusted();
    const test = screen.getAllByRole('button', { name: 'Test forbindelsen' })[0];
    screen.getByRole('button', { name: 'Stol på netop dette certifikat' }).focus();
    await user.keyboard('{Enter}');
    await screen.findByText('Forbindelsen virker');
    expect(document.activeElement).toBe(test);
    screen.getByRole('button', { name: 'Gem rapport…' }).focus();
    await user.keyboard('{Enter}');
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Det her bliver gemt' }));
  });

  it('a runtime that cannot read the computer’s own store says so', async () => {
    await untrusted({ ...FACTS, hasSystemStore: false });
    expect((await section()).textContent).toContain('kan ikke læse computerens egen liste');
  });
});

describe('the way to a server', () => {
  it('tells a login that is none, a proxy and a clock that differs', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const facts: ConnectionFacts = { ...FACTS, login: 'none', proxy: 'proxy.firma.example:8080', clockSkewMs: -4_200 };
    bridge.results['check-bookings'] = () => ({ kind: 'check-bookings', check: { ...bookingCheck(), facts } });
    const { user } = showApp(bridge);
    await user.click(await screen.findByRole('button', { name: 'Indstillinger' }));
    await user.click((await screen.findAllByRole('button', { name: 'Test forbindelsen' }))[0]!);
    expect(await screen.findByText(/^Serveren beder ikke om login/)).toBeTruthy();
    expect(screen.getByText('Gennem proxyserveren proxy.firma.example:8080')).toBeTruthy();
    expect(screen.getByText(/ur går 4 sekunder forkert/)).toBeTruthy();
  });

  it('plain http is warned of, and no proxy can be chosen', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const { user } = showApp(bridge);
    await user.click(await screen.findByRole('button', { name: 'Indstillinger' }));
    const address = (await screen.findAllByLabelText(/^Adresse/))[0]!;
    await user.clear(address);
    await user.type(address, 'http://10.0.0.5');
    expect(await screen.findByText(/^Forbindelsen er ikke krypteret/)).toBeTruthy();
    await user.click(screen.getAllByRole('button', { name: 'Avanceret' })[0]!);
    await user.selectOptions(await screen.findByLabelText('Vej til serveren'), 'Uden proxy');
    await user.click(screen.getAllByRole('button', { name: 'Test forbindelsen' })[0]!);
    await waitFor(() => expect(bridge.settings.bookings?.proxy).toBe('none'));
  });
});

describe('a report of a test', () => {
  it('is shown first, and saved exactly as it is shown', async () => {
    const { bridge, user } = await untrusted();
    await user.click(await screen.findByRole('button', { name: 'Gem rapport…' }));
    const text = await screen.findByLabelText<HTMLTextAreaElement>('Det her bliver gemt');
    expect(text.value).toContain('address: https://pronestor.firma.example/api.mvc');
    expect(text.value).toContain('2 certificate: failed certificate-not-trusted');
    expect(bridge.calls.some(({ name }) => name === 'file/save')).toBe(false);
    await user.click(screen.getByRole('button', { name: 'Gem i en fil…' }));
    expect(await screen.findByText('Rapporten er gemt')).toBeTruthy();
    const saved = bridge.calls.find(({ name }) => name === 'file/save')?.input;
    expect(saved).toEqual({ suggestedName: 'modeklar-bookings.txt', text: text.value });
  });
});
