import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../src/entry/config.ts';
import { Fault } from '../../src/runtime/fault.ts';

const COMPANY = {
  CHARRETTE_PUBLIC_URL: 'https://charrette.example',
  CHARRETTE_OIDC_ISSUER: 'https://id.acme.example/realms/main',
  CHARRETTE_OIDC_CLIENT_ID: 'charrette',
  CHARRETTE_OIDC_CLIENT_SECRET: 'the-secret-of-the-client',
};
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

describe('the provider of the company', () => {
  test('is absent unless it is set, also with empty lines as they stand in an example', () => {
    expect(readConfiguration({}).company).toBeNull();
    const empty = Object.fromEntries(Object.keys(COMPANY).map((name) => [name, '']));
    expect(readConfiguration(empty).company).toBeNull();
  });

  test('has a title, a scope and no operators by default', () => {
    expect(readConfiguration(COMPANY).company).toEqual({
      issuer: new URL(COMPANY.CHARRETTE_OIDC_ISSUER),
      clientId: 'charrette',
      clientSecret: 'the-secret-of-the-client',
      title: 'your company',
      scope: 'openid profile email',
      operators: [],
    });
  });

  test('D8: names operators by claims, whose values may have the signs of groups and addresses', () => {
    const set = {
      CHARRETTE_OIDC_OPERATORS:
        'groups=charrette-operators, https://acme.example/role=a=b ,roles=/ops/on call',
    };
    expect(readConfiguration({ ...COMPANY, ...set }).company?.operators).toEqual([
      { name: 'groups', value: 'charrette-operators' },
      { name: 'https://acme.example/role', value: 'a=b' },
      { name: 'roles', value: '/ops/on call' },
    ]);
  });

  test.each(['CHARRETTE_OIDC_ISSUER', 'CHARRETTE_OIDC_CLIENT_ID', 'CHARRETTE_OIDC_CLIENT_SECRET'])(
    'is refused without %s',
    (name) => {
      expect(refusal({ ...COMPANY, [name]: '' })).toContain('go together. Set all three, or none.');
    },
  );

  test.each([
    ['no public address', { CHARRETTE_PUBLIC_URL: '' }, 'to which the provider sends people back'],
    ['plain HTTP elsewhere', { CHARRETTE_OIDC_ISSUER: 'http://id.acme.example' }, 'an https URL'],
    ['a name for an address', { CHARRETTE_OIDC_ISSUER: 'acme' }, 'an https URL'],
    ['a scope without openid', { CHARRETTE_OIDC_SCOPE: 'profile email' }, 'openid among them'],
    ['a scope that only ends so', { CHARRETTE_OIDC_SCOPE: 'notopenid' }, 'openid among them'],
    ['a claim without a value', { CHARRETTE_OIDC_OPERATORS: 'groups' }, 'claims and values'],
    ['a claim without a name', { CHARRETTE_OIDC_OPERATORS: '=operators' }, 'claims and values'],
    ['a comma too many', { CHARRETTE_OIDC_OPERATORS: 'groups=operators,' }, 'claims and values'],
    ['a title of many words', { CHARRETTE_OIDC_TITLE: 'x'.repeat(61) }, 'up to 60 characters'],
  ])('is refused with %s', (_, set, words) => {
    expect(refusal({ ...COMPANY, ...set })).toContain(words);
  });

  test('D6: a secret that is too short is refused without being shown', () => {
    const words = refusal({ ...COMPANY, CHARRETTE_OIDC_CLIENT_SECRET: 'seven77' });
    expect(words).toContain('CHARRETTE_OIDC_CLIENT_SECRET is (not shown: it is a secret)');
    expect(words).not.toContain('seven77');
  });

  test('may be on this machine without TLS', () => {
    const { company } = readConfiguration({ ...COMPANY, CHARRETTE_OIDC_ISSUER: 'http://127.0.0.1:5000' });
    expect(company?.issuer.href).toBe('http://127.0.0.1:5000/');
  });
});

describe('proxies', () => {
  test('are addresses and networks, with a header in lower case, as requests have it', () => {
    const set = {
      CHARRETTE_TRUSTED_PROXIES: '10.0.0.7, 10.1.0.0/16,fd00::/8',
      CHARRETTE_PROXY_OPERATORS: 'olga',
    };
    expect(readConfiguration({ ...PROXY, ...set }).proxies).toEqual({
      addresses: ['10.0.0.7', '10.1.0.0/16', 'fd00::/8'],
      userHeader: 'x-user',
      operators: ['olga'],
    });
  });

  test('D8: a header that nobody may send is refused', () => {
    expect(refusal({ ...PROXY, CHARRETTE_TRUSTED_PROXIES: '' })).toContain('so nobody may send it');
  });

  test.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/0', '10.0.0.7/', '10.0.0.7,', '*'])(
    'D8: %j is no address of a proxy',
    (addresses) => {
      expect(refusal({ ...PROXY, CHARRETTE_TRUSTED_PROXIES: addresses })).toContain('addresses or networks');
    },
  );

  test.each(['X User', 'X-User:', ''.padEnd(61, 'x')])('%j is no header', (header) => {
    expect(refusal({ ...PROXY, CHARRETTE_PROXY_USER_HEADER: header })).toContain('the name of a header');
  });
});
