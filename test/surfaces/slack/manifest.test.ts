import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createManifest, listNeededScopes, SCOPES } from '#surfaces/slack/manifest.ts';
import { AppManifest } from '../../platforms/slack/manifest.ts';
import { METHODS } from '../../platforms/slack/methods.ts';
import { ALL_EVENTS, ALL_SCOPES } from '../../platforms/slack/server.ts';
import { AGENT_SCOPE } from '../../platforms/slack/sessions.ts';

const PLAIN = { groups: false };
const manifest = AppManifest.parse(createManifest(PLAIN));
const documented = readFileSync(join(import.meta.dirname, '../../../docs/slack.md'), 'utf8');

/** The rows of the table below this heading, cell by cell, without its head. */
function tableBelow(heading: string): string[][] {
  const section = documented.slice(documented.indexOf(`\n${heading}\n`));
  const lines = section.split('\n').slice(2);
  const rows = lines.slice(lines.findIndex((line) => line.startsWith('|')));
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('the manifest', () => {
  test('the manifest is one that Slack takes, and names no address', () => {
    expect(manifest.settings.socket_mode_enabled).toBe(true);
    expect(JSON.stringify(manifest)).not.toMatch(/url|https/);
  });

  test('the manifest declares an agent, with what people may say to it first, and no assistant', () => {
    const { agent_view, ...others } = manifest.features;
    expect(agent_view.suggested_prompts.map(({ message }) => message)).toEqual([
      'help',
      'Should the job queue move from Redis to Postgres?',
      'status',
    ]);
    expect(Object.keys(others)).not.toContain('assistant_view');
    expect(manifest.settings.event_subscriptions.bot_events).toContain('agent_session_stopped');
  });

  test('the manifest asks for user groups only where people are named by them', () => {
    const needs = { groups: true };
    expect(listNeededScopes(PLAIN)).not.toContain('usergroups:read');
    expect(listNeededScopes(needs)).toContain('usergroups:read');
    expect(createManifest(needs).oauth_config?.scopes?.bot).toEqual(listNeededScopes(needs));
  });

  test('the manifest asks for nothing that no method and no event needs, and for what each event needs', () => {
    const families = ['channels', 'groups', 'im'];
    const ofMethods = Object.values(METHODS).flatMap(({ scopes }) =>
      scopes.flatMap((scope) => families.map((family) => scope.replace('*', family))),
    );
    const known = new Set([
      ...ofMethods,
      'commands',
      'files:read',
      'app_mentions:read',
      AGENT_SCOPE,
    ]);
    const all = listNeededScopes({ groups: true });
    expect(all.filter((scope) => !known.has(scope))).toEqual([]);
    expect(all.filter((scope) => !ALL_SCOPES.includes(scope))).toEqual([]);
    const { bot_events: events } = manifest.settings.event_subscriptions;
    expect(events.filter((event) => !ALL_EVENTS.includes(event))).toEqual([]);
    for (const event of events.filter((each) => each.startsWith('message.'))) {
      expect(all).toContain(`${event.replace('message.', '')}:history`);
    }
  });

  test('docs/slack.md explains the manifest: it has the table of its scopes, and names its events', () => {
    const explained = tableBelow('## Scopes');
    expect(explained.map(([name]) => name)).toEqual(SCOPES.map((name) => `\`${name}\``));
    for (const [name, reason] of explained) expect(reason, name).not.toBe('');
    for (const event of manifest.settings.event_subscriptions.bot_events) {
      expect(documented).toContain(`\`${event}\``);
    }
  });
});
