import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { LOCAL } from '../../src/adapters/http/access/local.ts';
import { listen } from '../../src/adapters/http/server.ts';
import { neededScopes } from '../../src/adapters/slack/manifest.ts';
import { readConfiguration } from '../../src/entry/config.ts';
import { removeDaemonFile, writeDaemonFile } from '../../src/entry/daemon-file.ts';
import { modelSettingsOf } from '../../src/entry/model-settings.ts';
import { Client, LOCAL_TOKEN, slackByHttp } from '../adapters/http/client.ts';
import { clientOptions, slackWith } from '../adapters/slack/local.ts';
import { openWorkshop, startEngine, type Workshop } from '../engine/running-engine.ts';
import { listening } from '../platforms/http.ts';
import type { SlackServer } from '../platforms/slack/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { calledHere } from './cli.ts';

const folder = temporaryFolder();
let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(async () => {
  await workshop.close();
});

const EXACT = { scopes: neededScopes({ groups: false }) };
const socketMode = (slack: SlackServer) => ({
  SLACK_API_URL: slack.apiUrl,
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_APP_TOKEN: slack.appToken,
});
const httpMode = (slack: SlackServer) => ({
  SLACK_API_URL: slack.apiUrl,
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_SIGNING_SECRET: slack.signingSecret,
});

/** What doctor says of Slack, line by line, and whether it found a problem there. */
async function reported(environment: Readonly<Record<string, string>>): Promise<string[]> {
  const { stdout } = await calledHere(folder, ['doctor'], environment);
  for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET']) {
    const secret = environment[name];
    if (secret !== undefined) expect(stdout).not.toContain(secret);
  }
  expect(stdout).not.toContain('ticket');
  return stdout.split('\n').filter((line) => line.startsWith('slack'));
}

/** A daemon's HTTP with Slack at its port; `secret` is the one that it was started with. */
async function runningDaemon(slack: SlackServer, secret: string | null): Promise<Record<string, string>> {
  const { engine } = await startEngine(workshop);
  onTestFinished(() => engine.stop());
  const client = new Client(
    engine,
    secret === null ? {} : { gateways: slackByHttp(listener(slack, secret)) },
  );
  const [server, local] = [await listen(client, '127.0.0.1', 0), await listen(client, '127.0.0.1', 0, LOCAL)];
  await writeDaemonFile(folder, {
    local: `http://127.0.0.1:${local.port}`,
    token: LOCAL_TOKEN,
    url: `http://127.0.0.1:${server.port}`,
    models: modelSettingsOf(readConfiguration({})),
  });
  onTestFinished(async () => {
    await removeDaemonFile(folder, LOCAL_TOKEN);
    await Promise.all([server.close(100), local.close(100)]);
  });
  return {};
}

