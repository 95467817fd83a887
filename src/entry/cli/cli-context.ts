import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, relative } from 'node:path';
import { gitUserName } from '../../adapters/repository/user-name.ts';
import { withPage } from '../../core/presentation/format/page-address.ts';
import { readableName } from '../../core/presentation/format/plain.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { errorCode } from '../../foundation/fault.ts';
import type { Log } from '../../foundation/log.ts';
import { createRedactor } from '../../foundation/redaction.ts';
import type { Configuration } from '../config.ts';
import { calledAs, ownConfiguration } from '../config.ts';
import { openLog } from '../open-log.ts';
import { look } from './output.ts';

/** Context of a verb: the configuration, and a log that stays out of the way of people. */
export interface CliContext {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly redact: (text: string) => string;
  /** Name of the program as it was called here, for texts that say what to type. */
  readonly program: string;
  /** Name of the person at this terminal, as they claim it, for the record: git's, else that of their account. */
  readonly person: string;
}

/**
 * Reads the context. In a terminal the operator's log is silent unless CHARRETTE_LOG_LEVEL asks for it. Standby processes are of
 * no use to a command that starts one design at most, and somebody waits for it in front of the terminal. `typed`: settings
 * that an option gives, in the place of the environment's. Throws `Fault('bad_configuration')`.
 */
export function cliContext(typed: Readonly<Record<string, string>> = {}): CliContext {
  const read = ownConfiguration(typed);
  const configuration = {
    ...read,
    standby: 0,
    parkMs: null,
    logLevel: logIsWanted(read) ? read.logLevel : 'silent',
  };
  const redact = createRedactor(configuration.secrets);
  return {
    configuration,
    redact,
    log: openLog(configuration, redact),
    program: calledAs(read.environment),
    get person() {
      return personAt(process.cwd(), read.environment);
    },
  };
}

export function logIsWanted({ environment }: Configuration): boolean {
  return (environment.CHARRETTE_LOG_LEVEL ?? '') !== '';
}

/** The person who types in this folder: by the name that git has for them there, else by that of their account. */
export function personAt(folder: string, environment: Readonly<Record<string, string | undefined>>): string {
  return readableName([gitUserName(folder, environment), personIn(environment)]);
}

/** The account at this terminal. `account` throws where the system knows no account of this id, as in many containers. */
export function personIn(
  { USER, LOGNAME }: Readonly<Record<string, string | undefined>>,
  account = () => userInfo().username,
): string {
  return ([accountName(account), USER, LOGNAME].find(Boolean) ?? 'somebody').slice(0, 200);
}

function accountName(account: () => string): string {
  try {
    return account();
  } catch (error) {
    if (errorCode(error) === 'ERR_SYSTEM_ERROR') return '';
    throw error;
  }
}

/** A design's folder, as it is to be shown; `null` where it is not on this machine, because another daemon of a fleet has it. */
export function shownFolder({ configuration }: CliContext, id: DesignId): string | null {
  const path = join(configuration.dataDir, 'designs', id);
  return existsSync(path) ? shownPath(path) : null;
}

/** A design with the address of its page, and the place at which its result is shown. */
export function shownHere(context: CliContext, design: Design) {
  const { program, configuration } = context;
  const place = { folder: shownFolder(context, design.id), program, ...look() };
  return [withPage(design, configuration.publicUrl), place] as const;
}

/** A path as short as it can be understood from here. */
function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
}
