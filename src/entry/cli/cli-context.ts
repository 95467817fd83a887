import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, relative } from 'node:path';
import { readGitUserName } from '../../adapters/repository/user-name.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { errorCodeOf } from '../../foundation/fault.ts';
import type { Log } from '../../foundation/log.ts';
import { createRedactor } from '../../foundation/redaction.ts';
import { makeReadableName } from '../../presentation/format/plain.ts';
import { nameOfProgram, ownVariables, type Variables } from '../config.ts';
import type { Configuration } from '../models.ts';
import { openLog } from '../open-log.ts';

export interface CliContext {
  readonly configuration: Variables;
  /**
   * Reads the file of models as well: for what calls a model, or answers without a daemon. Throws
   * `Fault('bad_configuration')`.
   */
  readConfiguration(): Promise<Configuration>;
  readonly log: Log;
  readonly redact: (text: string) => string;
  /** The command that runs Charrette here, for texts that say what to type. */
  readonly program: string;
  /** For the record: the person's name in git's configuration, else their account's. */
  readonly person: string;
}

/**
 * In a terminal, the log is silent unless CHARRETTE_LOG_LEVEL is set. Standby processes are off: a
 * command starts at most one design, and someone waits for it. `settings`: given as options, which
 * replace the environment's. `modelIn`: the option that names the model. Throws
 * `Fault('bad_configuration')`.
 */
export function createCliContext(
  settings: Readonly<Record<string, string>> = {},
  modelIn?: string,
): CliContext {
  const read = ownVariables(settings);
  const configuration = {
    ...read,
    forModels: { ...read.forModels, modelIn: modelIn ?? read.forModels.modelIn },
    standby: 0,
    parkMs: null,
    logLevel: logIsWanted(read) ? read.logLevel : 'silent',
  };
  let redactor = createRedactor(configuration.secrets);
  const redact = (text: string) => redactor(text);
  let reading: Promise<Configuration> | undefined;
  return {
    configuration,
    readConfiguration: () =>
      (reading ??= import('../models.ts').then(({ addModels }) => {
        const whole = addModels(configuration);
        redactor = createRedactor(whole.secrets);
        return whole;
      })),
    redact,
    log: openLog(configuration, redact),
    program: nameOfProgram(read.environment),
    get person() {
      return readPersonName(process.cwd(), read.environment);
    },
  };
}

export function logIsWanted({ environment }: Pick<Variables, 'environment'>): boolean {
  return (environment.CHARRETTE_LOG_LEVEL ?? '') !== '';
}

/**
 * Without a key, a design on a person's own topic has placeholder text: nobody is asked about it or
 * told that it decides.
 */
export async function isDryRun({
  readConfiguration,
}: Pick<CliContext, 'readConfiguration'>): Promise<boolean> {
  const { rehearsal, environment } = await readConfiguration();
  return rehearsal && environment.CHARRETTE_REHEARSAL !== '1';
}

/** The person's name in git's configuration for this folder, else their account's. */
export function readPersonName(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  return makeReadableName([readGitUserName(folder, environment), accountNameOf(environment)]);
}

/** `account` throws if the system has no account with this id, as in many containers. */
export function accountNameOf(
  { USER, LOGNAME }: Readonly<Record<string, string | undefined>>,
  account = () => userInfo().username,
): string {
  return cutText([readAccountName(account), USER, LOGNAME].find(Boolean) ?? 'somebody', 200);
}

function readAccountName(account: () => string): string {
  try {
    return account();
  } catch (error) {
    if (errorCodeOf(error) === 'ERR_SYSTEM_ERROR') return '';
    throw error;
  }
}

/** The folder to show, or `null` if another daemon of the fleet has it. */
export function findFolder({ configuration }: CliContext, id: DesignId): string | null {
  const path = join(configuration.dataDir, 'designs', id);
  return existsSync(path) ? shortenPath(path) : null;
}

/** Relative to the current folder if that is shorter to read. */
function shortenPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
}
