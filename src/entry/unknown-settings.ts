import { readValue } from '../foundation/variable.ts';
import { ALL_VARIABLES } from './variables.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Sentences about what has no effect: names like Charrette's that are no settings, and a key beside
 * the token of a gateway. It is allowed, since the environment may be meant for another version.
 */
export function listIneffective(environment: Environment): string[] {
  const isSet = (name: string) => (readValue(environment, name) ?? '') !== '';
  const unknown = Object.keys(environment)
    .filter((name) => name.startsWith('CHARRETTE_') && isSet(name) && !(name in ALL_VARIABLES))
    .filter((name) => !isOfService(name, environment))
    .map(
      (name) =>
        `${name} is not a setting of this version and has no effect. .env.example lists all.`,
    );
  if (!isSet('ANTHROPIC_AUTH_TOKEN')) return unknown;
  if (!isSet('ANTHROPIC_BASE_URL')) return [TOKEN_ALONE, ...unknown];
  return isSet('ANTHROPIC_API_KEY') ? [TOKEN_AND_KEY, ...unknown] : unknown;
}

const TOKEN_ALONE =
  'ANTHROPIC_AUTH_TOKEN is not used without ANTHROPIC_BASE_URL, except by models that name it as their key.';
const TOKEN_AND_KEY =
  'ANTHROPIC_API_KEY is not sent to the endpoint in ANTHROPIC_BASE_URL: it is sent ANTHROPIC_AUTH_TOKEN.';

/**
 * Recognizes Kubernetes' variables for a service named like Charrette, for example
 * `CHARRETTE_PORT_8787_TCP_ADDR`.
 */
function isOfService(name: string, environment: Readonly<Record<string, unknown>>): boolean {
  const service = name.replace(/_(?:SERVICE|PORT)(?:_.*)?$/, '');
  return service !== name && `${service}_SERVICE_HOST` in environment;
}
