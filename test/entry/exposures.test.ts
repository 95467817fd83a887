import { describe, expect, test } from 'vitest';
import { listExposures } from '../../src/entry/exposures.ts';
import { readConfiguration } from '../../src/entry/models.ts';
import { isLoopback } from '../../src/foundation/loopback.ts';

const eventsIn = (environment: Record<string, string>) =>
  listExposures(readConfiguration(environment)).map(({ event }) => event);
const OPEN = { CHARRETTE_HTTP_HOST: '0.0.0.0' };

describe('what stands in the clear on a network', () => {
  test.each([
    ['the defaults', {}, []],
    ['this machine by its name', { CHARRETTE_HTTP_HOST: 'localhost' }, []],
    ['every address', OPEN, ['http_without_tls', 'metrics_with_admin_token']],
    [
      'every address of IPv6',
      { CHARRETTE_HTTP_HOST: '::' },
      ['http_without_tls', 'metrics_with_admin_token'],
    ],
    [
      'one behind TLS',
      { ...OPEN, CHARRETTE_PUBLIC_URL: 'https://charrette.example' },
      ['metrics_with_admin_token'],
    ],
    [
      'one that is not',
      { ...OPEN, CHARRETTE_PUBLIC_URL: 'http://charrette.example' },
      ['http_without_tls', 'metrics_with_admin_token'],
    ],
    [
      'a token for metrics',
      { ...OPEN, CHARRETTE_METRICS_TOKEN: 'm'.repeat(16) },
      ['http_without_tls'],
    ],
    ['Postgres here', { DATABASE_URL: 'postgres://a@127.0.0.1/b' }, []],
    ['Postgres by a socket', { DATABASE_URL: 'postgres://a@%2Frun%2Fpostgresql/b' }, []],
    [
      'Postgres elsewhere',
      { DATABASE_URL: 'postgres://a@db.example/b' },
      ['database_not_verified'],
    ],
    [
      'it by TLS with anybody',
      { DATABASE_URL: 'postgres://a@db.example/b?sslmode=require' },
      ['database_not_verified'],
    ],
    ['it with a check', { DATABASE_URL: 'postgres://a@db.example/b?sslmode=verify-full' }, []],
    [
      'one of two hosts',
      { DATABASE_URL: 'postgres://a@127.0.0.1,db.example/b' },
      ['database_not_verified'],
    ],
  ] as const)('%s', (_, environment, events) => {
    expect(eventsIn(environment)).toEqual(events);
  });

  test('no words of it hold a secret', () => {
    const [found] = listExposures(
      readConfiguration({ DATABASE_URL: 'postgres://a:never-shown@db.example/b' }),
    );
    expect(found?.words).toContain('Postgres at db.example is not verified');
    expect(found?.words).not.toContain('never-shown');
  });

  test.each([
    ['127.0.0.1', true],
    ['127.8.9.1', true],
    ['::1', true],
    ['localhost', true],
    ['api.localhost', true],
    ['0.0.0.0', false],
    ['10.0.0.1', false],
    ['localhost.example', false],
  ])('%s is this machine alone: %s', (host, isAlone) => {
    expect(isLoopback(host)).toBe(isAlone);
  });
});

test('T7: limits by person and day hold before anybody sets them, and each can be switched off', () => {
  const limitsIn = (environment: Record<string, string>) => {
    const { budgetUsdPerDay, isDefaultDayBudget, designsPerPersonPerDay, capacityPerPerson } =
      readConfiguration(environment);
    return [budgetUsdPerDay, isDefaultDayBudget, designsPerPersonPerDay, capacityPerPerson];
  };
  const [BUDGET, DESIGNS] = [
    'CHARRETTE_BUDGET_USD_PER_DAY',
    'CHARRETTE_DESIGNS_PER_PERSON_PER_DAY',
  ];
  expect(limitsIn({})).toEqual([50, true, 10, 10]);
  expect(limitsIn({ [BUDGET]: '', [DESIGNS]: '' })).toEqual([50, true, 10, 10]);
  expect(limitsIn({ [BUDGET]: 'none', [DESIGNS]: 'none' })).toEqual([null, false, null, 10]);
  for (const name of [BUDGET, DESIGNS])
    expect(() => limitsIn({ [name]: '0' })).toThrow(`${name} is "0"`);
  expect(limitsIn({ [BUDGET]: '50', [DESIGNS]: '3' })).toEqual([50, false, 3, 10]);
});
