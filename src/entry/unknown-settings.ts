interface Unknown {
  readonly name: string;
  readonly nearest: string | null;
}

const OURS = /^CHARR?ETT?E_/;

export function listUnknown(
  settings: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Unknown[] {
  return Object.keys(environment)
    .filter((name) => OURS.test(name) && (environment[name] ?? '') !== '' && !settings.includes(name))
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
