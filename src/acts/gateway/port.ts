import type { Thread } from '../../core/vocabulary/event-parts.ts';
import type { Platform } from '../../core/vocabulary/via.ts';
import type { PlatformReaders } from '../../engine/access/may-read.ts';
import type { Policy } from '../../engine/access/permission.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Clock } from '../../foundation/clock.ts';
import type { Finding } from '../../foundation/finding.ts';
import type { Log } from '../../foundation/log.ts';
import type { Values, VariableTable } from '../../foundation/variable.ts';
import type { Chat } from '../../ports/chat.ts';
import type { KnownRepositories } from '../act-inputs.ts';
import type { ReadFile } from '../drawing/files.ts';

/** What all platforms' settings hold. */
interface GatewaySettings {
  /** Where the platform is called. */
  readonly apiUrl: string;
  readonly policy: Policy;
}

/**
 * A chat platform that Charrette supports, described by its folder in `src/surfaces`. Every command
 * loads the list in `src/entry/gateways.ts`, so a platform's library is only imported by functions
 * that need it. To write another, see src/acts/gateway/README.md.
 */
export interface GatewayKind<
  Table extends VariableTable = VariableTable,
  Settings extends GatewaySettings = GatewaySettings,
> {
  /** Name in `Thread.platform`, `/readyz` and doctor. Lower-case letters. */
  readonly name: Platform;
  readonly title: string;
  /**
   * Setting with another address of the platform, and the secrets sent there, the required one
   * first; `null` for none.
   */
  readonly endpoint: { readonly name: string; readonly secrets: readonly string[] } | null;
  /**
   * Settings in the order of `.env.example`, prefixed with the name in capitals. The first one
   * enables the platform.
   */
  readonly variables: Table;
  /**
   * Form of its ids of people and groups, unlike any other platform's, and how refusals describe
   * it.
   */
  readonly people: { readonly form: RegExp; readonly words: string };
  /**
   * Explains values that contradict each other, with the remedy; `null` for none. Each value alone
   * is valid.
   */
  problem(values: Values<Table>): string | null;
  /** `null` if the platform is not set up. Called only for values without a problem. */
  settings(values: Values<Table>, policy: Policy): Settings | null;
  /** Opens the platform without calling it; the returned gateway does. */
  open(settings: Settings, parts: GatewayParts): Promise<Gateway>;
  /** Checks what is configured, reachable, missing. */
  doctor(settings: Settings, context: DoctorContext): Promise<Finding>;
}

export interface GatewayParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly readFile: ReadFile;
}

export interface Gateway {
  readonly chat: Chat;
  /**
   * Receives people's acts, reconnecting until stopped. Returns at once and throws nothing. Only
   * for the daemon.
   */
  connect(engine: Engine, repositories: KnownRepositories): GatewayConnection;
}

export interface GatewayConnection {
  /** True if this daemon receives people's acts. */
  readonly isConnected: () => boolean;
  /** Names the token that the platform refuses, with what an operator does; else `null`. */
  readonly tokenToDo: () => string | null;
  /** Rights of its people in the console. */
  readonly policy: Policy;
  /** Link to a design's thread; `null` if unknown. */
  readonly linkTo: (thread: Thread) => string | null;
  /** Name of a channel for pages; `null` if the platform does not say at once. Never rejects. */
  readonly channelName: (channel: string) => Promise<string | null>;
  /** Current reading rights on the platform. */
  readonly readers: PlatformReaders;
  /** Stops receiving, so that another daemon of the fleet may take over. Does not reject. */
  stop(): Promise<void>;
}

export interface DoctorContext {
  readonly clock: Clock;
  readonly log: Log;
}

/** Name and check. A thrown error is shown as a problem. */
export type DoctorLine = readonly [name: string, look: () => Promise<Finding> | Finding];
