import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { HoldDto, Status, WithoutAccessDto } from '../../../shared/dto';
import { FakeBridge, NOW, around, runOf, settingsInOperation } from '../fake-bridge';
import { showApp } from '../show';

const hold: HoldDto = {
  hash: 'h1',
  holds: 'removal',
  reason: 'vanished',
  exceptionId: '1',
  groupId: null,
  targetName: 'Lokale 1',
  rooms: [{ id: '101', name: 'Mødelokale 1' }],
  period: around(60, 120),
  bookings: ['9001'],
  meetings: [],
  since: NOW,
  canBeConfirmed: false,
};

async function show(
  status: Partial<Status>,
): Promise<{ bridge: FakeBridge; user: ReturnType<typeof showApp>['user'] }> {
  const bridge = new FakeBridge({ settings: settingsInOperation(), status });
  const { user } = showApp(bridge);
  await screen.findByRole('heading', { level: 1, name: 'Overblik' });
  return { bridge, user };
}

describe('the overview', () => {
  it('says that the house is ready, and that nothing needs anybody', async () => {
    await show({});
    expect(await screen.findByText('Huset er driftsklart')).toBeTruthy();
    expect(screen.getByText('Intet kræver dig lige nu.')).toBeTruthy();
    expect(screen.getByText('Lokale 1')).toBeTruthy();
  });

  it('D4 D5 lists who gets no access: name, room, meeting and reason on a line, ten and how many more', async () => {
    const person: WithoutAccessDto = {
      why: 'none',
      bookingId: '9001',
      meetingId: '7001',
      from: around(60, 120).from,
      roomName: 'Mødelokale 1',
      personId: null,
      place: 'organiser',
      name: 'Gæst Gæstesen',
    };
    const others = Array.from({ length: 7 }, (_, place) => ({ ...person, place, name: '' }));
    await show({
      withoutAccess: {
        total: 23,
        people: [
          person,
          { ...person, why: 'given-by-hand', personId: '55', place: null, name: 'Anna Holm' },
          {
            ...person,
            why: 'no-place',
            personId: '56',
            place: null,
            name: '',
            meetingId: null,
            from: null,
            roomName: '',
          },
          ...others,
        ],
      },
    });
    const card = within(await screen.findByRole('region', { name: 'Uden adgang' }));
    const lines = card.getAllByRole('listitem').map((item) => item.textContent);
    expect(lines).toHaveLength(10);
    expect(lines.slice(0, 4)).toEqual([
      expect.stringMatching(/^Gæst GæstesenMødelokale 1 · møde 7001 · .*11:42.* · findes ikke i UniLock$/),
      expect.stringMatching(
        /^Anna HolmMødelokale 1 · møde 7001 · .* · er lagt i gruppen i hånden, og det dækker ikke mødet$/,
      ),
      'Person 56har ikke plads til flere perioder i gruppen',
      expect.stringMatching(/^Deltager nr\. 1Mødelokale 1/),
    ]);
    expect(card.getByText('og 13 til')).toBeTruthy();
  });

  it('shows nothing of that when everybody gets access', async () => {
    await show({});
    await screen.findByText('Huset er driftsklart');
    expect(screen.queryByText('Uden adgang')).toBeNull();
  });

  it('P22 says since when there is no contact, and how long the doors follow the plan', async () => {
    await show({
      state: 'no-contact',
      noContact: { side: 'bookings', since: NOW, followsUntil: around(0, 600).to },
      followsUntil: around(0, 600).to,
      troubles: [{ side: 'bookings', since: NOW, trouble: { code: 'connection-refused', context: {} }, about: null }],
    });
    expect(
      await screen.findByText(/Ingen kontakt med Pronestor siden/, { selector: '[data-state="no-contact"] *' }),
    ).toBeTruthy();
    expect(screen.getByText(/Dørene følger det, der allerede er skrevet, til/)).toBeTruthy();
    expect(document.querySelector('[data-error="connection-refused"]')).not.toBeNull();
  });

  it('W10 tells which exception a refused write left as it was, since when, and what to do', async () => {
    const { user } = await show({
      state: 'attention',
      differences: 1,
      troubles: [
        {
          side: 'access',
          since: around(-30, 0).from,
          trouble: { code: 'write-refused', context: { exceptionId: '3' } },
          about: { kind: 'exception', id: '3', name: 'Store Sal, dør' },
        },
      ],
    });
    const card = await screen.findByRole('region', {
      name: 'UniLock · Store Sal, dør UniLock ville ikke tage imod ændringen',
    });
    expect(card.textContent).toContain(
      'Bookingerne er ikke nået frem til Store Sal, dør. Dørene følger det, der stod i den delte undtagelse i forvejen.',
    );
    expect(card.textContent).toContain('Siden man. 23. nov. 10:12');
    expect(card.textContent).toContain('Gør dette:');
    expect(screen.queryByText('Intet kræver dig lige nu.')).toBeNull();
    await user.click(within(card).getByRole('button', { name: 'Se historikken' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Historik' })).toBeTruthy();
  });

  it('names both sides when both are in the same trouble', async () => {
    const trouble = { code: 'connection-refused' as const, context: {} };
    await show({
      state: 'no-contact',
      noContact: { side: 'bookings', since: NOW, followsUntil: null },
      troubles: [
        { side: 'bookings', since: NOW, trouble, about: null },
        { side: 'access', since: NOW, trouble, about: null },
      ],
    });
    expect(await screen.findByRole('region', { name: 'Pronestor Serveren tager ikke imod' })).toBeTruthy();
    expect(screen.getByRole('region', { name: 'UniLock Serveren tager ikke imod' })).toBeTruthy();
  });

  it('tells of many exceptions in the same trouble on one card, with the oldest since', async () => {
    await show({
      state: 'attention',
      troubles: Array.from({ length: 60 }, (_, index) => ({
        side: 'access' as const,
        since: around(-index, 0).from,
        trouble: { code: 'mapping-target-missing' as const, context: { exceptionId: String(index) } },
        about: { kind: 'exception' as const, id: String(index), name: `Dør ${index}` },
      })),
    });
    const card = await screen.findByRole('region', { name: /Undtagelsen eller persongruppen findes ikke i UniLock/ });
    expect(card.textContent).toContain('Dør 0, Dør 1, Dør 2, Dør 3 og 56 til');
    expect(card.textContent).toContain('Siden man. 23. nov. 09:43');
    expect(within(card).getByRole('button', { name: 'Gå til Lokaler' })).toBeTruthy();
    expect(document.querySelectorAll('[data-error]')).toHaveLength(1);
  });

  it('W5 tells of a held removal with what happens to the door, and offers no answer that cannot be given', async () => {
    await show({ state: 'attention', waiting: 1, holds: [hold] });
    expect(await screen.findByText(/Lokale 1 bliver stående åben .* Den lukkes ikke på et gæt\./)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Åbn den' })).toBeNull();
  });

  it.each([
    ['Det er rigtigt: luk', 'confirmed'],
    ['Hold åbent til tiden', 'refused'],
  ])('W5 asks one question about a mass change of many doors, and “%s” answers exactly that', async (verb, given) => {
    const mass = { ...hold, reason: 'mass-change', canBeConfirmed: true } as const;
    const { bridge, user } = await show({
      state: 'attention',
      waiting: 1,
      holds: Array.from({ length: 9 }, (_, index) => ({
        ...mass,
        targetName: `Dør ${index % 6}`,
        rooms: [{ id: `${index}`, name: `Lokale ${index}` }],
        bookings: [`b${index}`],
        meetings: [`meeting ${index % 7}`],
      })),
    });
    expect(
      await screen.findByText(/7 møder er flyttet .* bliver stående, .*: Dør 0, Dør 1, Dør 2, Dør 3 og 2 til\./),
    ).toBeTruthy();
    expect(screen.getByText(/lokale Lokale 0, Lokale 1, Lokale 2, Lokale 3 og 5 til · 9 bookinger/)).toBeTruthy();
    const buttons = screen.getAllByRole('button', { name: verb });
    expect(buttons).toHaveLength(1);
    await user.click(buttons[0] as HTMLElement);
    expect(bridge.inputsOf('holds/answer')).toEqual([{ hash: 'h1', answer: given }]);
  });

  it('D6 answers a held opening for exactly its hash', async () => {
    const { bridge, user } = await show({
      state: 'attention',
      waiting: 1,
      holds: [{ ...hold, holds: 'opening', reason: 'too-long', canBeConfirmed: true }],
    });
    await user.click(await screen.findByRole('button', { name: 'Åbn den' }));
    expect(bridge.inputsOf('holds/answer')).toEqual([{ hash: 'h1', answer: 'confirmed' }]);
  });

  it('W1 asks for consent to exactly the shown plan', async () => {
    const { bridge, user } = await show({
      state: 'attention',
      waiting: 1,
      planHash: 'plan-7',
      consents: [
        {
          hash: 'c1',
          exceptionId: '2',
          exceptionName: 'Lokale 2',
          periods: [around(10, 20), around(30, 40)],
          isUnknown: false,
        },
      ],
    });
    expect(await screen.findByText(/Lokale 2 har 2 perioder, som Mødeklar ikke har skrevet/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Erstat dem' }));
    expect(bridge.inputsOf('sync/now')).toEqual([{ acceptPlanHash: 'plan-7' }]);
  });

  it('D3 lists what did not fit, and says when it is urgent', async () => {
    await show({
      state: 'attention',
      overflow: [
        {
          exceptionId: '1',
          exceptionName: 'Lokale 1',
          places: 2,
          isUrgent: true,
          periods: [{ ...around(300, 360), bookings: ['9001'] }],
        },
      ],
    });
    expect(await screen.findByText(/Lokale 1 har plads til 2 perioder\. 1 periode må vente/)).toBeTruthy();
    expect(screen.getByText(/Den begynder inden for et døgn/)).toBeTruthy();
  });

  it('goes on from a pause at once', async () => {
    const { bridge, user } = await show({ state: 'paused', pausedUntil: around(0, 30).to });
    const [button] = await screen.findAllByRole('button', { name: 'Fortsæt nu' });
    expect(button).toBeDefined();
    await user.click(button as HTMLElement);
    expect(bridge.inputsOf('sync/resume')).toHaveLength(1);
  });

  it('leads from a run to what it did', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    bridge.on('runs/list', () => [runOf({ runId: 'run-9', written: 2 })]);
    const { user } = showApp(bridge);
    await user.click(await screen.findByRole('button', { name: /2 ændringer/ }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Historik' })).toBeTruthy();
    expect(bridge.inputsOf('runs/get')).toEqual([{ runId: 'run-9' }]);
  });
});
