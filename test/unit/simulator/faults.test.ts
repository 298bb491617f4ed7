import { describe, expect, it } from 'vitest';
import { createFaultPlan } from '../../../electron/simulator/faults';

describe('fault plan', () => {
  it('strikes the next n calls of the operation, and no other', () => {
    const faults = createFaultPlan();
    faults.inject({ kind: 'server-error', operation: 'bookings', times: 2 });
    const strikes = (operation: 'bookings' | 'rooms') => faults.take({ operation }).get('server-error') !== undefined;
    expect([strikes('rooms'), strikes('bookings'), strikes('bookings'), strikes('bookings')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(faults.active()).toEqual([]);
  });

  it('lasts until cleared, by its own end or with all others', () => {
    const faults = createFaultPlan();
    const end = faults.inject({ kind: 'denied' });
    faults.inject({ kind: 'login-page' });
    expect(faults.active()).toHaveLength(2);
    end();
    expect(faults.take({ operation: 'groups' }).get('denied')).toBeUndefined();
    expect(faults.take({ operation: 'groups' }).get('login-page')).toBeDefined();
    faults.clear();
    expect(faults.take({ operation: 'groups' }).get('login-page')).toBeUndefined();
  });

  it('keeps to one exception or location', () => {
    const faults = createFaultPlan();
    faults.inject({ kind: 'refusal', exceptionId: '7' });
    faults.inject({ kind: 'server-error', locationId: '12' });
    const write = (exceptionId: string) =>
      faults.take({ operation: 'write-periods', exceptionId }).get('refusal') !== undefined;
    expect([write('7'), write('8')]).toEqual([true, false]);
    expect(faults.take({ operation: 'rooms', locationId: '12' }).get('server-error')).toBeDefined();
    expect(faults.take({ operation: 'rooms', locationId: '27' }).get('server-error')).toBeUndefined();
    expect(faults.take({ operation: 'locations' }).get('server-error')).toBeUndefined();
  });

  it('refuses a fault that could never happen there', () => {
    const faults = createFaultPlan();
    expect(() => faults.inject({ kind: 'answer-lost', operation: 'bookings' })).toThrow(RangeError);
    expect(() => faults.inject({ kind: 'lost-page', page: 1, operation: 'rooms' })).toThrow(RangeError);
    expect(faults.active()).toEqual([]);
  });
});
