import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { replaceSettings } from '../../src/entry/cli/settings-text.ts';
import { findCallersFolder, nameOfProgram } from '../../src/entry/config.ts';
import { OWN_FOLDER } from '../../src/entry/own-folder.ts';
import { RECENT, storeWithDesigns } from '../support/designs/old-designs.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';

describe('where one stands', () => {
  const script = {
    npm_lifecycle_event: 'charrette',
    npm_package_json: join(OWN_FOLDER, 'package.json'),
  };

  test('where one stands is the folder in which npm was called, for the scripts of the clone', () => {
    expect(findCallersFolder({ ...script, INIT_CWD: '/srv/shop' })).toBe('/srv/shop');
    expect(nameOfProgram(script)).toBe('npm run charrette --');
  });

  test("where one stands is where the process stands, for an installed command, also in another package's script", () => {
    const other = { ...script, npm_package_json: '/srv/shop/package.json', INIT_CWD: '/srv' };
    expect(findCallersFolder(other)).toBeNull();
    expect(nameOfProgram(other)).toBe('charrette');
    expect(nameOfProgram({ npm_lifecycle_event: 'npx' })).toBe('npx charrette');
  });
});

describe('a settings file', () => {
  test('a settings file keeps its comments and other settings, and gets each setting once', () => {
    const text = '# ours\nCHARRETTE_HTTP_PORT=8800\nexport DATABASE_URL=old\nDATABASE_URL=older\n';
    expect(
      replaceSettings(text, {
        DATABASE_URL: 'postgres://a:b@c/d',
        ANTHROPIC_API_KEY: 'with space',
      }),
    ).toBe(
      "# ours\nCHARRETTE_HTTP_PORT=8800\nDATABASE_URL=postgres://a:b@c/d\nANTHROPIC_API_KEY='with space'\n",
    );
  });

  test('D6: a settings file refuses a value that would come out as another one', () => {
    expect(() => replaceSettings('', { DATABASE_URL: '\'"`' })).toThrow(
      'Set it in the environment',
    );
  });
});

describe('a design that has ended', () => {
  test('an ended design is listed with the way to its page, the place of its id as it is', async () => {
    const dataDir = temporaryFolder();
    await storeWithDesigns(dataDir);
    const environment = { CHARRETTE_PUBLIC_URL: 'https://charrette.example' };
    const { stderr } = await calledHere(dataDir, ['list'], environment);
    const opened = await calledHere(dataDir, ['open', RECENT], environment);
    expect(opened.stdout).toBe(`https://charrette.example/designs/${RECENT}\n`);
    expect(stderr).toContain('Open its page: https://charrette.example/designs/<id>\n');
  });
});
