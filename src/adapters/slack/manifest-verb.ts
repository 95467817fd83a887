import * as z from 'zod';
import { Fault } from '../../runtime/fault.ts';
import type { VerbOutcome } from '../../runtime/ports/gateway.ts';
import { type ManifestMode, slackManifest } from './manifest.ts';
import { groupsIn, SLACK_PATH, type SlackSettings } from './settings.ts';

const Options = z.object({ mode: z.string().optional(), url: z.string().optional() });
const NEXT =
  'Paste this at https://api.slack.com/apps: Create New App, From a manifest, JSON. README.md has all steps.\n';

/** What Slack makes the app from. Throws `Fault('bad_usage')` for a mode or a URL that cannot be. */
export function printManifest(words: unknown, settings: SlackSettings | null): VerbOutcome {
  const mode = modeOf(Options.parse(words), settings);
  const manifest = slackManifest(mode, { groups: settings !== null && groupsIn(settings.policy).length > 0 });
  return { output: `${JSON.stringify(manifest, null, 2)}\n`, remark: NEXT, isComplete: true };
}

/** What is asked for, else what is configured, else Socket Mode. A URL is asking for HTTP. */
function modeOf({ mode, url }: z.infer<typeof Options>, configured: SlackSettings | null): ManifestMode {
  const kind = mode ?? (url === undefined ? (configured?.mode.kind ?? 'socket') : 'http');
  if (kind !== 'socket' && kind !== 'http') {
    throw new Fault('bad_usage', `--mode is "${kind}"; allowed is socket or http.`);
  }
  if (kind === 'http') return { kind, requestUrl: requestUrl(url) };
  if (url !== undefined) {
    throw new Fault('bad_usage', '--url is for --mode http: in Socket Mode Slack calls nobody.');
  }
  return { kind };
}

/** The address that Slack calls: what is given, with our path at its end. */
function requestUrl(url: string | undefined): string {
  if (url === undefined) {
    throw new Fault(
      'bad_usage',
      'In HTTP mode Slack has to know where it reaches the daemon: --url https://….',
    );
  }
  const parsed = z
    .url({ protocol: /^https$/ })
    .max(2_000)
    .safeParse(url);
  if (!parsed.success) {
    throw new Fault('bad_usage', `--url is "${url.slice(0, 80)}"; Slack takes nothing but an https URL.`);
  }
  const address = new URL(parsed.data);
  const path = address.pathname.replace(/\/$/, '');
  return `${address.origin}${path.endsWith(SLACK_PATH) ? path : `${path}${SLACK_PATH}`}`;
}
