import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readTopic } from '../../src/entry/cli/design-request.ts';
import { replaceSettings } from '../../src/entry/cli/settings-text.ts';
import { findCallersFolder, nameOfProgram } from '../../src/entry/config.ts';
import { OWN_FOLDER } from '../../src/entry/own-folder.ts';
import { RECENT, storeWithDesigns } from '../support/designs/old-designs.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';

describe('a topic', () => {
  test('a topic is read from standard input for -', async () => {
    expect(
      await readTopic(
        '-',
        Readable.from([Buffer.from('Where do the '), Buffer.from('logs go?\n')]),
      ),
    ).toBe('Where do the logs go?');
  });

  test('a topic is read from a file for @', async () => {
    const file = join(temporaryFolder(), 'topic.md');
    writeFileSync(file, 'Where do the logs go?\n');
    expect(await readTopic(`@${file}`)).toBe('Where do the logs go?');
    await expect(readTopic('@/nowhere/topic.md')).rejects.toThrow('there is no such file');
  });

  test('A12: a topic from standard input is bounded and text', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(4_096, 'a');
      })(),
    );
    await expect(readTopic('-', endless)).rejects.toThrow('more than 4000 characters');
    await expect(readTopic('-', Readable.from([Buffer.from([0, 1])]))).rejects.toThrow('binary');
    const terminal = Object.assign(Readable.from([]), { isTTY: true });
    await expect(readTopic('-', terminal)).rejects.toThrow('design - < topic.md');
  });
});

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
