import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ASKS, called, KEY, ownPlace, setTrap } from './strangers-folder.ts';

describe('H5: the settings of the folder that it is called in', () => {
  test('H5: the trap would work: what is named is read, one line says so, and the key goes there', async () => {
    const { folder, place } = ownPlace();
    const { settings, stolen } = await setTrap();
    const cwd = place('repository');
    writeFileSync(join(cwd, 'mine.env'), settings);
    const environment = { ANTHROPIC_API_KEY: KEY, CHARRETTE_DATA_DIR: join(folder, 'named') };
    const { stderr } = await called(
      [...ASKS, '--env-file', 'mine.env', '--deadline', '1'],
      environment,
      cwd,
    );
    expect(stderr.split('\n')[0]).toBe(`Settings: ${join(cwd, 'mine.env')}`);
    expect(stolen).toContain(`Bearer ${KEY}`);
  });

  test('H5: a data folder’s `.env` is read, the environment wins, and a missing file is wrong usage', async () => {
    const { folder, place } = ownPlace();
    const data = place('own-data');
    writeFileSync(join(data, '.env'), 'CHARRETTE_HTTP_PORT=nonsense\nCHARRETTE_STANDBY=nonsense\n');
    const { code, stderr } = await called(['list'], { CHARRETTE_DATA_DIR: data }, folder);
    expect(code).toBe(2);
    expect(stderr).toContain(`Settings: ${join(data, '.env')}\n`);
    expect(stderr).toContain('CHARRETTE_STANDBY is "nonsense"');
    expect(stderr).not.toContain('CHARRETTE_HTTP_PORT is');
    const missing = await called(
      ['list', '--env-file', 'nowhere'],
      { CHARRETTE_DATA_DIR: data },
      folder,
    );
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(/^The settings in \S*nowhere cannot be read: .+\n$/);
    const huge = join(data, 'huge');
    writeFileSync(huge, '');
    truncateSync(huge, 5_000_000_000);
    for (const [file, why] of [
      [huge, 'larger than'],
      ['/dev/zero', 'not a file'],
    ] as const) {
      const refused = await called(
        ['list', '--env-file', file],
        { CHARRETTE_DATA_DIR: data },
        folder,
      );
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(why) });
    }
  });
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
