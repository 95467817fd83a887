import { createManifest } from '../../surfaces/slack/manifest.ts';
import { groupIdsOf } from '../../surfaces/slack/settings.ts';
import { createCliContext } from '../cli/cli-context.ts';
import { output } from '../cli/output.ts';

const NEXT =
  'Paste this at https://api.slack.com/apps: Create New App, From a manifest, JSON. docs/slack.md has all steps.\n';

export async function run() {
  const { gateways } = createCliContext().configuration;
  const slack = gateways.find(({ kind }) => kind.name === 'slack')?.settings;
  const groups = slack != null && groupIdsOf(slack.policy).length > 0;
  output.write(`${JSON.stringify(createManifest({ groups }), null, 2)}\n`);
  process.stderr.write(NEXT);
}
