import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { needing } from '../support/needing.ts';
import { ASKS, called, ENTRY, KEY, ownPlace, setTrap } from './strangers-folder.ts';

const { test: onLinux } = await needing('Linux');

describe('H5: the settings of the folder that it is called in', () => {
  test('H5: the trap would work: what is named is read, one line says so, and the key goes there', async () => {
    const { folder, place } = ownPlace();
    const { settings, stolen } = await setTrap();
    const cwd = place('repository');
    writeFileSync(join(cwd, 'mine.env'), settings);
    const environment = { ANTHROPIC_API_KEY: KEY, CHARRETTE_DATA_DIR: join(folder, 'named') };
    const { stderr } = await called([...ASKS, '--env-file', 'mine.env', '--deadline', '1'], environment, cwd);
    expect(stderr.split('\n')[0]).toBe(`Settings: ${join(cwd, 'mine.env')}`);
    expect(new Set(stolen)).toEqual(new Set([`Bearer ${KEY}`]));
  });

  test('H5: a `.env` in the data folder is read, what the environment says stays, and a missing file is wrong usage', async () => {
    const { folder, place } = ownPlace();
    const data = place('own-data');
    writeFileSync(join(data, '.env'), 'CHARRETTE_HTTP_PORT=nonsense\nCHARRETTE_STANDBY=nonsense\n');
    const { code, stderr } = await called(['list'], { CHARRETTE_DATA_DIR: data }, folder);
    expect(code).toBe(2);
    expect(stderr).toContain(`Settings: ${join(data, '.env')}\n`);
    expect(stderr).toContain('CHARRETTE_STANDBY is "nonsense"');
    expect(stderr).not.toContain('CHARRETTE_HTTP_PORT is');
    const missing = await called(['list', '--env-file', 'nowhere'], { CHARRETTE_DATA_DIR: data }, folder);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(/^The settings in \S*nowhere cannot be read: .+\n$/);
    const huge = join(data, 'huge');
    writeFileSync(huge, '');
    truncateSync(huge, 5_000_000_000);
    for (const [file, why] of [
      [huge, 'larger than'],
      ['/dev/zero', 'not a file'],
    ] as const) {
      const refused = await called(['list', '--env-file', file], { CHARRETTE_DATA_DIR: data }, folder);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(why) });
    }
  });

  test('H5: an endpoint in the data folder gets no key of the environment, and nothing there opens this machine', async () => {
    const { folder, place } = ownPlace();
    const { settings, stolen } = await setTrap();
    const data = place('restored');
    writeFileSync(join(data, '.env'), `${settings}CHARRETTE_SANDBOX=node\nCHARRETTE_HTTP_HOST=0.0.0.0\n`);
    const environment = { CHARRETTE_DATA_DIR: data, ANTHROPIC_API_KEY: KEY };
    const { code, stderr } = await called(ASKS, environment, folder);
    expect(code).toBe(2);
    for (const words of [
      'ANTHROPIC_BASE_URL is set there without ANTHROPIC_API_KEY',
      'CHARRETTE_SANDBOX is never read from a data folder',
      'CHARRETTE_HTTP_HOST is never read',
    ])
      expect(stderr).toContain(words);
    expect(stolen).toEqual([]);
  });

  test('a file with a byte-order mark is read, and a line that is no setting is named without what it says', async () => {
    const { folder, place } = ownPlace();
    const file = join(place('odd'), 'odd.env');
    const reading = () =>
      called(['list', '--env-file', file], { CHARRETTE_DATA_DIR: place('odd/data') }, folder);
    writeFileSync(file, '\ufeffCHARRETTE_STANDBY=nonsense\n');
    expect((await reading()).stderr).toContain('CHARRETTE_STANDBY is "nonsense"');
    const several = '# ours\n\nexport SOME="one\n  two: 2\n"\r\n OTHER = 3 # three\n';
    writeFileSync(file, `${several}CHARRETTE_ADMIN_TOKEN: a-secret\n`);
    expect(await reading()).toMatchObject({
      code: 2,
      stderr: `The settings in ${file} cannot be read: line 7 is not a setting. Write NAME=value.\n`,
    });
    writeFileSync(file, several);
    expect((await reading()).code).toBe(0);
  });

  onLinux(
    'H5: called by its own name, as when it is installed, nothing but Charrette reads `--env-file`, and it says what is missing',
    async () => {
      const { folder, place } = ownPlace();
      const environment = { CHARRETTE_DATA_DIR: place('by-name') };
      const byName = (...words: string[]) => called(['list', ...words], environment, folder, [ENTRY]);
      const unguarded = await called(['list', '--env-file', 'nowhere'], environment, folder, [
        process.execPath,
        ENTRY,
      ]);
      expect(unguarded).toMatchObject({ code: 9, stderr: expect.stringContaining('nowhere: not found') });
      const missing = await byName('--env-file', 'nowhere');
      expect(missing).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^The settings in \S*nowhere /),
      });
      writeFileSync(join(folder, 'loaded.env'), 'CHARRETTE_STANDBY=nonsense\n');
      const optional = await byName('--env-file-if-exists=loaded.env');
      expect(optional).toMatchObject({ code: 2, stderr: expect.stringContaining('unknown option') });
      expect(optional.stderr).not.toContain('CHARRETTE_STANDBY');
    },
  );
});

describe('H5: a data folder that others own or can write', () => {
  test('H5: no command works in one that others can write, and no setting of it is read', async () => {
    const { folder, place } = ownPlace();
    const { settings, stolen } = await setTrap();
    const data = place('shared', 0o1777);
    writeFileSync(join(data, '.env'), settings);
    for (const words of [['list'], ['serve'], ASKS]) {
      const { code, stderr } = await called(
        words,
        { CHARRETTE_DATA_DIR: data, ANTHROPIC_API_KEY: KEY },
        folder,
      );
      expect({ words, code }).toEqual({ words, code: 2 });
      expect(stderr).toContain(`The data folder ${data} can be written by others`);
      expect(stderr).toContain('CHARRETTE_DATA_DIR');
    }
    expect(stolen).toEqual([]);
  });
});
