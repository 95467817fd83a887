import { EVENTS_NAME, MANIFEST_NAME } from '../../core/outcome/file-names.ts';
import type { Artifact } from '../ports/store.ts';

interface Naming {
  /** Files that it does not name, since they hold it or are made of it. */
  readonly unnamed: readonly string[];
  readonly changed: string;
  readonly extra: string;
}

export const BY_MANIFEST: Naming = {
  unnamed: [MANIFEST_NAME],
  changed: 'has been changed',
  extra: 'is not in the manifest',
};
/** The last event of a bundle, so that to rewrite a file is to rewrite the chain. */
export const BY_EVENTS: Naming = {
  unnamed: [MANIFEST_NAME, EVENTS_NAME],
  changed: 'is not the one that the events name',
  extra: 'is not named by the events',
};

/** What files of a bundle have that is not what is on record of them, in words; a file that is missing has nothing. */
export function differences(expected: readonly Artifact[], found: readonly Artifact[], by: Naming): string[] {
  return found.flatMap(({ name, bytes, sha256 }) => {
    const named = expected.filter((each) => each.name === name);
    if (named.length === 0) return by.unnamed.includes(name) ? [] : [`${name} ${by.extra}`];
    return named.flatMap((each) => {
      if (bytes !== each.bytes) return [`${name} has ${bytes} bytes instead of ${each.bytes}`];
      return sha256 === each.sha256 ? [] : [`${name} ${by.changed}`];
    });
  });
}
