import { screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RoomRow } from '../../../shared/dto';
import { FakeBridge, around, compareOf, settingsInOperation } from '../fake-bridge';
import { showApp } from '../show';

/** A room whose exception opens so often that the table cannot show all at once. */
const busyRoom = (bars: number): RoomRow => ({
  roomId: '101',
  roomName: 'Mødelokale 1',
  locationId: '12',
  locationName: 'Hovedkontor',
  zone: 'Europe/Copenhagen',
  isRead: true,
  bookings: [],
  lanes: [
    {
      lineId: 'line-101',
      exceptionId: '1',
      exceptionName: 'Lokale 1',
      leadMinutes: 10,
      lagMinutes: 12,
      bars: Array.from({ length: bars }, (_, index) => {
        const period = around(index, index + 1);
        return {
          verdict: 'equal' as const,
          period,
          desired: period,
          observed: period,
          blocks: [],
          bookings: [],
          isFromOtherRoom: false,
        };
      }),
    },
  ],
});

// jsdom draws nothing and has no scrolling.
const { scrollTo } = Element.prototype;
beforeEach(() => {
  Element.prototype.scrollTo = () => undefined;
});
afterEach(() => {
  Element.prototype.scrollTo = scrollTo;
});

describe('the table of a big house', () => {
  it('draws the first lines and more on request, says how many there are, and copies them all', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    bridge.on('compare/get', ({ range }) => compareOf(range, { rooms: [busyRoom(250)] }));
    const { user } = showApp(bridge);
    await user.click(await screen.findByRole('button', { name: 'Kalender' }));
    await user.click(await screen.findByRole('tab', { name: 'Tabel' }));
    expect(await screen.findByText(/^200 af 250 linjer er vist\./)).toBeTruthy();
    expect(document.querySelectorAll('tbody tr')).toHaveLength(200);
    await user.click(screen.getByRole('button', { name: 'Kopiér' }));
    const [copied] = bridge.inputsOf('clipboard/write');
    expect(copied?.text.trimEnd().split('\r\n')).toHaveLength(251);
    await user.click(screen.getByRole('button', { name: 'Vis mere' }));
    expect(document.querySelectorAll('tbody tr')).toHaveLength(250);
    expect(screen.queryByRole('button', { name: 'Vis mere' })).toBeNull();
  });
});
