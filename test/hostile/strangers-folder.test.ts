import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  assertOwnFile,
  assertOwnFolder,
  chooseDataFolder,
  OWN_FOLDER,
} from '../../src/entry/own-folder.ts';
import { BAD_SECRET } from '../../src/entry/variables.ts';
import { needing } from '../support/runner/needing.ts';
import { called, KEY, ownPlace, setTrap } from './strangers-folder.ts';

const { test: asRoot } = await needing('root');

describe('H5: the settings of the folder that it is called in', () => {
  test('H5: a `.env` and a `data` there are not looked at, so the key goes nowhere', async () => {
    const { place } = ownPlace();
    const { settings, stolen } = await setTrap();
    const cwd = place('repository');
    place('repository/data');
    for (const name of ['.env', 'data/.env'])
      writeFileSync(join(cwd, name), `${settings}DATABASE_URL=nonsense\n`);
    const environment = { ANTHROPIC_API_KEY: KEY, CHARRETTE_DATA_DIR: place('untouched') };
    expect(await called(['list'], environment, cwd)).toMatchObject({ code: 0, stderr: '' });
    const named = await called(['list', '--env-file', '.env'], environment, cwd);
    expect(named.stderr).toContain(`DATABASE_URL ${BAD_SECRET}`);
    expect(stolen).toEqual([]);
  });
});

describe('H5: a data folder that others own or can write', () => {
  test.each([
    ['by its group', 0o770],
    ['by everybody', 0o707],
    ['by everybody, as a shared folder is', 0o1777],
  ])('H5: one that can be written %s is refused', (_, mode) => {
    const { place } = ownPlace();
    const data = place(`written-${mode}`, mode);
    expect(() => assertOwnFolder(data)).toThrow(`The data folder ${data} can be written by others`);
  });

  asRoot('H5: so is one of another user, and settings of one', () => {
    const { place } = ownPlace();
    const data = place('of-somebody');
    assertOwnFolder(data);
    chownSync(data, 65_534, 65_534);
    expect(() => assertOwnFolder(data)).toThrow('belongs to another user (65534)');
    const file = join(place('own'), '.env');
    writeFileSync(file, 'CHARRETTE_LOG_LEVEL=debug\n');
    assertOwnFile(file);
    chownSync(file, 65_534, 65_534);
    expect(() => assertOwnFile(file)).toThrow('belongs to another user');
  });

  test('H5: settings that everybody may write are not read', () => {
    const { place } = ownPlace();
    const file = join(place('own'), 'open.env');
    writeFileSync(file, 'CHARRETTE_LOG_LEVEL=debug\n');
    chmodSync(file, 0o664);
    assertOwnFile(file);
    chmodSync(file, 0o666);
    expect(() => assertOwnFile(file)).toThrow('can be written by others');
  });
});

describe('H5: where the data folder is', () => {
  const installed = '/usr/lib/node_modules/charrette';

  test('H5: in a clone beside its own package.json, wherever it is called', () => {
    expect(chooseDataFolder(null, {})).toBe(join(OWN_FOLDER, 'data'));
    expect(chooseDataFolder('./elsewhere', {})).toBe(join(OWN_FOLDER, 'elsewhere'));
    expect(chooseDataFolder('/srv/charrette', {})).toBe('/srv/charrette');
  });

  test('H5: installed in the state folder of the user, and never in a relative one', () => {
    const home = join(homedir(), '.local', 'state', 'charrette');
    expect(chooseDataFolder(null, { XDG_STATE_HOME: '/state' }, installed)).toBe(
      '/state/charrette',
    );
    expect(chooseDataFolder(null, { XDG_STATE_HOME: 'data' }, installed)).toBe(home);
    expect(chooseDataFolder(null, {}, installed)).toBe(home);
  });
});
