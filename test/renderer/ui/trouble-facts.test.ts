import { describe, expect, it } from 'vitest';
import { createTexts } from '../../../electron/cli/texts';
import { troubleFacts } from '../../../renderer/ui/trouble-facts';
import { createFormat, reason } from '../../../shared/i18n';

const inDanish = (context: Record<string, string | number | null>): string[] =>
  troubleFacts({ code: 'login-refused', context }, createTexts('da'), createFormat('da', 'Europe/Copenhagen'));

describe('the facts of a trouble', () => {
  it('tell a time as everywhere else in the window: in the house’s zone and its language', () => {
    expect(inDanish({ refusals: 1, nextTryAt: '2026-11-27T14:10:33.897Z' })).toEqual([
      'afvisninger: 1',
      'næste forsøg: fre. 27. nov. 15:10',
    ]);
  });

  it('tell a certificate’s last day as the certificate does', () => {
    expect(inDanish({ validTo: '2027-09-23T14:00:35.000Z' })).toEqual(['gyldigt til: 2027-09-23']);
  });

  it('tell the side by its name', () => {
    expect(inDanish({ side: 'access' })).toEqual(['forbindelse: UniLock']);
    expect(inDanish({ side: 'bookings', file: 'p.csv', to: '/login' })).toEqual([
      'forbindelse: Pronestor',
      'fil: p.csv',
      'henviser til: /login',
    ]);
  });

  it('tell what was done, and why it failed, in words', () => {
    expect(inDanish({ operation: 'bookings', reason: 'ids-differ', total: 23, distinct: 10 })).toEqual([
      'handling: læse bookinger',
      'årsag: der blev læst et andet antal, end serveren oplyser',
      'i alt: 23',
      'forskellige læst: 10',
    ]);
    expect(inDanish({ reason: 'malformed' })).toEqual(['årsag: adressen er ikke skrevet rigtigt']);
    // What has no words of ours stays what it is.
    expect(inDanish({ operation: 'teleport', reason: 'EXDEV' })).toEqual(['handling: teleport', 'årsag: EXDEV']);
  });

  it('of settings say the reason by its word, with what it speaks of', () => {
    const context = { path: 'rooms[1]', reason: reason('twice', '7') };
    const told = troubleFacts(
      { code: 'settings-invalid', context },
      createTexts('da'),
      createFormat('da', 'Europe/Copenhagen'),
    );
    expect(told).toEqual(['sted: rooms[1]', 'årsag: "7" står der to gange']);
  });
});
