import { CONTROL_FILE } from '../../core/telling/facts/control.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Files } from './contents.ts';
import { sha256 } from './manifest.ts';

/** Says why the answer of one model alone is not what was sealed (J15); nothing if it is, and where there is none. */
export function controlProblems({ control: { sealed } }: Design, files: Files): string[] {
  if (sealed === null || sealed.redacted === true) return [];
  const file = files.get(CONTROL_FILE);
  if (file !== undefined && sha256(file) === sealed.sha256) return [];
  return [`${CONTROL_FILE} is ${file === undefined ? 'missing' : 'not what was sealed'}`];
}

/** `; so does the answer of one model alone`, behind what is said of proposals. */
export function controlWords({ control: { sealed } }: Design): string {
  if (sealed === null) return '';
  return sealed.redacted === true
    ? '; the answer of one model alone is redacted'
    : '; so does the answer of one model alone';
}
