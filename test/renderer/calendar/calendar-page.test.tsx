import { screen, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Explanation, RoomRow, Verdict } from '../../../shared/dto';
import { FakeBridge, NOW, around, compareOf, settingsInOperation } from '../fake-bridge';
import { showApp } from '../show';

const bar = (
  verdict: Verdict,
  period: ReturnType<typeof around>,
  bookings: string[],
): RoomRow['lanes'][number]['bars'][number] => ({
  verdict,
  period,
  desired: verdict === 'extra' ? null : period,
  observed: verdict === 'missing' ? null : period,
  blocks: verdict === 'extra' ? [] : [{ from: period.from, to: period.to }],
  bookings,
  isFromOtherRoom: false,
});

const ROOMS: RoomRow[] = [
  {
    roomId: '101',
    roomName: 'Mødelokale 1',
    locationId: '12',
    locationName: 'Hovedkontor',
    zone: 'Europe/Copenhagen',
    isRead: true,
    bookings: [
      {
        bookingId: '9001',
        meetingId: '7001',
        period: around(0, 60),
        status: 'confirmed',
        counts: true,
        isPrivate: true,
        title: null,
        organiser: null,
      },
      {
        bookingId: '9002',
        meetingId: null,
        period: around(120, 180),
        status: 'cancelled',
        counts: false,
        isPrivate: false,
        title: 'Budgetmøde',
        organiser: 'Anna Holm',
      },
    ],
    lanes: [
      {
        lineId: 'line-101',
        exceptionId: '1',
        exceptionName: 'Lokale 1',
        leadMinutes: 10,
        lagMinutes: 10,
        bars: [bar('equal', around(-10, 70), ['9001']), bar('extra', around(110, 190), [])],
      },
    ],
  },
  {
    roomId: '102',
    roomName: 'Mødelokale 2',
    locationId: '12',
    locationName: 'Hovedkontor',
    zone: 'Europe/Copenhagen',
    isRead: true,
    bookings: [],
    lanes: [
      {
        lineId: 'line-102',
        exceptionId: '2',
        exceptionName: 'Lokale 2',
        leadMinutes: 10,
        lagMinutes: 10,
        bars: [bar('equal', around(20, 50), ['9003'])],
      },
    ],
  },
];

const EXPLANATION: Explanation = {
  exceptionId: '1',
  exceptionName: 'Lokale 1',
  verdict: 'equal',
  desired: around(-10, 70),
  observed: around(-10, 70),
  rule: 'W3',
  holdHash: null,
  because: [
    {
      bookingId: '9001',
      roomId: '101',
      roomName: 'Mødelokale 1',
      period: around(0, 60),
      status: 'confirmed',
      title: null,
      isPrivate: true,
      leadMinutes: 10,
      lagMinutes: 10,
      withPreparation: false,
    },
  ],
  writtenAt: NOW,
  runId: 'a1b2c3d4-0000',
  readBackAt: NOW,
};

function bridgeWithRooms(): FakeBridge {
  const bridge = new FakeBridge({ settings: settingsInOperation() });
  bridge.on('compare/get', ({ range }) => {
    const empty = compareOf(range);
    return { ...empty, counts: { ...empty.counts, equal: 2, extra: 1 }, rooms: ROOMS };
  });
  bridge.on('compare/explain', () => EXPLANATION);
  return bridge;
}

async function showCalendar(bridge: FakeBridge): Promise<UserEvent> {
  const { user } = showApp(bridge);
  await user.click(await screen.findByRole('button', { name: 'Kalender' }));
  await screen.findByRole('heading', { level: 1, name: 'Kalender' });
  return user;
}

