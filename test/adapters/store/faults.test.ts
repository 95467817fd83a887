import { expect, test } from 'vitest';
import { convertStoreError as postgresError } from '#adapters/store/postgres/faults.ts';
import { convertStoreError as sqliteError } from '#adapters/store/sqlite/faults.ts';
import { FAULTS, Fault, type FaultCode } from '#foundation/fault.ts';

const given = (facts: object) => Object.assign(new Error('It says why.'), facts);
const codeOf = (error: Error): FaultCode | string =>
  error instanceof Fault ? error.code : error.name;

const PASSING: readonly FaultCode[] = ['store_unavailable', 'store_full', 'store_read_only'];

test.each<readonly [FaultCode, readonly string[]]>([
  ['store_unavailable', ['08006', '08P01', '40001', '40P01', '40003', '25P03', '25P04']],
  ['store_unavailable', ['53000', '53200', '53300', '53400', '55006', '55P03']],
  [
    'store_unavailable',
    ['57000', '57014', '57P01', '57P03', '57P04', '57P05', '28P01', '28000', '3D000'],
  ],
  [
    'store_unavailable',
    ['ECONNREFUSED', 'ENOTFOUND', 'CONNECTION_CLOSED', 'CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED'],
  ],
  ['store_full', ['53100']],
  ['store_read_only', ['25006', '42501']],
  ['invalid_record', ['22000', '22001', '22003', '22021', '22P02', '22P05', '23514', '54000']],
  [
    'store_failed',
    ['42601', '42703', '42P01', '42883', '0A000', '25P02', '26000', '3F000', '54001', '58030'],
  ],
  [
    'store_failed',
    ['XX000', 'XX001', 'XX002', 'ZZ999', 'UNDEFINED_VALUE', 'SASL_SIGNATURE_MISMATCH', ''],
  ],
])('Postgres is told as %s by the codes %s', (fault, codes) => {
  for (const code of codes)
    expect([code, codeOf(postgresError(given({ code })))]).toEqual([code, fault]);
});

test('Postgres: any error of the system’s network is a database that is away', () => {
  const error = postgresError(given({ code: 'EMFILE', syscall: 'connect' }));
  expect(codeOf(error)).toBe('store_unavailable');
});

test.each<readonly [FaultCode, readonly number[]]>([
  ['store_unavailable', [7, 10, 10 | (3 << 8), 11, 14, 26]],
  ['store_in_use', [5, 5 | (1 << 8)]],
  ['store_read_only', [8]],
  ['store_full', [13]],
  ['invalid_record', [18, 275]],
  ['store_failed', [1, 2, 12, 20, 21, 25, 99]],
])('SQLite is told as %s by the codes %s', (fault, codes) => {
  for (const errcode of codes)
    expect([errcode, codeOf(sqliteError(given({ errcode })))]).toEqual([errcode, fault]);
});

test('a store waits for what passes, and for nothing else', () => {
  const waiting = Object.entries(FAULTS).filter(
    ([code, { passes }]) => code.startsWith('store_') && passes,
  );
  expect(waiting.map(([code]) => code).toSorted()).toEqual(PASSING.toSorted());
});
