import { describe, expect, it } from 'vitest';
import { quitQuestion } from '../../../electron/shell/quit-question';
import { instantFromWall } from '../../../shared/time';
import { statusWith } from '../../fakes/fake-core';

const zone = 'Europe/Copenhagen';
const wall = (text: string) => instantFromWall(text, zone, 'earlier');
const now = wall('2026-11-23T10:43');

describe('quitting asks, and says what the doors do meanwhile', () => {
  it('until when they follow what is written', () => {
    const question = quitQuestion(statusWith({ followsUntil: wall('2026-11-24T10:12') }), 'da', now, zone);
    expect(question.message).toBe('Vil du afslutte Mødeklar?');
    expect(question.detail).toMatch(/^Dørene følger det, der er skrevet, til i morgen 10:12\./);
    expect(question.buttons).toEqual(['Afslut', 'Annuller']);
  });

  it('that nothing is written, also when what was written has run out', () => {
    for (const followsUntil of [null, now]) {
      expect(quitQuestion(statusWith({ followsUntil }), 'da', now, zone).detail).toMatch(
        /^Der er ikke skrevet noget til dørene\./,
      );
    }
  });

  it('in English, and for the demo house', () => {
    expect(quitQuestion(statusWith({ followsUntil: wall('2026-11-23T18:00') }), 'en', now, zone).detail).toMatch(
      /until 18:00\./,
    );
    expect(quitQuestion(statusWith({ isDemo: true }), 'da', now, zone).detail).toBe(
      'Demohuset lukkes. Rigtige døre berøres ikke.',
    );
  });
});
