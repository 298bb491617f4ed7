import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instant } from '../../../shared/time';
import { addMinutes, instantFromIso } from '../../../shared/time';
import type { Warden } from '../../unseen/access-2-server';
import { KEY, ROOT, startWarden } from '../../unseen/access-2-server';
import { makeSite } from '../../unseen/access-2-site';

let now: Instant;
let server: Warden;
beforeEach(async () => {
  now = instantFromIso('2026-11-23T06:00:00Z');
  server = await startWarden(makeSite('2026-11-23'), () => now);
});
afterEach(() => server.close());

async function call(object: string, body: object, key = KEY): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(`${server.site}${ROOT}/${object}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `WARDEN-KEY ${key}` },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Readonly<Record<string, unknown>>;
}
const resultOf = async (object: string, body: object, key = KEY): Promise<unknown> =>
  (await call(object, body, key))['result'];
const list = (object: string, more: object = {}) => call(object, { action: 'list', position: 0, max: 200, ...more });
const slot = (start: string, minutes: number) => ({ start, minutes });
const replace = (periods: readonly object[], more: object = {}) =>
  resultOf('override', { action: 'replace', no: 7, revision: 41, periods, ...more });

describe('Warden, as its vendor describes it', () => {
  it('knows one key, and shuts an address out for a while after ten wrong ones', async () => {
    for (let time = 1; time <= 10; time++) expect(await resultOf('system', { action: 'info' }, 'wrong')).toBe(1);
    expect(await resultOf('system', { action: 'info' })).toBe(1);
    now = addMinutes(now, 15);
    expect(await call('system', { action: 'info' })).toMatchObject({ result: 0, zone: 'Romance Standard Time' });
  });

  it('lists from a position on, and leaves the rows out when there are none', async () => {
    expect(await list('holder', { position: 400 })).toMatchObject({ returned: 31, total: 431 });
    expect(await list('grant', { circle: 4 })).toMatchObject({ returned: 200, total: 230 });
    expect(await list('grant', { circle: 5 })).toEqual({ result: 0, text: 'OK', position: 0, returned: 0, total: 0 });
    for (const wrong of [{ max: 201 }, { max: '50' }, { position: undefined }, { sort: 'no' }])
      expect((await list('circle', wrong))['result']).toBe(11);
    expect((await list('grant', { circle: 6 }))['result']).toBe(40);
    expect(await list('grant', { circle: 3 })).toMatchObject({
      rows: [
        { holder: 60, mode: 'TIMED', override: 0, periods: [slot('2026-11-23 08:45', 85)] },
        { holder: 61, mode: 'PERMANENT', override: 0 },
        { holder: 62, mode: 'OVERRIDE', override: 8 },
      ],
    });
  });

  it('replaces the periods of an override for who knows its revision, in order, within its places', async () => {
    const two = [slot('2026-11-23 08:00', 60), slot('2026-11-23 09:00', 60)];
    expect(await replace(two, { revision: 40 })).toBe(17);
    expect(await replace(two, { revision: '41' })).toBe(11);
    expect(await replace(two, { no: 77 })).toBe(40);
    expect(await replace(two, { caption: 'x' })).toBe(11);
    expect(await replace([...two, slot('2026-11-23 12:00', 5)])).toBe(21);
    for (const wrong of [[...two].reverse(), [slot('2026-11-23 08:00', 0)], [slot('2026-11-23 08:00', 10_000)]])
      expect(await replace(wrong)).toBe(22);
    for (const wrong of ['2026-11-23T08:00', '2026-11-23 08:00:00', '2026-03-29 02:30', '2026-02-30 08:00'])
      expect(await replace([slot(wrong, 60)])).toBe(11);
    expect((await list('override'))['rows']).toMatchObject([{ no: 7, revision: 41, periods: [] }, {}, {}]);
    expect(await call('override', { action: 'replace', no: 7, revision: 41, periods: two })).toEqual({
      ...{ result: 0, text: 'OK', revision: 42 },
    });
    expect((await list('override'))['rows']).toMatchObject([{ no: 7, revision: 42, places: 2, periods: two }, {}, {}]);
  });

  it('counts minutes as they pass: a period over the hour that comes twice ends where the next may begin', async () => {
    // 01:30 summer time and two hours: until 02:30 winter time.
    const night = slot('2026-10-25 01:30', 120);
    expect(await replace([night, slot('2026-10-25 02:30', 5)])).toBe(22);
    expect(await replace([night, slot('2026-10-25 03:00', 5)])).toBe(0);
  });

  it('puts and drops a grant', async () => {
    const timed = { action: 'put', circle: 5, holder: 55, mode: 'TIMED', periods: [slot('2026-11-23 08:00', 60)] };
    const fiftyOne = Array.from({ length: 51 }, (_, index) => slot('2026-11-23 08:00', index + 1));
    expect(await resultOf('grant', { ...timed, periods: fiftyOne })).toBe(22);
    const inOrder = fiftyOne.map((_, index) => slot(`2026-11-23 08:${String(index).padStart(2, '0')}`, 1));
    expect(await resultOf('grant', { ...timed, periods: inOrder })).toBe(21);
    expect(await resultOf('grant', { ...timed, holder: '55' })).toBe(11);
    expect(await resultOf('grant', { ...timed, holder: 999 })).toBe(40);
    expect(await resultOf('grant', timed)).toBe(0);
    expect(await list('grant', { circle: 5 })).toMatchObject({ total: 1, rows: [{ holder: 55, mode: 'TIMED' }] });
    expect(await resultOf('grant', { action: 'drop', circle: 5, holder: 55 })).toBe(0);
    expect(await resultOf('grant', { action: 'drop', circle: 5, holder: 55 })).toBe(40);
  });
});
