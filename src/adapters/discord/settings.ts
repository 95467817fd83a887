import type { Policy } from '../../runtime/permission.ts';

/** One application on Discord, and how it is used. */
export interface DiscordSettings {
  /** The bot's; a secret. */
  readonly token: string;
  readonly applicationId: string;
  /** Servers that get the commands for themselves; none: the commands are for all. */
  readonly guildIds: readonly string[];
  /** Without a version and without a slash at its end. */
  readonly apiUrl: string;
  /** Whether to ask for what people write: a privileged intent, which may be refused. */
  readonly messageContent: boolean;
  readonly policy: Policy;
}
