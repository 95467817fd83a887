import { readValue } from '../foundation/variable.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const isUnset = (name: string, environment: Environment): boolean =>
  (readValue(environment, name) ?? '') === '';

/**
 * Settings of other tools that look like ours, and those here that do their work: while one is set,
 * nothing is said.
 */
const OF_OTHERS: readonly (readonly [form: RegExp, ours: readonly string[]])[] = [
  [/^(?:ANTHROPIC|OPENAI|GEMINI)_(?:[A-Z]+_)*MODEL(?:_NAME)?$/, ['CHARRETTE_MODEL']],
  [/^(?:ANTHROPIC|CLAUDE)_(?:API_)?(?:BASE|URL|HOST|ENDPOINT|BASE_URL)$/, ['ANTHROPIC_BASE_URL']],
  [/^(?:CLAUDE_API_KEY|ANTHROPIC_(?:KEY|TOKEN))$/, ['ANTHROPIC_API_KEY', 'CHARRETTE_MODELS']],
  [/^GOOGLE_(?:GENERATIVE_AI_)?API_KEY$/, ['GEMINI_API_KEY', 'CHARRETTE_MODELS']],
  [
    /^(?:OPENAI|GEMINI|GOOGLE_GEMINI)_(?:API_)?(?:BASE|URL|HOST|ENDPOINT|BASE_URL)$/,
    ['CHARRETTE_MODELS'],
  ],
];

/**
 * Sentences about what has no effect here: settings of other tools, and a key beside the token of a
 * gateway.
 */
export function listOfOthers(settings: readonly string[], environment: Environment): string[] {
  const has = (name: string) => !isUnset(name, environment);
  const neighbours = Object.keys(environment).flatMap((name) => {
    const [, ours] = OF_OTHERS.find(([form]) => form.test(name)) ?? [];
    if (ours === undefined || settings.includes(name) || !has(name) || ours.some(has)) return [];
    return `${name} is a setting of other tools and has no effect here. The one here is ${ours[0]}.`;
  });
  if (has('ANTHROPIC_AUTH_TOKEN') && !has('ANTHROPIC_BASE_URL')) neighbours.push(TOKEN_ALONE);
  else if (has('ANTHROPIC_AUTH_TOKEN') && has('ANTHROPIC_API_KEY')) neighbours.push(TOKEN_AND_KEY);
  return neighbours;
}

const TOKEN_ALONE =
  'ANTHROPIC_AUTH_TOKEN is not used without ANTHROPIC_BASE_URL, except by models that name it as their key.';
const TOKEN_AND_KEY =
  'ANTHROPIC_API_KEY is not sent to the endpoint in ANTHROPIC_BASE_URL: it is sent ANTHROPIC_AUTH_TOKEN.';

interface Unknown {
  readonly name: string;
  readonly nearest: string | null;
}

const OURS = /^CHARR?ETT?E_/;

export function listUnknown(settings: readonly string[], environment: Environment): Unknown[] {
  return Object.keys(environment)
    .filter(
      (name) => OURS.test(name) && (environment[name] ?? '') !== '' && !settings.includes(name),
    )
    .filter((name) => !isOfService(name, environment))
    .map((name) => ({ name, nearest: findNearest(name, settings) }));
}

/**
 * Recognizes Kubernetes' variables for a service named like Charrette, for example
 * `CHARRETTE_PORT_8787_TCP_ADDR`.
 */
function isOfService(name: string, environment: Readonly<Record<string, unknown>>): boolean {
  const service = name.replace(/_(?:SERVICE|PORT)(?:_.*)?$/, '');
  return service !== name && `${service}_SERVICE_HOST` in environment;
}

/**
 * Finds a setting that contains all words of the name, else a setting that differs by few typing
 * errors.
 */
function findNearest(name: string, settings: readonly string[]): string | null {
  const bare = name.replace(OURS, '');
  const longer = settings.find((each) =>
    bare.split('_').every((word) => each.split('_').includes(word)),
  );
  if (longer !== undefined) return longer;
  const [nearest] = settings
    .map((each) => ({ each, slips: countSlips(bare, each.replace(OURS, '')) }))
    .toSorted((one, other) => one.slips - other.slips);
  return nearest !== undefined && nearest.slips <= Math.max(2, bare.length / 3)
    ? nearest.each
    : null;
}

/** Number of characters to insert, delete or change (Levenshtein). */
function countSlips(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, character] of [...one].entries()) {
    const line = [row + 1];
    for (let column = 1; column <= other.length; column += 1) {
      const substitution = (above[column - 1] ?? 0) + Number(character !== other[column - 1]);
      line.push(Math.min(substitution, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    above = line;
  }
  return above.at(-1) ?? 0;
}
