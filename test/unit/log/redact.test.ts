import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactFields, redactText } from '../../../electron/log/redact';

describe('redaction of the log', () => {
  it('P20 keeps ids, counts, codes and plain addresses', () => {
    const fields = {
      exceptionId: 'E1',
      count: 3,
      isDemo: false,
      until: null,
      address: 'https://pronestor.example.dk/api.mvc',
    };
    expect(redactFields(fields)).toEqual(fields);
  });

  it('P20 hides the values of keys that name secrets or persons', () => {
    const fields = {
      password: 'a',
      apiToken: 'b',
      Cookie: 'c',
      authorization: 'd',
      title: 'e',
      userName: 'f',
      email: 'g',
    };
    for (const value of Object.values(redactFields(fields))) expect(value).toBe('[redacted]');
  });

  it('P20 takes user, password and query out of addresses, and e-mail addresses out of texts', () => {
    expect(redactText('GET https://hanne:hemmelig@unilock.example.dk:8443/api failed')).toBe(
      'GET https://unilock.example.dk:8443/api failed',
    );
    expect(redactText('https://unilock.example.dk/api?key=hemmelig&b=2 and on')).toBe(
      'https://unilock.example.dk/api and on',
    );
    expect(redactText('sent to hanne@example.dk today')).toBe('sent to [redacted] today');
  });

  it('P20 for every user and password in an address: neither is left', () => {
    const word = fc.stringMatching(/^[a-zA-Z\d%!$&'()*+,;=._~-]{4,20}$/);
    fc.assert(
      fc.property(word, word, (user, password) => {
        const left = redactText(`https://x${user}1:y${password}2@host/path`);
        expect(left).toBe('https://host/path');
      }),
    );
  });
});
