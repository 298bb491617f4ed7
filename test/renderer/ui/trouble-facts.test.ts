import { describe, expect, it } from 'vitest';
import { createTexts } from '../../../electron/cli/texts';
import { troubleFacts } from '../../../renderer/ui/trouble-facts';
import { createFormat } from '../../../shared/i18n';

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
});
