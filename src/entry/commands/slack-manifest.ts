import * as z from 'zod';
import type { SlackSettings } from '../../adapters/slack/gateway.ts';
import { type ManifestMode, slackManifest } from '../../adapters/slack/manifest.ts';
import { EXIT, UsageError } from './exit-codes.ts';
import { standardOutput } from './output.ts';
import { surroundings } from './surroundings.ts';

const Options = z.object({ mode: z.string().optional(), url: z.string().optional() });
/** Where the daemon answers Slack. */
export const SLACK_PATH = '/slack/events';
const NEXT =
  'Paste this at https://api.slack.com/apps: Create New App, From a manifest, JSON. README.md has all steps.\n';

/** Prints what Slack makes the app from. Throws `UsageError` for a mode or a URL that cannot be. */
export async function slackManifestVerb(words: unknown): Promise<number> {
  const { configuration } = surroundings();
  const options = Options.parse(words);
  const manifest = slackManifest(modeOf(options, configuration.slack), {
    groups: hasGroups(configuration.slack),
  });
  standardOutput().write(`${JSON.stringify(manifest, null, 2)}\n`);
  process.stderr.write(NEXT);
  return EXIT.completed;
}

/** Whether people are named by user groups. */
export function hasGroups(slack: SlackSettings | null): boolean {
  if (slack === null) return false;
  const { starters, answerers, operators } = slack.policy;
  return [...starters, ...answerers, ...operators].some((id) => id.startsWith('S'));
}

/** What is asked for, else what is configured, else Socket Mode. A URL is asking for HTTP. */
function modeOf({ mode, url }: z.infer<typeof Options>, configured: SlackSettings | null): ManifestMode {
  const kind = mode ?? (url === undefined ? (configured?.mode.kind ?? 'socket') : 'http');
  if (kind !== 'socket' && kind !== 'http') {
    throw new UsageError(`--mode is "${kind}"; allowed is socket or http.`);
  }
  if (kind === 'http') return { kind, requestUrl: requestUrl(url) };
  if (url !== undefined) throw new UsageError('--url is for --mode http: in Socket Mode Slack calls nobody.');
  return { kind };
}

/** The address that Slack calls: what is given, with our path at its end. */
function requestUrl(url: string | undefined): string {
  if (url === undefined) {
    throw new UsageError('In HTTP mode Slack has to know where it reaches the daemon: --url https://….');
  }
  const parsed = z
    .url({ protocol: /^https$/ })
    .max(2_000)
    .safeParse(url);
  if (!parsed.success) {
    throw new UsageError(`--url is "${url.slice(0, 80)}"; Slack takes nothing but an https URL.`);
  }
  const address = new URL(parsed.data);
  const path = address.pathname.replace(/\/$/, '');
  return `${address.origin}${path.endsWith(SLACK_PATH) ? path : `${path}${SLACK_PATH}`}`;
}
