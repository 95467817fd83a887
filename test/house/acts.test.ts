import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Act, ThreadAct } from '../../src/acts/act.ts';
import { ACTS, IN_THREADS } from '../../src/acts/table.ts';
import { commandNameOf } from '../../src/entry/cli/verb.ts';
import { VERBS } from '../../src/entry/commands/verbs.ts';
import { WHO_MAY, whoMay } from '../support/designs/who-may.ts';
import { sourceFiles } from './source.ts';

const rows = Object.entries<Act>(ACTS);
const all: readonly (Act | ThreadAct)[] = [
  ...Object.values<Act>(ACTS),
  ...Object.values<ThreadAct>(IN_THREADS),
];
const twice = (names: readonly string[]) => names.filter((name, at) => names.indexOf(name) !== at);

/** Words of paths that begin a collection or name an act: `cancel` of `/designs/:id/cancel`. */
const segments = new Set(
  rows.flatMap(([, { route }]) =>
    route.split('/').filter((part) => /^[a-z-]+$/.test(part) && part !== 'designs'),
  ),
);
/**
 * Pages and platforms have addresses of their own, and what has left is named where it is told so.
 */
const OTHERS =
  /^src\/(?:core|acts|surfaces\/(?:http\/(?:console|sign-in)\/|http\/routes\/page-routes|slack))/;

describe('the table of acts', () => {
  test('an act, a control, a verb of the command line and a tool stand in it once', () => {
    expect(twice(rows.map(([, { route }]) => route))).toEqual([]);
    expect(twice(all.flatMap(({ verbs = {} }) => Object.keys(verbs)))).toEqual([]);
    expect(
      twice(rows.flatMap(([, { typed = [] }]) => typed.map(({ synopsis }) => synopsis))),
    ).toEqual([]);
    expect(twice(VERBS.map(commandNameOf))).toEqual([]);
    expect(twice(rows.flatMap(([, { tool }]) => (tool === undefined ? [] : [tool.name])))).toEqual(
      [],
    );
  });

  test('a field has its words, which each surface shows', () => {
    const silent = rows
      .filter(([, { least }]) => least !== 'command line')
      .flatMap(([name, { body, query }]) =>
        [...Object.entries(body?.shape ?? {}), ...Object.entries(query?.shape ?? {})]
          .filter(([, field]) => field.description === undefined)
          .map(([field]) => `${name}.${field}`),
      );
    expect(silent).toEqual([]);
  });

  test('docs/who-may.md is what npm run generate:who-may writes', () => {
    expect(readFileSync(WHO_MAY, 'utf8'), 'npm run generate:who-may').toBe(whoMay());
  });

  test('no other file says where the API has an act', () => {
    const stated = new RegExp(`["'\`}]/(?:${[...segments].join('|')})(?=["'\`/?$])`, 'g');
    const wrong = sourceFiles('src')
      .filter(({ path }) => !OTHERS.test(path))
      .flatMap(({ path, text }) =>
        [...text.matchAll(stated)].map(([found]) => `${path}: ${found.slice(1)}`),
      );
    expect(wrong).toEqual([]);
  });
});
