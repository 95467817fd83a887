import { expect, test } from 'vitest';
import { AppManifest } from '../platforms/slack/manifest.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';

const folder = temporaryFolder();

const called = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  calledHere(folder, ['slack-manifest', ...words], environment);

test('the manifest is printed in Slack’s form and nothing else, before anything is configured', async () => {
  const { code, stdout, stderr } = await called([]);
  expect(code).toBe(0);
  expect(AppManifest.parse(JSON.parse(stdout)).settings.socket_mode_enabled).toBe(true);
  expect(stderr).toContain('https://api.slack.com/apps');
});

test('the manifest goes by the configuration, and shows no secret', async () => {
  const { stdout } = await called([], {
    SLACK_BOT_TOKEN: 'xoxb-local',
    SLACK_APP_TOKEN: 'xapp-local',
    CHARRETTE_OPERATORS: 'S01ABC',
  });
  expect(AppManifest.parse(JSON.parse(stdout)).oauth_config.scopes.bot).toContain(
    'usergroups:read',
  );
  expect(stdout).not.toMatch(/xoxb|xapp/);
});
