import { expect, test } from 'vitest';
import { splitHosts } from '#adapters/store/postgres/urls.ts';

test('a database URL with one host is that URL', () => {
  for (const url of [
    'postgres://ada@localhost/charrette',
    'postgresql://ada:p%40ss,word@db.example:5433/charrette?sslmode=require',
    'postgres://[::1]:5432/charrette',
    'postgres://localhost',
  ]) {
    expect(splitHosts(url)).toEqual([url]);
  }
});

test('a database URL with several hosts is one URL for each, in their order', () => {
  expect(splitHosts('postgres://ada:a,b@first:5432,second/charrette?sslmode=require')).toEqual([
    'postgres://ada:a,b@first:5432/charrette?sslmode=require',
    'postgres://ada:a,b@second/charrette?sslmode=require',
  ]);
  expect(splitHosts('postgres://first,second')).toEqual(['postgres://first', 'postgres://second']);
});

test('an invalid URL stays invalid', () => {
  for (const text of ['', 'nonsense', '://', 'a,b']) {
    expect(splitHosts(text).every((url) => URL.canParse(url))).toBe(false);
  }
});
