import * as z from 'zod';
import { readableName } from '../../core/telling/plain.ts';
import type { Person } from '../../runtime/permission.ts';
import type { IdentityServer } from '../../runtime/ports/identity-provider.ts';
import type { SlackSettings } from './settings.ts';

const Claims = z.object({
  'https://slack.com/user_id': z.string().regex(/^[UW][A-Z0-9]{1,30}$/),
  'https://slack.com/team_id': z.string().max(40),
  name: z.string().optional().catch(undefined),
});

interface Workspace {
  /** Throws before Slack has said it. */
  readonly team: () => string;
  readonly member: (id: string) => Promise<Person | null>;
}

/** Describes signing in with Slack, which is OpenID Connect; `null` where its settings are not there. */
export function slackIdentity(
  { apiUrl, signIn }: Pick<SlackSettings, 'apiUrl' | 'signIn'>,
  { team, member }: Workspace,
): IdentityServer | null {
  if (signIn == null) return null;
  const { origin } = new URL(apiUrl);
  return {
    name: 'slack',
    title: 'Slack',
    server: {
      issuer: origin,
      authorization: `${origin}/openid/connect/authorize`,
      token: `${apiUrl}openid.connect.token`,
      keys: `${origin}/openid/connect/keys`,
    },
    ...signIn,
    scope: 'openid profile',
    profile: null,
    hasChallenge: false,
    namesOperators: false,
    async identify(given) {
      const claims = Claims.safeParse(given);
      if (!claims.success) return { ok: false, why: 'the identity names no person of Slack' };
      const { 'https://slack.com/user_id': id, 'https://slack.com/team_id': of, name } = claims.data;
      // Slack signs people of every workspace in.
      if (of !== team()) return { ok: false, why: 'a person of another workspace' };
      const person = await member(id);
      if (person === null) return { ok: false, why: 'an account that is not known or not in use' };
      return {
        ok: true,
        name: readableName([person.name, name]),
        holder: { kind: 'person', platform: 'slack', id },
      };
    },
  };
}
