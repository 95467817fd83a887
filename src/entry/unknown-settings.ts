import { valueIn } from '../foundation/variable.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A setting that has left. */
interface LeftSetting {
  /** What to do instead: one or more sentences. */
  readonly advice: string;
  /** `true` for a value with which Charrette does not start. Other values have no effect, which a warning says. */
  readonly stops?: (value: string, environment: Environment) => boolean;
}

const isUnset = (name: string, environment: Environment): boolean =>
  (valueIn(environment, name) ?? '') === '';

const LEFT: Readonly<Record<string, LeftSetting>> = {
  CHARRETTE_SESSION_READY_SECONDS: { advice: 'A session has 15 seconds to become ready. Delete the line.' },
  CHARRETTE_HEARTBEAT_SECONDS: { advice: 'A session has a heartbeat every 3 seconds. Delete the line.' },
  CHARRETTE_REVIEW: { advice: 'Nobody is asked whether an accepted decision still holds. Delete the line.' },
  CHARRETTE_SANDBOX: {
    advice:
      'Sessions are held by Node’s permission model, without bubblewrap (docs/security.md). Delete the line.',
    stops: (value) => value === 'bwrap',
  },
  SLACK_SIGNING_SECRET: {
    advice:
      'The daemon connects to Slack by its socket, which takes SLACK_APP_TOKEN (docs/slack.md). Delete the line.',
    stops: (_, environment) => isUnset('SLACK_APP_TOKEN', environment),
  },
};

export function hasLeft(name: string): boolean {
  return Object.hasOwn(LEFT, name);
}

/** Settings in the environment that have left: those with which Charrette does not start, and the others. */
export function listLeftSettings(environment: Environment): { problems: string[]; warnings: string[] } {
  const found = Object.entries(LEFT).flatMap(([name, { advice, stops }]) => {
    const value = environment[name] ?? '';
    if (value === '') return [];
    return [{ words: `${name} has left. ${advice}`, isProblem: stops?.(value, environment) ?? false }];
  });
  const say = (isProblem: boolean) =>
    found.filter((each) => each.isProblem === isProblem).map(({ words }) => words);
  return { problems: say(true), warnings: say(false) };
}

interface Unknown {
  readonly name: string;
  readonly nearest: string | null;
}

const OURS = /^CHARR?ETT?E_/;

export function listUnknown(settings: readonly string[], environment: Environment): Unknown[] {
  return Object.keys(environment)
    .filter((name) => OURS.test(name) && (environment[name] ?? '') !== '' && !settings.includes(name))
    .filter((name) => !hasLeft(name))
    .filter((name) => !isOfService(name, environment))
    .map((name) => ({ name, nearest: findNearest(name, settings) }));
}

/** Recognizes Kubernetes' variables for a service named like Charrette, for example `CHARRETTE_PORT_8787_TCP_ADDR`. */
function isOfService(name: string, environment: Readonly<Record<string, unknown>>): boolean {
  const service = name.replace(/_(?:SERVICE|PORT)(?:_.*)?$/, '');
  return service !== name && `${service}_SERVICE_HOST` in environment;
}

/** Finds a setting that contains all words of the name, else a setting that differs by few typing errors. */
function findNearest(name: string, settings: readonly string[]): string | null {
  const bare = name.replace(OURS, '');
  const longer = settings.find((each) => bare.split('_').every((word) => each.split('_').includes(word)));
  if (longer !== undefined) return longer;
  const [nearest] = settings
    .map((each) => ({ each, slips: countSlips(bare, each.replace(OURS, '')) }))
    .toSorted((one, other) => one.slips - other.slips);
  return nearest !== undefined && nearest.slips <= Math.max(2, bare.length / 3) ? nearest.each : null;
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
