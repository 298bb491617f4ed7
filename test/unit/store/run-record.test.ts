import { describe, expect, it } from 'vitest';
import { recordedTrouble } from '../../../electron/store/journal/run-record';

describe('recordedTrouble', () => {
  it('M3 keeps ids, numbers, addresses and times of a trouble', () => {
    const trouble = {
      code: 'server-error',
      context: { status: 500, address: 'https://unilock.example.dk/api', exceptionId: 'E1', isLast: true, until: null },
    } as const;
    expect(recordedTrouble(trouble)).toEqual(trouble);
  });

  it('M3 empties what could be somebody else’s words, by its key or because it is a sentence', () => {
    const context = {
      reason: 'Hemmeligt',
      exceptionName: 'Bryllup',
      userName: 'hanne',
      title: 'x',
      note: 'Hanne holder møde',
    };
    expect(recordedTrouble({ code: 'write-refused', context }).context).toEqual({
      reason: '',
      exceptionName: '',
      userName: '',
      title: '',
      note: '',
    });
  });
});
