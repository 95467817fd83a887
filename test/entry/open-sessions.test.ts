import { chmodSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CliContext } from '../../src/entry/cli/cli-context.ts';
import { listGeneralChecks } from '../../src/entry/cli/doctor-lines.ts';
import { readConfiguration } from '../../src/entry/models.ts';
import { openSandbox } from '../../src/entry/open-sessions.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

const inNamespaces = await needing('bubblewrap');

/** A folder with a bubblewrap that fails as it does where user namespaces are forbidden. */
const refusing = temporaryFolder();
const WORDS = 'bwrap: No permissions to create a new namespace';
writeFileSync(join(refusing, 'bwrap'), `#!/bin/sh\necho '${WORDS}' >&2\nexit 1\n`);
chmodSync(join(refusing, 'bwrap'), 0o755);

type Asked = 'auto' | 'bwrap' | 'node';

function configured(asked: Asked, path = process.env.PATH) {
  return readConfiguration({ CHARRETTE_SANDBOX: asked, CHARRETTE_DATA_DIR: tmpdir(), PATH: path });
}

async function opened(asked: Asked, path?: string) {
  const log = keepLog();
  const sandbox = await openSandbox(configured(asked, path), log);
  return { sandbox, logged: log.events };
}

/** What `doctor` says. */
function said(asked: Asked, path?: string) {
  const context = { configuration: configured(asked, path) } as unknown as CliContext;
  const line = listGeneralChecks(context, { daemon: null, why: null }).find(([name]) => name === 'sandbox');
  return line?.[1]();
}

describe('the sandbox of sessions', () => {
  inNamespaces.test('the sandbox is namespaces where available, and the log and doctor say so', async () => {
    for (const asked of ['auto', 'bwrap'] as const) {
      const logged = [{ event: 'sandbox', facts: { sandbox: 'bwrap', withoutNamespaces: null } }];
      expect(await opened(asked)).toEqual({ sandbox: 'bwrap', logged });
      expect(await said(asked)).toMatchObject({ mark: 'ok', words: expect.stringMatching(/^bwrap: /) });
    }
  });

  test.each([
    ['not installed', () => '', 'bubblewrap (bwrap) is not installed'],
    ['forbidden', () => refusing, WORDS],
  ])(
    'the sandbox of sessions is the permission model alone where namespaces are %s, and the log and doctor say why',
    async (_what, path, reason) => {
      const logged = [{ event: 'sandbox', facts: { sandbox: 'node', withoutNamespaces: reason } }];
      expect(await opened('auto', path())).toEqual({ sandbox: 'node', logged });
      expect(await said('auto', path())).toMatchObject({
        mark: 'note',
        words: expect.stringContaining(`permission model alone (${reason})`),
      });
      await expect(opened('bwrap', path())).rejects.toMatchObject({
        code: 'bad_configuration',
        message: expect.stringContaining(reason),
      });
      expect(await said('bwrap', path())).toMatchObject({ mark: 'problem' });
    },
  );

  test('the sandbox is the permission model alone on request', async () => {
    expect((await opened('node')).sandbox).toBe('node');
    expect(await said('node')).toMatchObject({ mark: 'note' });
  });
});
