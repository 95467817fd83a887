import type { GatewayKind } from '../../acts/gateway/port.ts';
import { findSlackProblem, type SlackSettings, slackSettingsOf, VARIABLES } from './settings.ts';

export const SLACK: GatewayKind<typeof VARIABLES, SlackSettings> = {
  name: 'slack',
  title: 'Slack',
  variables: VARIABLES,
  endpoint: { name: 'SLACK_API_URL', secrets: ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'] },
  people: { form: /^[SUW][A-Z0-9]{1,30}$/, words: 'Slack (U…, W… and S…)' },
  problem: findSlackProblem,
  settings: slackSettingsOf,
  open: async (settings, parts) => (await import('./gateway.ts')).createSlack(settings, parts),
  doctor: async (settings, context) => (await import('./doctor.ts')).checkSlack(settings, context),
};
