import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listNeededScopes } from '../../src/surfaces/slack/manifest.ts';
import { REACH } from '../../src/surfaces/slack/settings.ts';
import type { SlackServer } from '../platforms/slack/server.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { slackWith } from '../surfaces/slack/local.ts';
import { calledHere } from './cli.ts';

const folder = temporaryFolder();

const EXACT = { scopes: listNeededScopes({ groups: false }) };
const settingsOf = (slack: SlackServer) => ({
  SLACK_API_URL: slack.apiUrl,
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_APP_TOKEN: slack.appToken,
});
/** What doctor says of Slack, if all is well or what is not. */
async function reported(environment: Readonly<Record<string, string>>): Promise<string[]> {
  const { stdout } = await calledHere(folder, ['doctor'], environment);
  for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']) {
    const secret = environment[name];
    if (secret !== undefined) expect(stdout).not.toContain(secret);
  }
  expect(stdout).not.toContain('ticket');
  return stdout.split('\n').filter((line) => line.startsWith('slack'));
}

describe('doctor on Slack', () => {
  test('without settings: one line, and no problem', async () => {
    expect(await reported({})).toEqual([
      'slack         note     not set up (SLACK_BOT_TOKEN); docs/slack.md has the steps',
    ]);
  });

  test('with Socket Mode and everything in order', async () => {
    const { slack } = await slackWith(EXACT);
    const { workspace } = slack;
    expect(await reported(settingsOf(slack))).toEqual([
      `slack         ok       Socket Mode; @charrette in ${workspace.team.name} (https://${workspace.team.domain}.slack.com/)`,
    ]);
    expect(slack.record.counts()).toEqual({ 'auth.test': 1, 'apps.connections.open': 1 });
    expect(slack.record.violations).toEqual([]);
  });

  test('without scopes: names each, and what to do', async () => {
    const without = EXACT.scopes.filter((scope) => scope !== 'files:read' && scope !== 'im:read');
    const { slack } = await slackWith({ scopes: without });
    const [line] = await reported(settingsOf(slack));
    expect(line).toMatch(
      /problem +missing scopes: files:read, im:read\. Paste what charrette slack-manifest prints under App Manifest .*, and install it again$/,
    );
    expect(slack.record.violations).toEqual([]);
  });

  test.each([
    [
      'SLACK_BOT_TOKEN',
      'xoxb-another',
      /problem +SLACK_BOT_TOKEN: .* \(Slack says invalid_auth\.\) Copy it again/,
    ],
    [
      'SLACK_APP_TOKEN',
      'xapp-another',
      /problem +Slack refuses SLACK_APP_TOKEN \(invalid_auth\): make an app-/,
    ],
  ])(
    'with a token that Slack refuses: says which one, and where to get another: %s',
    async (name, token, words) => {
      const { slack } = await slackWith(EXACT);
      expect(await reported({ ...settingsOf(slack), [name]: token })).toEqual([
        expect.stringMatching(words),
      ]);
    },
  );

  test('with a silent or unreachable Slack', async () => {
    const silent = createServer();
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const apiUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/api/`;
    const tokens = { SLACK_BOT_TOKEN: 'xoxb-local', SLACK_APP_TOKEN: 'xapp-local' };
    expect(await reported({ ...tokens, SLACK_API_URL: apiUrl })).toEqual([
      `slack         problem  Slack could not be reached: it did not answer in time. It was called at ${apiUrl}. ${REACH}`,
    ]);
    expect(await reported({ ...tokens, SLACK_API_URL: 'http://127.0.0.1:1/api/' })).toEqual([
      `slack         problem  Slack could not be reached: bad port. It was called at http://127.0.0.1:1/api/. ${REACH}`,
    ]);
  });
});
