import * as z from 'zod';
import { readableName } from '../../core/telling/plain.ts';
import type { Person } from '../../runtime/permission.ts';
import type { IdentityServer } from '../../runtime/ports/identity-provider.ts';
import type { DiscordSettings } from './settings.ts';

const Profile = z.object({
  id: z.string().regex(/^[1-9]\d{16,19}$/),
  username: z.string().max(200),
  global_name: z.string().max(200).nullish(),
});

type Settings = Pick<DiscordSettings, 'apiUrl' | 'applicationId' | 'clientSecret'>;

/** Describes signing in with Discord, which is OAuth 2 without a signed identity; `null` where its secret is not set. */
export function discordIdentity(
  { apiUrl, applicationId, clientSecret }: Settings,
  member: (id: string) => Promise<Person | null>,
): IdentityServer | null {
  if (clientSecret == null) return null;
  const api = `${apiUrl}/v10`;
  return {
    name: 'discord',
    title: 'Discord',
    server: {
      issuer: new URL(apiUrl).origin,
      authorization: `${new URL(apiUrl).origin}/oauth2/authorize`,
      token: `${api}/oauth2/token`,
      keys: null,
    },
    clientId: applicationId,
    clientSecret,
    scope: 'identify',
    profile: new URL(`${api}/users/@me`),
    hasChallenge: true,
    namesOperators: false,
    async identify(given) {
      const profile = Profile.safeParse(given);
      if (!profile.success) return { ok: false, why: 'the profile names no person of Discord' };
      const { id, username, global_name } = profile.data;
      const person = await member(id);
      // Discord signs everybody in who has an account there.
      if (person === null) return { ok: false, why: 'a person of none of the servers' };
      return {
        ok: true,
        name: readableName([person.name, global_name, username]),
        holder: { kind: 'person', platform: 'discord', id },
      };
    },
  };
}
