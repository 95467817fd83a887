import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { DoctorLine } from '../../acts/gateway/port.ts';
import { BEARER } from '../../adapters/model-list/entry.ts';
import { makeFolder, writeDurably } from '../../foundation/durable.ts';
import { secret, text, type Variable } from '../../foundation/variable.ts';
import { foldLine } from '../../surfaces/terminal/format.ts';
import { columnsOf } from '../../surfaces/terminal/look.ts';
import { askSecret, confirm } from '../cli/ask.ts';
import { type CliContext, createCliContext } from '../cli/cli-context.ts';
import { printChecks } from '../cli/doctor-findings.ts';
import { listGatewayChecks } from '../cli/doctor-gateways.ts';
import { checkStore } from '../cli/doctor-store.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { findDaemon } from '../cli/find-daemon.ts';
import { output } from '../cli/output.ts';
import { isInteractive } from '../cli/screen.ts';
import { replaceSettings } from '../cli/settings-text.ts';
import { tryKey } from '../cli/try-key.ts';
import { makeUsageFault } from '../cli/typed.ts';
import { copyEnvironment, dataFolderOf } from '../config.ts';
import { GATEWAYS } from '../gateways.ts';
import { listModelKeyNames } from '../models.ts';
import { isInstalled, OWN_FOLDER } from '../own-folder.ts';
import { KEY_ALLOWED, SENDABLE, VARIABLES } from '../variables.ts';

const MAX_TRIES = 3;

/**
 * Asks for keys and tokens, tries them, and writes them to the settings file, readable only by its
 * owner.
 */
export async function run(): Promise<number> {
  const file = join(isInstalled() ? dataFolderOf() : OWN_FOLDER, '.env');
  if (!isInteractive({}))
    throw makeUsageFault(
      `setup asks at a terminal. Without one, write NAME=value lines into ${file}; .env.example has every name.`,
    );
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const say = (words: string) =>
    process.stderr.write(`${foldLine(words, columnsOf(process.stderr))}\n`);
  say(
    `Settings go into ${file}, readable by you alone. What you type is not shown. Enter skips a question.`,
  );
  const settings = await askSettings(parseEnv(before), say);
  if (Object.keys(settings).length === 0) {
    output.write('Nothing was entered, so nothing was changed.\n');
    return EXIT.completed;
  }
  const context = createCliContext(settings);
  await context.readConfiguration();
  const problems = await printChecks(await listTrials(settings, context), context.redact);
  if (problems > 0 && !(await confirm('Some of this does not work yet. Write it anyway?')))
    return EXIT.other;
  await makeFolder(join(file, '..'));
  await writeDurably(file, Buffer.from(replaceSettings(before, settings)), 0o600);
  output.write(
    `Written: ${Object.keys(settings).join(', ')}.\nTo check all of it: ${context.program} doctor\nTo try what each model takes, for about a cent each: ${context.program} doctor --try\n`,
  );
  return EXIT.completed;
}

function variableOf(name: string): Variable {
  if (name === 'ANTHROPIC_API_KEY') return VARIABLES.ANTHROPIC_API_KEY;
  const about =
    name === BEARER
      ? VARIABLES.ANTHROPIC_AUTH_TOKEN.about
      : `API key for the models in models.yaml with \`key: ${name}\`.`;
  return secret(about, KEY_ALLOWED, text.regex(SENDABLE));
}

function listQuestions(
  environment: Readonly<Record<string, string | undefined>>,
): (readonly [name: string, variable: Variable])[] {
  const ofGateways = GATEWAYS.flatMap(({ endpoint, variables }) =>
    (endpoint?.secrets ?? []).flatMap((name) => {
      const variable = (variables as Readonly<Record<string, Variable>>)[name];
      return variable === undefined ? [] : [[name, variable] as const];
    }),
  );
  // A data folder's file takes only Charrette's own settings; other keys come from the environment.
  const keys = listModelKeyNames(environment).filter((name) => !isInstalled() || name in VARIABLES);
  return [
    ...keys.map((name) => [name, variableOf(name)] as const),
    ...ofGateways,
    ['DATABASE_URL', VARIABLES.DATABASE_URL],
  ];
}

/** If a setting exists, says that only a new value replaces it. */
async function askSettings(
  inFile: Readonly<Record<string, string | undefined>>,
  say: (words: string) => void,
): Promise<Record<string, string>> {
  const settings: Record<string, string> = {};
  const outside = copyEnvironment();
  for (const [name, variable] of listQuestions({ ...inFile, ...outside })) {
    const isSet = (inFile[name] ?? '') !== '';
    say('');
    say(
      `${variable.about}${isSet ? ' Already set: press Enter to keep it, or type a new value.' : ''}`,
    );
    const value = await askSetting(name, variable, say);
    if (value === '') continue;
    settings[name] = value;
    if (outside[name] !== undefined && outside[name] !== inFile[name])
      say(`${name} is also set in the environment, which overrides this file.`);
  }
  return settings;
}

/** Asks again if the value is malformed, or its endpoint refuses it. */
async function askSetting(
  name: string,
  { schema, allowed }: Variable,
  say: (words: string) => void,
): Promise<string> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const value = await askSecret(`${name}:`);
    if (value === '') return value;
    if (!schema.safeParse(value).success) {
      say(`Not valid; expected ${allowed}.`);
      continue;
    }
    const { readConfiguration, redact } = createCliContext({ [name]: value });
    const { models } = await readConfiguration();
    const entry = models.all.find(({ key }) => key === name);
    if (entry === undefined) return value;
    const { mark, words } = await tryKey(entry, value);
    say(redact(words));
    if (mark === 'note') say('It is kept as you typed it.');
    if (mark !== 'problem') return value;
  }
  throw makeUsageFault(`No valid ${name} in ${MAX_TRIES} tries. Nothing was changed.`);
}

/** Checks only the given settings for platforms and the store; `doctor` checks the rest. */
async function listTrials(
  settings: Readonly<Record<string, string>>,
  context: CliContext,
): Promise<readonly DoctorLine[]> {
  const found = await findDaemon(context.configuration);
  const platforms = listGatewayChecks(context);
  const kinds = GATEWAYS.filter(({ variables }) =>
    Object.keys(variables).some((name) => name in settings),
  );
  return [
    ...platforms.filter(([name]) => kinds.some((kind) => name === kind.name)),
    ...(settings.DATABASE_URL === undefined
      ? []
      : ([['store', () => checkStore(context, found)]] as const)),
  ];
}
