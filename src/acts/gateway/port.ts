import type { RequestListener } from 'node:http';
import type { Thread } from '../../core/vocabulary/events.ts';
import type { PlatformReaders } from '../../engine/access/may-read.ts';
import type { Policy } from '../../engine/access/permission.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Chat } from '../../engine/ports/chat.ts';
import type { Clock } from '../../foundation/clock.ts';
import type { Finding } from '../../foundation/finding.ts';
import type { Log } from '../../foundation/log.ts';
import type { Values, VariableTable } from '../../foundation/variable.ts';
import type { ReadFile } from '../message/files.ts';
import type { Repositories } from './gateway-context.ts';

/**
 * A chat platform that Charrette can be set up for, as its folder in `src/adapters` describes it. `src/entry/gateways.ts` lists
 * them all, and every command loads that list, so a platform's library is imported only by the functions that need it. To write
 * another one, see src/acts/gateway/README.md.
 */
export interface GatewayKind<Table extends VariableTable = VariableTable, Settings = unknown> {
  /** The name in `Thread.platform`, `/readyz` and doctor's lines; its HTTP routes are below it. Lower-case letters. */
  readonly name: string;
  /** The platform's name, for people. */
  readonly title: string;
  /** The setting that names another address of the platform, and the secrets sent there, the one it needs first; `null`: none. */
  readonly endpoint: { readonly name: string; readonly secrets: readonly string[] } | null;
  /** Its settings, in the order of `.env.example`, named with its own name in capitals first. The first one sets it up. */
  readonly variables: Table;
  /** The form of the ids of its people and groups, which no other platform's have, and how a refused list says it. */
  readonly people: { readonly form: RegExp; readonly words: string };
  /** Explains why these values do not go together, and the remedy; `null` where they do. Each value alone is allowed. */
  problem(values: Values<Table>): string | null;
  /** Returns its settings; `null` where it is not set up. Called only for values without a problem. */
  settings(values: Values<Table>, policy: Policy): Settings | null;
  /** Opens the platform without calling it; the returned gateway does. */
  open(settings: Settings, parts: GatewayParts): Promise<Gateway>;
  /** Returns a line for each requirement, in the order shown. Checks nothing yet. */
  doctor(settings: Settings, context: DoctorContext): Promise<readonly DoctorLine[]>;
  /** Verbs of its own on the command line. */
  readonly verbs: readonly GatewayVerb<Settings>[];
}

/** Parts of the process that every gateway needs. */
export interface GatewayParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly readFile: ReadFile;
}

/** A configured platform, in both directions: outgoing messages, and people's actions there. */
export interface Gateway {
  readonly chat: Chat;
  /** Receives people's actions there, reconnecting until stopped. Returns at once and throws nothing. Only for the daemon. */
  connect(engine: Engine, repositories: Repositories): GatewayConnection;
}

/** The incoming side of a platform. */
export interface GatewayConnection {
  /** The HTTP routes that the platform calls; empty where it calls none. */
  readonly routes: readonly GatewayRoute[];
  /** True if this daemon receives people's actions. Shown by `/readyz`; nothing depends on it. */
  readonly isConnected: () => boolean;
  /** The rights of its people, for the console; left out where nobody acts there as one of them. */
  readonly policy?: Policy;
  /** Returns the link to a design's thread, in the platform's own way; `null` where none is known. */
  readonly linkTo?: (thread: Thread) => string | null;
  /** Tells who may read what on the platform now (A18). */
  readonly readers: PlatformReaders;
  /** Stops receiving, so that another daemon of the fleet may take over. Does not reject. */
  stop(): Promise<void>;
}

/** A route open to everybody: the listener bounds the body, and checks that the platform has sent it. */
interface GatewayRoute {
  readonly method: 'GET' | 'POST';
  /** Path below the gateway's name: `/events` of `slack` is at `/slack/events`. */
  readonly path: `/${string}`;
  /** Handles the request, whose body is unread. While the daemon stops, it gets none, and the client a 503. */
  readonly listener: RequestListener;
}

export interface DoctorContext {
  readonly clock: Clock;
  readonly log: Log;
  /** The address at which the daemon of this configuration is, or would be, reached from this machine, and if it runs. */
  readonly daemon: { readonly url: string; readonly isRunning: boolean };
  /** Returns true if the setting of this name has a value. */
  readonly isSet: (variable: string) => boolean;
}

/** The name of a check, and the check. An error that it throws is shown as a problem, with its message. */
export type DoctorLine = readonly [name: string, look: () => Promise<Finding> | Finding];

export interface GatewayVerb<Settings> {
  readonly name: string;
  /** Shown by `--help` with the options: flags as commander takes them, and their meaning. */
  readonly description: string;
  readonly options: readonly (readonly [flags: string, description: string])[];
  /**
   * Runs the verb. `settings` are `null` where the platform is not set up. Throws `Fault('bad_usage')` for impossible options,
   * and `Fault('bad_configuration')` where it needs settings.
   */
  run(options: unknown, settings: Settings | null, log: Log): Promise<VerbOutcome>;
}

export interface VerbOutcome {
  /** The result, for standard output, and notes for people, for standard error. */
  readonly output: string;
  readonly remark: string;
  /** True for exit code 0. */
  readonly isComplete: boolean;
}
