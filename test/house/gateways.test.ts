import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GATEWAYS } from '../../src/entry/gateways.ts';
import { readConfiguration } from '../../src/entry/models.ts';
import { VARIABLES } from '../../src/entry/variables.ts';
import type { VariableTable } from '../../src/foundation/variable.ts';
import { loadedWith, ROOT, sourceFiles } from './source.ts';

const sources = new Map(sourceFiles('src').map((file) => [file.path, file]));
const kinds = [...sources.keys()].filter((path) => /^src\/surfaces\/[^/]+\/kind\.ts$/.test(path));

test('every folder of a chat platform is in the list, under its own name', () => {
  const folders = kinds.map((path) => path.split('/')[2]);
  expect(GATEWAYS.map(({ name }) => name).toSorted()).toEqual(folders.toSorted());
});

test('what every command loads of a gateway is none of its library', () => {
  const packages = kinds.flatMap((path) =>
    [...loadedWith(sources, path)].filter((each) => !each.startsWith('src/')),
  );
  expect([...new Set(packages)]).toEqual(['zod']);
});

test('D6: what is named like a secret is declared as one', () => {
  const tables: VariableTable[] = [VARIABLES, ...GATEWAYS.map(({ variables }) => variables)];
  const all = tables.flatMap((table) => Object.entries(table));
  // A number of seconds is no secret, whatever it is that takes so long.
  const named = all.filter(
    ([name]) => /TOKEN|SECRET|PASSWORD|_KEY$/.test(name) && !name.endsWith('_SECONDS'),
  );
  const open = named.filter(([, { secret }]) => !secret);
  expect(open.map(([name]) => name)).toEqual([]);
});

describe.each([...GATEWAYS])('$name', ({ name, variables, title }) => {
  test('a gateway is named as ids of replies and variables can be', () => {
    expect(name).toMatch(/^[a-z]{1,20}$/);
    const settings = Object.keys(variables);
    expect(settings.filter((each) => !each.startsWith(`${name.toUpperCase()}_`))).toEqual([]);
    expect(settings.filter((each) => each in VARIABLES)).toEqual([]);
  });

  test('a gateway is not set up in an environment that does not name it', () => {
    const { gateways } = readConfiguration({});
    expect(gateways.find(({ kind }) => kind.name === name)?.settings).toBeNull();
  });

  test.each([
    ['a page for operators, which doctor names', `docs/${name}.md`],
    ['the stories of all gateways told through it', `test/surfaces/${name}/messages.test.ts`],
  ])(`${title} has %s`, (_what, path) => {
    expect(existsSync(join(ROOT, path)), path).toBe(true);
  });
});
