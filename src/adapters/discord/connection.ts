import { GatewayCloseCodes, type REST } from 'discord.js';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Fleet } from '../../runtime/ports/fleet.ts';
import type { Log } from '../../runtime/ports/log.ts';
import { Seat } from '../../runtime/seat.ts';
import { waitUntil } from '../../runtime/turn/waiting.ts';
import { faultOf } from './faults.ts';
import { type DiscordHooks, type Line, type LineEnd, openLine } from './line.ts';
import { readApplication } from './probe.ts';
import { keepRegistered } from './register.ts';
import type { DiscordSettings } from './settings.ts';

/** Milliseconds before another try at a connection: doubled each time it fails, within these bounds. */
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [500, 30_000];
/** The same where trying again helps only once a person has done something: Discord allows 1,000 sessions a day. */
const REFUSED_WAIT_MS = 300_000;

const BAD_TOKEN =
  'Discord does not take DISCORD_TOKEN: copy it again under Bot in the developer portal, and start the daemon again.';
const NO_CONTENT =
  'Switch on the Message Content Intent under Bot in the developer portal and start the daemon again, or set DISCORD_MESSAGE_CONTENT=0. Until then people answer by a button.';
const TOO_OLD = 'Discord does not take what this version of Charrette asks for: look for a newer one.';
const TO_DO: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: BAD_TOKEN,
  [GatewayCloseCodes.ShardingRequired]:
    'The bot is in more servers than one connection may serve: remove it from some.',
};

export interface ConnectionParts {
  readonly settings: DiscordSettings;
  readonly rest: REST;
  readonly fleet: Pick<Fleet, 'takeSeat' | 'leaveSeat'>;
  readonly hooks: DiscordHooks;
  readonly clock: Clock;
  readonly log: Log;
}

/** The way in from Discord, which one daemon of the fleet holds at a time. */
export interface Connection {
  /** Whether this daemon is the one to hear what happens. */
  readonly isHolder: () => boolean;
  /** Whether it hears it: `false` for all but the holder. */
  readonly isConnected: () => boolean;
  /** Whether people can answer in messages of their own, because we may read them; as far as is known here. */
  readonly hasContent: () => boolean;
  /** From now on things come in, whenever this daemon holds the connection. Resolves nothing and rejects nothing. */
  start(): void;
  /** Nothing comes in any more, and another daemon may hold the connection. */
  stop(): Promise<void>;
}

export function createConnection(parts: ConnectionParts): Connection {
  const { settings, fleet, clock, log } = parts;
  const over = new AbortController();
  const holder = new Holder(parts, over.signal);
  let seat: Seat | null = null;
  return {
    isHolder: () => seat?.isTaken ?? false,
    isConnected: () => holder.isConnected,
    hasContent: () => holder.hasContent,
    start: () => {
      // Every daemon says how people can answer, whoever holds the connection.
      void holder.lookUpContent();
      seat ??= new Seat({
        name: `discord ${settings.applicationId}`,
        fleet,
        clock,
        log,
        onTaken: (signal) => holder.hold(signal),
      });
    },
    stop: async () => {
      over.abort();
      await seat?.stop();
    },
  };
}

/** What the daemon does that holds the connection. */
class Holder {
  readonly #parts: ConnectionParts;
  readonly #over: AbortSignal;
  #line: Line | null = null;
  #lookingUp: Promise<void> | null = null;
  hasContent: boolean;

  /** `over` is aborted when this daemon stops. */
  constructor(parts: ConnectionParts, over: AbortSignal) {
    this.#parts = parts;
    this.#over = over;
    this.hasContent = parts.settings.messageContent;
  }

  get isConnected(): boolean {
    return this.#line?.isConnected ?? false;
  }

  /** As the developer portal has it; left as it is where that is not answered. Does not reject. */
  lookUpContent(): Promise<void> {
    this.#lookingUp ??= this.#lookUpContent().finally(() => {
      this.#lookingUp = null;
    });
    return this.#lookingUp;
  }

  async #lookUpContent(): Promise<void> {
    const { settings, rest, log } = this.#parts;
    if (!settings.messageContent) return;
    try {
      const { mayReadContent } = await readApplication(rest, this.#over);
      this.hasContent = mayReadContent;
      if (!mayReadContent) log.error('discord_without_content', { toDo: NO_CONTENT });
    } catch (error) {
      const fault = faultOf(error);
      if (!this.#over.aborted) log.warn('discord_application_not_read', { error: fault });
    }
  }

  /** Connects, and connects again, until the signal. */
  async hold(signal: AbortSignal): Promise<void> {
    const registering = keepRegistered(this.#parts, signal);
    // Whoever holds it next tries again: somebody may have switched it on.
    await orSignal(this.lookUpContent(), signal);
    let failures = 0;
    while (!signal.aborted) {
      const line = this.#open();
      const end = await orSignal(line.ended, signal);
      if (line.hasConnected) failures = 0;
      await line.close();
      this.#line = null;
      if (end === null) break;
      const waitMs = this.#judge(end, failures);
      failures += 1;
      await waitUntil(this.#parts.clock, this.#parts.clock.now() + waitMs, signal);
    }
    await registering;
  }

  #open(): Line {
    const { settings, hooks, clock, log } = this.#parts;
    const { token, apiUrl } = settings;
    this.#line = openLine({ token, apiUrl, withContent: this.hasContent, hooks, clock, log });
    return this.#line;
  }

  /** Tells the operator what is to be done, and answers how long to wait. */
  #judge(end: LineEnd, failures: number): number {
    const { log } = this.#parts;
    if (end.kind === 'failed') {
      const waitMs = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS);
      log.warn('discord_not_connected', { waitMs, error: end.error });
      return waitMs;
    }
    if (end.kind === 'refused' && end.code === GatewayCloseCodes.DisallowedIntents && this.hasContent) {
      this.hasContent = false;
      log.error('discord_without_content', { toDo: NO_CONTENT });
      return 0;
    }
    const code = end.kind === 'refused' ? end.code : null;
    const toDo = code === null ? BAD_TOKEN : (TO_DO[code] ?? TOO_OLD);
    log.error('discord_refused', { code, toDo, waitMs: REFUSED_WAIT_MS });
    return REFUSED_WAIT_MS;
  }
}

/** `null` when the signal came first. */
function orSignal<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result | null> {
  const { promise: aborted, resolve } = Promise.withResolvers<null>();
  const stop = (): void => resolve(null);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', stop));
}
