import type { RequestListener } from 'node:http';
import type { Engine } from '../engine/engine.ts';
import type { Finding } from '../finding.ts';
import type { Repositories } from '../gateway/gateway-context.ts';
import type { ReadFile } from '../message/files.ts';
import type { Policy } from '../permission.ts';
import type { Values, VariableTable } from '../variable.ts';
import type { Chat } from './chat.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/**
 * A chat platform that Charrette can be set up for, as its folder in `src/adapters` describes it. All of them are listed
 * in `src/entry/gateways.ts`, and every command loads that list: the platform's library is imported by what needs it,
 * when it is called. How to write another one: docs/write-a-gateway.md.
 */
export interface GatewayKind<Table extends VariableTable = VariableTable, Settings = unknown> {
  /** As in `Thread.platform`, `/readyz` and doctor's lines; its HTTP routes are below it. Lower-case letters. */
  readonly name: string;
  /** The platform's name, for people. */
  readonly title: string;
  /**
   * Its settings, in the order of `.env.example`; their names begin with its own, in capitals. The first is the one
   * without which it is not set up.
   */
  readonly variables: Table;
  /** Why these values do not go together, and what to do about it; `null` where they do. Each of them is allowed. */
  problem(values: Values<Table>): string | null;
  /** `null` where it is not set up. Asked only where there is no problem. */
  settings(values: Values<Table>, limits: GatewayLimits): Settings | null;
  /** Calls nobody: the platform is reached by what is opened here. */
  open(settings: Settings, parts: GatewayParts): Promise<Gateway>;
  /** One line for each thing that has to be right for it, in the order in which they are shown. Checks nothing yet. */
  doctor(settings: Settings, context: DoctorContext): Promise<readonly DoctorLine[]>;
  /** Verbs of its own on the command line. */
  readonly verbs: readonly GatewayVerb<Settings>[];
}

/** What is set for all platforms alike. */
export type GatewayLimits = Pick<Policy, 'designsPerPersonPerDay' | 'repositories' | 'calls'>;

/** What every gateway needs of the process that it is opened in. */
export interface GatewayParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly readFile: ReadFile;
}

/** A configured platform, in both directions: outgoing messages, and what people do there. */
export interface Gateway {
  readonly chat: Chat;
  /**
   * Receives what people do there, reconnecting until the connection is stopped. Returns at once and throws nothing.
   * Only the daemon calls it.
   */
  connect(engine: Engine, repositories: Repositories): GatewayConnection;
}

/** The incoming side of a platform. */
export interface GatewayConnection {
  /** The HTTP routes that the platform calls; empty where it calls none. */
  readonly routes: readonly GatewayRoute[];
  /** Whether this daemon receives what people do. Shown by `/readyz`; nothing depends on it. */
  readonly isConnected: () => boolean;
  /** Stops receiving, so that another daemon of the fleet may take over. Does not reject. */
  stop(): Promise<void>;
}

/** Open to everybody: the listener bounds what it reads, and checks that the platform has sent it. */
interface GatewayRoute {
  readonly method: 'GET' | 'POST';
  /** Below the gateway's name: `/events` of `slack` is at `/slack/events`. */
  readonly path: `/${string}`;
  /** Gets the request with its body unread. While the daemon stops it gets none; the client gets a 503. */
  readonly listener: RequestListener;
}

export interface DoctorContext {
  readonly clock: Clock;
  readonly log: Log;
  /** Where the daemon of this configuration is or would be reached from this machine, and whether it runs. */
  readonly daemon: { readonly url: string; readonly isRunning: boolean };
  /** Whether a setting of this name has a value. */
  readonly isSet: (variable: string) => boolean;
}

/** The name of a check, and the check. An error that it throws is shown as a problem, with its message. */
export type DoctorLine = readonly [name: string, look: () => Promise<Finding> | Finding];

export interface GatewayVerb<Settings> {
  readonly name: string;
  /** Shown by `--help`, as are the options: flags as commander takes them, and what they mean. */
  readonly description: string;
  readonly options: readonly (readonly [flags: string, description: string])[];
  /**
   * `settings` are `null` where the platform is not set up. Throws `Fault('bad_usage')` for options that cannot be, and
   * `Fault('bad_configuration')` where it needs settings.
   */
  run(options: unknown, settings: Settings | null, log: Log): Promise<VerbOutcome>;
}

export interface VerbOutcome {
  /** The result, for standard output, and what a person should know besides, for standard error. */
  readonly output: string;
  readonly remark: string;
  /** Whether the exit code is 0. */
  readonly isComplete: boolean;
}
