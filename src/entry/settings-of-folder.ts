import { Fault } from '../foundation/fault.ts';
import { GATEWAYS } from './gateways.ts';
import { ALL_VARIABLES } from './variables.ts';

type Settings = Readonly<Record<string, string | undefined>>;

/**
 * Settings that expose this machine, decide who gets in, or decide where keys are sent: a data
 * folder can be another user's, or come from a backup. A name that ends with `_` is a prefix.
 */
const NEVER = [
  'CHARRETTE_MODELS',
  'CHARRETTE_HTTP_HOST',
  'CHARRETTE_PUBLIC_URL',
  'CHARRETTE_TRUSTED_PROXIES',
  'CHARRETTE_PROXY_',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
];

const ENDPOINTS: readonly (readonly [endpoint: string, secrets: readonly string[]])[] = [
  ['ANTHROPIC_BASE_URL', ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN']],
  ['CHARRETTE_FORGE_URL', ['CHARRETTE_FORGE_TOKEN']],
  ...GATEWAYS.flatMap(({ endpoint }) =>
    endpoint === null ? [] : [[endpoint.name, endpoint.secrets] as const],
  ),
];

/**
 * Throws `Fault('bad_configuration')` for settings that a data folder's file must not contain:
 * those in `NEVER`, those that are not Charrette's, and an endpoint that would receive a secret
 * from elsewhere. `before`: settings from elsewhere, which win.
 */
export function assertMayComeFromDataFolder(
  file: string,
  inFile: Settings,
  before: Settings,
): void {
  const problems = Object.keys(inFile).flatMap((name) => problemOfName(name) ?? []);
  for (const [endpoint, secrets] of ENDPOINTS)
    problems.push(...listEndpointProblems(endpoint, secrets, inFile, before));
  if (problems.length === 0) return;
  throw new Fault(
    'bad_configuration',
    [`The settings in ${file} are not read:`, ...problems].join(' '),
  );
}

function problemOfName(name: string): string | null {
  const remedy = 'set it in the environment, or in the file that --env-file names.';
  if (NEVER.some((never) => name === never || (never.endsWith('_') && name.startsWith(never))))
    return `${name} is never read from a data folder; ${remedy}`;
  // Any other variable belongs to Node, the system or another program.
  if (Object.hasOwn(ALL_VARIABLES, name) || name.startsWith('CHARRETTE_')) return null;
  return `${name} is not a setting of Charrette, and a data folder may contain no others; ${remedy}`;
}

function listEndpointProblems(
  endpoint: string,
  secrets: readonly string[],
  settings: Settings,
  before: Settings,
): string[] {
  if (isUnset(settings[endpoint]) || before[endpoint] !== undefined) return [];
  const [own = ''] = secrets;
  if (secrets.every((name) => isUnset(settings[name])))
    return [
      `${endpoint} is set there without ${own}, so a key from elsewhere would be sent to it; set both there.`,
    ];
  const others = secrets.filter(
    (name) => !isUnset(before[name]) && before[name] !== settings[name],
  );
  return others.map(
    (name) => `${endpoint} is set there, and ${name} elsewhere; set both in one place.`,
  );
}

function isUnset(value: string | undefined): boolean {
  return value === undefined || value === '';
}
