import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../src/entry/models.ts';
import { Fault } from '../../src/foundation/fault.ts';

const PROXY = { CHARRETTE_TRUSTED_PROXIES: '10.0.0.7', CHARRETTE_PROXY_USER_HEADER: 'X-User' };

function refusal(environment: Readonly<Record<string, string>>): string {
  try {
    readConfiguration(environment);
  } catch (error) {
    if (error instanceof Fault && error.code === 'bad_configuration') return error.message;
    throw error;
  }
  throw new Error('it was taken');
}

describe('proxies', () => {
  test('proxies are addresses and networks, with a header in lower case, as requests have it', () => {
    const set = {
      CHARRETTE_TRUSTED_PROXIES: '10.0.0.7, 10.1.0.0/16,fd00::/48',
      CHARRETTE_OPERATORS: 'olga,U01ABC',
    };
    expect(readConfiguration({ ...PROXY, ...set }).proxies).toEqual({
      addresses: ['10.0.0.7', '10.1.0.0/16', 'fd00::/48'],
      userHeader: 'x-user',
      operators: ['olga'],
    });
  });

  test('D8: a header that nobody may send is refused', () => {
    expect(refusal({ ...PROXY, CHARRETTE_TRUSTED_PROXIES: '' })).toContain(
      'so no proxy may send it',
    );
  });

  test.each([
    'proxy.example',
    '10.0.0.0/33',
    '10.0.0.0/0',
    '10.0.0.0/1',
    '/10.0.0.0/1',
    '10.0.0.0/8',
    'fd00::/8',
    '::1/64',
    '::/48',
    '::ffff:0:0/96',
    '::ffff:10.0.0.0/104',
    '10.0.0.7/',
    '10.0.0.7,',
    '*',
  ])('D8: %j is no address of a proxy', (addresses) => {
    expect(refusal({ ...PROXY, CHARRETTE_TRUSTED_PROXIES: addresses })).toContain(
      'addresses or networks',
    );
  });

  test.each(['X User', 'X-User:', ''.padEnd(61, 'x')])('%j is no header', (header) => {
    expect(refusal({ ...PROXY, CHARRETTE_PROXY_USER_HEADER: header })).toContain(
      'the name of a header',
    );
  });
});