beforeEach(() => {
  // jsdom lays nothing out: the virtualiser needs a height to draw rows into.
  for (const [name, value] of [
    ['clientHeight', 600],
    ['clientWidth', 1000],
  ] as const) {
    vi.spyOn(Element.prototype, name, 'get').mockReturnValue(value);
  }
  Element.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the calendar', () => {
  it('shows booked beside actual, with the verdict in every opening’s name', async () => {
    await showCalendar(bridgeWithRooms());
    const room = await screen.findByRole('group', { name: /Mødelokale 1/ });
    expect(within(room).getByRole('button', { name: /Lokale 1, man\. 23\. nov\. 10:32–11:52, ens/ })).toBeTruthy();
    expect(within(room).getByRole('button', { name: /12:32–13:52, ekstra/ })).toBeTruthy();
    expect(screen.getByText('1 ekstra')).toBeTruthy();
  });

  it('M3 masks a private meeting’s title', async () => {
    await showCalendar(bridgeWithRooms());
    expect(await screen.findByRole('button', { name: /^Privat møde, .*10:42–11:42, bekræftet/ })).toBeTruthy();
  });

  it('answers “Hvorfor er den åben?” by mouse, and Escape closes', async () => {
    const bridge = bridgeWithRooms();
    const user = await showCalendar(bridge);
    await user.click(await screen.findByRole('button', { name: /10:32–11:52, ens/ }));
    const panel = await screen.findByRole('complementary', { name: 'Hvorfor er den åben?' });
    expect(await within(panel).findByText('Booking 9001')).toBeTruthy();
    expect(within(panel).getByText('Regel W3')).toBeTruthy();
    expect(within(panel).getByText(/Åbner 10 min\. før og lukker 10 min\. efter/)).toBeTruthy();
    expect(bridge.inputsOf('compare/explain')[0]).toEqual({ exceptionId: '1', period: around(-10, 70) });
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('complementary')).toBeNull();
  });

  it('Escape closes the details wherever the keyboard is; in the search box it belongs to the search', async () => {
    const user = await showCalendar(bridgeWithRooms());
    await user.click(await screen.findByRole('button', { name: /10:32–11:52, ens/ }));
    await screen.findByRole('complementary');
    screen.getByRole('searchbox').focus();
    await user.keyboard('{Escape}');
    expect(screen.getByRole('complementary')).toBeTruthy();
    // As when the bar that had it is drawn anew.
    screen.getByRole('searchbox').blur();
    expect(document.activeElement).toBe(document.body);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('complementary')).toBeNull();
  });

  it('has one tab stop in the timeline; arrows lead along a lane and to the next', async () => {
    const user = await showCalendar(bridgeWithRooms());
    const first = await screen.findByRole('button', { name: /^Privat møde/ });
    const bars = screen.getAllByRole('button').filter((each) => each.dataset['bar'] !== undefined);
    expect(bars.filter((each) => each.tabIndex === 0)).toEqual([first]);
    first.focus();
    await user.keyboard('{ArrowRight}');
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Budgetmøde/));
    await user.keyboard('{ArrowDown}');
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toMatch(/ekstra$/));
  });

  it('shows only differences when asked, and says so when there are none', async () => {
    const bridge = bridgeWithRooms();
    const user = await showCalendar(bridge);
    await user.click(await screen.findByRole('switch', { name: 'Kun forskelle' }));
    expect(screen.queryByRole('group', { name: /Mødelokale 2/ })).toBeNull();
    expect(screen.getByRole('group', { name: /Mødelokale 1/ })).toBeTruthy();
  });

  it('asks for the days that are shown, a week from its Monday', async () => {
    const bridge = bridgeWithRooms();
    const user = await showCalendar(bridge);
    await user.click(await screen.findByRole('tab', { name: 'Uge' }));
    await vi.waitFor(() => {
      const last = bridge.inputsOf('compare/get').at(-1);
      expect((last?.range.to ?? 0) - (last?.range.from ?? 0)).toBe(7 * 24 * 3_600_000);
    });
    expect(screen.getByText('november 2026 · Uge 48')).toBeTruthy();
  });

  it('has a table twin with the same facts, for the clipboard too', async () => {
    const bridge = bridgeWithRooms();
    const user = await showCalendar(bridge);
    await user.click(await screen.findByRole('tab', { name: 'Tabel' }));
    const table = screen.getByRole('table', { name: 'Booket og faktisk åbent, side om side' });
    expect(within(table).getAllByRole('row')).toHaveLength(4);
    await user.click(screen.getByRole('button', { name: 'Kopiér' }));
    const [copied] = bridge.inputsOf('clipboard/write');
    expect(copied?.text.split('\r\n')[1]).toBe(
      'Mødelokale 1\tLokale 1\tman. 23. nov. 10:32\tman. 23. nov. 11:52\tman. 23. nov. 10:32\tman. 23. nov. 11:52\tens\t9001',
    );
  });

  it('says what to do next when nothing is mapped', async () => {
    const user = await showCalendar(new FakeBridge({ settings: settingsInOperation() }));
    await user.click(await screen.findByRole('button', { name: 'Gå til Lokaler' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Lokaler' })).toBeTruthy();
  });
});
