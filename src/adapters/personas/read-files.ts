import { isUtf8 } from 'node:buffer';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { LineProblem } from '../../foundation/checked-yaml.ts';
import { errorCodeOf, errorMessageOf } from '../../foundation/fault.ts';
import { No } from '../../foundation/no.ts';
import { openFile } from '../../foundation/reading-files.ts';
import { compareTexts, type PersonaProblem } from './problem.ts';

/**
 * Half as long again as the longest shipped file. The worst of this size is read within 200 ms:
 * `bench/parsers.ts`.
 */
export const PERSONA_FILE_BYTES = 6 * 1024;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

export interface PersonaFile {
  readonly file: string;
  /** The file's name without `.md`, which is the participant's id. */
  readonly stem: string;
  readonly text: string;
}
interface FilesRead {
  readonly files: readonly PersonaFile[];
  readonly problems: readonly PersonaProblem[];
}

/**
 * Reads the visible `*.md` files directly in `folder`, ordered by name. Follows links to files,
 * since configuration mounted into a container consists of links. An unreadable file is a problem.
 */
export async function readPersonaFiles(folder: string): Promise<FilesRead> {
  const names = await listNames(folder);
  if (names instanceof No)
    return { files: [], problems: [{ file: folder, line: 1, reason: names.why }] };
  if (names.length > BOUNDS.participants) {
    const reason = `holds ${names.length} persona files; a design has at most ${BOUNDS.participants} participants`;
    return { files: [], problems: [{ file: folder, line: 1, reason }] };
  }
  const files: PersonaFile[] = [];
  const problems: PersonaProblem[] = [];
  for (const name of names) {
    const file = join(folder, name);
    const text = await readText(file);
    if (text instanceof No) problems.push({ file, ...text.why });
    else files.push({ file, stem: name.slice(0, -'.md'.length), text });
  }
  return { files, problems };
}

async function listNames(folder: string): Promise<string[] | No<string>> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith('.md') && !name.startsWith('.')).sort(compareTexts);
  } catch (cause) {
    return new No(
      errorCodeOf(cause) === 'ENOENT'
        ? 'there is no such folder; CHARRETTE_PERSONAS_DIR names the folder with the persona files'
        : `the folder cannot be read (${errorCodeOf(cause)})`,
    );
  }
}

async function readText(path: string): Promise<string | No<LineProblem>> {
  try {
    await using handle = await openFile(path, true);
    // One byte more than allowed also catches a file that has grown since.
    const { bytesRead, buffer } = await handle.read(
      Buffer.alloc(PERSONA_FILE_BYTES + 1),
      0,
      PERSONA_FILE_BYTES + 1,
      0,
    );
    if (bytesRead > PERSONA_FILE_BYTES)
      return new No({ line: 1, reason: `is larger than ${PERSONA_FILE_BYTES} bytes` });
    return decodeText(buffer.subarray(0, bytesRead));
  } catch (cause) {
    const isGone = errorCodeOf(cause) === 'ENOENT';
    const reason = isGone
      ? 'is a link to a missing file'
      : `cannot be read: ${errorMessageOf(cause)}`;
    return new No({ line: 1, reason });
  }
}

function decodeText(bytes: Buffer): string | No<LineProblem> {
  if (!isUtf8(bytes)) {
    // Latin-1 keeps one character per byte, so lines end where they do in the file.
    const lines = bytes.toString('latin1').split('\n');
    const line = lines.findIndex((each) => !isUtf8(Buffer.from(each, 'latin1'))) + 1;
    return new No({ line, reason: 'is not UTF-8; save the file as UTF-8' });
  }
  const text = new TextDecoder().decode(bytes).replaceAll('\r\n', '\n');
  const control = text.split('\n').findIndex((line) => CONTROL.test(line));
  return control === -1
    ? text
    : new No({ line: control + 1, reason: 'contains a control character' });
}