function listener(slack: SlackServer, signingSecret: string) {
  const { logger } = clientOptions(slack);
  const receiver = new HTTPReceiver({ signingSecret, logger });
  const authorize = async () => ({ botToken: slack.botToken });
  new App({ receiver, authorize, logger, clientOptions: clientOptions(slack) });
  return receiver.requestListener;
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
    expect(await reported(socketMode(slack))).toEqual([
      `slack         ok       Socket Mode; @charrette in ${workspace.team.name} (https://${workspace.team.domain}.slack.com/)`,
      'slack scopes  ok       all 14 that are needed',
      'slack events  ok       Slack opens connections for SLACK_APP_TOKEN; no daemon is running',
      'slack agent   ok       the app is an agent: Slack shows in its threads who has to act, with a stop button',
    ]);
    expect(slack.record.counts()).toEqual({
      'auth.test': 1,
      'apps.connections.open': 1,
      'agents.sessions.setStatus': 1,
    });
    expect(slack.record.violations).toEqual([]);
  });

  test('with both ways in configured: says which one is taken', async () => {
    const { slack } = await slackWith(EXACT);
    const [line] = await reported({ ...socketMode(slack), SLACK_SIGNING_SECRET: slack.signingSecret });
    expect(line).toMatch(
      /ok +Socket Mode; .*; SLACK_SIGNING_SECRET is not used, because SLACK_APP_TOKEN is set$/,
    );
    expect(slack.record.violations).toEqual([]);
  });

  test('without scopes: names each, its purpose, and what to do', async () => {
    const without = EXACT.scopes.filter((scope) => scope !== 'files:read' && scope !== 'im:read');
    const { slack } = await slackWith({ scopes: without });
    const [, line] = await reported(socketMode(slack));
    expect(line).toMatch(
      /^slack scopes +problem +missing: files:read \(so that the bot can read text files attached to answers\); im:read \(so that .*\)\. Paste what charrette slack-manifest prints under App Manifest .*, and install it again$/,
    );
    expect(slack.record.violations).toEqual([]);
  });

  test('with an app that is not an agent: says what is missing by it, and that it is no problem', async () => {
    const { slack } = await slackWith({ ...EXACT, isAgent: false });
    const [, , , agent] = await reported(socketMode(slack));
    expect(agent).toMatch(
      /^slack agent +note +the app is not an agent \(not_authorized\), .* everything else works\. Paste what charrette slack-manifest prints/,
    );
  });

  test('with user groups named: requires them to be readable; a right too many is only noted', async () => {
    const { slack } = await slackWith(EXACT);
    const [, lacking] = await reported({ ...socketMode(slack), CHARRETTE_OPERATORS: 'S01ABC' });
    expect(lacking).toMatch(/problem +missing: usergroups:read /);
    const { slack: generous } = await slackWith({ scopes: [...EXACT.scopes, 'usergroups:read'] });
    const [, more] = await reported(socketMode(generous));
    expect(more).toMatch(/note +all 14 that are needed, plus: usergroups:read$/);
    expect([...slack.record.violations, ...generous.record.violations]).toEqual([]);
  });

  test('with tokens that Slack refuses: says which one, and where to get another', async () => {
    const { slack } = await slackWith();
    const unknown = { SLACK_BOT_TOKEN: 'xoxb-another', SLACK_APP_TOKEN: 'xapp-another' };
    expect(await reported({ ...socketMode(slack), ...unknown })).toEqual([
      'slack         problem  SLACK_BOT_TOKEN: The app was uninstalled, or its token has changed: install it again. (Slack says invalid_auth.) Copy it again at https://api.slack.com/apps, in your app.',
      'slack scopes  note     known once the token works',
      'slack events  problem  Slack refuses SLACK_APP_TOKEN (invalid_auth): make an app-level token with the scope connections:write under Basic Information at https://api.slack.com/apps, in your app, and copy it again',
      'slack agent   note     known once the token works',
    ]);
    slack.workspace.revoke();
    const [revoked] = await reported(socketMode(slack));
    expect(revoked).toMatch(
      /problem +SLACK_BOT_TOKEN: The app was uninstalled.*install it again.*token_revoked/,
    );
    expect(slack.record.violations).toEqual([
      'auth.test: invalid_auth {}',
      'apps.connections.open: invalid_auth {}',
    ]);
  });

  test('with a silent or unreachable Slack', async () => {
    const silent = createServer();
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const apiUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/api/`;
    const tokens = { SLACK_BOT_TOKEN: 'xoxb-local', SLACK_APP_TOKEN: 'xapp-local' };
    const lines = await reported({ ...tokens, SLACK_API_URL: apiUrl });
    const later = 'slack scopes  note     known once the token works';
    const late = `Slack could not be reached: it did not answer in time. It was called at ${apiUrl}.`;
    const agent = 'slack agent   note     known once the token works';
    expect(lines).toEqual([`slack         problem  ${late}`, later, `slack events  problem  ${late}`, agent]);
    const away = await reported({ ...tokens, SLACK_API_URL: 'http://127.0.0.1:1/api/' });
    const words = 'Slack could not be reached: bad port. It was called at http://127.0.0.1:1/api/.';
    expect(away).toEqual([
      `slack         problem  ${words}`,
      later,
      `slack events  problem  ${words}`,
      agent,
    ]);
  });
});

test.each(['null', '7', '"a text"', '<h1>Sign in</h1>'])(
  'with %s in the place of Slack does not mistake it',
  async (body) => {
    const { origin, close } = await listening(async (_request, response) => void response.end(body), String);
    onTestFinished(close);
    const tokens = { SLACK_BOT_TOKEN: 'xoxb-local', SLACK_APP_TOKEN: 'xapp-local' };
    const words = `The answer did not come from Slack. It was called at ${origin}/.`;
    expect(await reported({ ...tokens, SLACK_API_URL: `${origin}/` })).toEqual([
      `slack         problem  ${words}`,
      'slack scopes  note     known once the token works',
      `slack events  problem  ${words}`,
      'slack agent   note     known once the token works',
    ]);
  },
);

describe('doctor on Slack by HTTP', () => {
  test('without a daemon: names the address that Slack calls, and says that it was not tried', async () => {
    const { slack } = await slackWith(EXACT);
    const [line, , events] = await reported(httpMode(slack));
    expect(line).toMatch(/ok +HTTP; @charrette in /);
    expect(events).toBe(
      'slack events  note     Slack must call https://<your address>/slack/events, which must lead to http://127.0.0.1:1/slack/events; no daemon is running, so this was not tried',
    );
    expect(slack.record.violations).toEqual([]);
  });

  test.each([
    ['the same settings', 'same', /ok +Slack must call .*; the daemon answers there$/],
    [
      'another secret',
      'another secret for it',
      /problem +the running daemon has another SLACK_SIGNING_SECRET/,
    ],
    ['no Slack', null, /problem +the running daemon does not accept Slack by HTTP: restart it$/],
  ])('with a daemon running with %s', async (_name, secret, words) => {
    const { slack } = await slackWith(EXACT);
    const daemon = await runningDaemon(slack, secret === 'same' ? slack.signingSecret : secret);
    const [, , events] = await reported({ ...httpMode(slack), ...daemon });
    expect(events).toMatch(words);
    expect(slack.record.violations).toEqual([]);
  });
});
