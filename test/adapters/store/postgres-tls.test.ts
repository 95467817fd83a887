import { expect, test } from 'vitest';
import { findTlsProblem } from '#adapters/store/postgres/tls.ts';

test.each([
  ['', null],
  ['?sslmode=require', null],
  ['?sslmode=verify-ca&sslrootcert=/ca.pem', null],
  ['?sslmode=verify-full&sslrootcert=system', null],
  ['?sslmode=require&sslcert=/a.pem&sslkey=/a.key', null],
  ['?sslmode=verify-full&sslrootcert=ca.pem', /^sslrootcert .*not an absolute path/],
  ['?sslmode=require&sslcert=system&sslkey=/a.key', /^sslcert .*not an absolute path/],
  ['?sslmode=require&sslcert=/a.pem', /^sslcert and sslkey go together/],
  ['?sslmode=prefer', /sslmode is not supported: use sslmode=require/],
  ['?sslmode=banana', /sslmode is not supported: use sslmode=require/],
  ['?sslmode=', /sslmode is not supported: use sslmode=require/],
  ['?sslrootcert=/ca.pem', /^sslrootcert .*needs sslmode/],
])(
  'the TLS parameters of a URL, given by %s, are understood, or their fault is named: %s',
  (asked, problem) => {
    const expected = problem === null ? null : expect.stringMatching(problem);
    expect(findTlsProblem(`postgres://ana@db.example/designs${asked}`)).toEqual(expected);
  },
);
