import * as z from 'zod';

const text = (most: number, least = 1) => z.string().min(least).max(most);
const url = (most: number) => z.url({ protocol: /^https$/ }).max(most);
const names = z
  .array(text(50))
  .min(1)
  .max(100)
  .refine((all) => new Set(all).size === all.length, 'a name stands there twice');

/**
 * The parts of an app manifest that Charrette uses, as Slack's published schema bounds them
 * (github.com/slackapi/manifest-schema, version 1), and what Slack says when parts do not go
 * together.
 */
export const AppManifest = z
  .strictObject({
    display_information: z.strictObject({
      name: text(35),
      description: text(140),
      long_description: text(4_000, 175),
    }),
    features: z.strictObject({
      app_home: z.strictObject({
        home_tab_enabled: z.boolean(),
        messages_tab_enabled: z.boolean(),
        messages_tab_read_only_enabled: z.boolean(),
      }),
      agent_view: z.strictObject({
        agent_description: text(300),
        suggested_prompts: z
          .array(z.strictObject({ title: text(300), message: text(3_000) }))
          .max(4),
      }),
      bot_user: z.strictObject({ display_name: text(80), always_online: z.boolean() }),
      slash_commands: z
        .array(
          z.strictObject({
            command: text(32, 2).startsWith('/'),
            url: url(3_000).optional(),
            description: text(2_000),
            usage_hint: text(1_000),
            should_escape: z.boolean(),
          }),
        )
        .min(1)
        .max(50),
      shortcuts: z
        .array(
          z.strictObject({
            name: text(24),
            type: z.enum(['message', 'global']),
            callback_id: text(255),
            description: text(150),
          }),
        )
        .min(1)
        .max(10),
    }),
    oauth_config: z.strictObject({ scopes: z.strictObject({ bot: names }) }),
    settings: z.strictObject({
      event_subscriptions: z.strictObject({
        request_url: url(3_500).optional(),
        bot_events: names,
      }),
      interactivity: z.strictObject({
        is_enabled: z.boolean(),
        request_url: url(3_500).optional(),
      }),
      org_deploy_enabled: z.boolean(),
      socket_mode_enabled: z.boolean(),
      token_rotation_enabled: z.boolean(),
    }),
  })
  .superRefine(({ features, settings }, context) => {
    if (settings.socket_mode_enabled) return;
    const complain = (message: string) => context.addIssue({ code: 'custom', message });
    if (settings.event_subscriptions.request_url === undefined) {
      complain('Event Subscription requires either Request URL or Socket Mode Enabled');
    }
    if (settings.interactivity.request_url === undefined)
      complain('Interactivity requires a Request URL');
    if (features.slash_commands.some((command) => command.url === undefined)) {
      complain('Slash Command requires a Request URL');
    }
  });
