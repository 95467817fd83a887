import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Payloads in the form that a platform documents, beside what the local one sends. */

/** A payload of `recorded/`, by its name. */
export function recorded(platform: 'slack' | 'discord', name: string): Record<string, unknown> {
  return JSON.parse(
    readFileSync(join(import.meta.dirname, platform, 'recorded', `${name}.json`), 'utf8'),
  );
}

/**
 * Every path in a value with the type that stands there: `event.ts string`. Items of a list share
 * one.
 */
export function pathsIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value))
    return [`${path} list`, ...new Set(value.flatMap((each) => pathsIn(each, `${path}[]`)))];
  if (typeof value !== 'object' || value === null)
    return [`${path} ${value === null ? 'null' : typeof value}`];
  const inside = Object.entries(value).flatMap(([key, each]) =>
    pathsIn(each, path === '' ? key : `${path}.${key}`),
  );
  return path === '' ? inside : [`${path} object`, ...inside];
}

/** Paths that only one of the two has; types do not count here. */
export function differenceOf(
  theirs: unknown,
  ours: unknown,
): { lacks: string[]; invents: string[] } {
  const names = (value: unknown) => new Set(pathsIn(value).map((path) => path.split(' ')[0] ?? ''));
  const [recordedNames, localNames] = [names(theirs), names(ours)];
  const without = (some: Set<string>, others: Set<string>) =>
    [...some].filter((name) => !others.has(name)).toSorted();
  return { lacks: without(recordedNames, localNames), invents: without(localNames, recordedNames) };
}
