import { isUtf8 } from 'node:buffer';

/**
 * Names in a repository are bytes. They are shown as they are when they are ordinary UTF-8, and otherwise as git
 * quotes them ("caf\351.txt"); what is shown can be given back as a path.
 */
const ODD = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069"\\]/;

/** A path or name for people and models: always one line. */
export function showPath(bytes: Buffer): string {
  if (isUtf8(bytes)) {
    const text = bytes.toString('utf8');
    if (!ODD.test(text) && text.trim() === text) return text;
  }
  return `"${Array.from(bytes, showByte).join('')}"`;
}

function showByte(byte: number): string {
  if (byte === 0x0a) return '\\n';
  if (byte === 0x09) return '\\t';
  if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `\\${byte.toString(8).padStart(3, '0')}`;
}

type ParsedPath =
  | { readonly ok: true; readonly components: readonly Buffer[] }
  | { readonly ok: false; readonly reason: string };

/** Takes a path apart into the names of its folders; none for the top. Says why a path is refused. */
export function parsePath(given: string): ParsedPath {
  if (given.includes('\0')) return refused('A path cannot contain a NUL character.');
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(given)) {
    return refused('Paths start at the top of the repository: give src/main.ts, not an absolute path.');
  }
  const bytes = given.length > 1 && given.startsWith('"') && given.endsWith('"') ? unquote(given) : null;
  const components: Buffer[] = [];
  // As Latin-1 each byte is a character, whatever it means.
  for (const name of (bytes ?? Buffer.from(given)).toString('latin1').split('/')) {
    if (name === '' || name === '.') continue;
    if (name === '..') return refused('A path cannot contain "..": give it from the top of the repository.');
    components.push(Buffer.from(name, 'latin1'));
  }
  return { ok: true, components };
}

/** The names joined by slashes. */
export function joinPath(components: readonly Buffer[]): Buffer {
  return Buffer.concat(components.flatMap((name, index) => (index === 0 ? [name] : [SLASH, name])));
}

const SLASH = Buffer.from('/');

function refused(reason: string): ParsedPath {
  return { ok: false, reason };
}

const ESCAPES = new Map([
  ['a', 7],
  ['b', 8],
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
  ['"', 0x22],
  ['\\', 0x5c],
]);

/** Undoes git's quoting; `null` when the text between the quotes is not quoted so, and is meant as it stands. */
function unquote(quoted: string): Buffer | null {
  const parts: Buffer[] = [];
  for (const [token] of quoted.slice(1, -1).matchAll(/\\[0-7]{3}|\\.|[^\\]+|\\$/gsu)) {
    if (!token.startsWith('\\')) {
      parts.push(Buffer.from(token, 'utf8'));
      continue;
    }
    const byte = token.length === 4 ? Number.parseInt(token.slice(1), 8) : ESCAPES.get(token.slice(1));
    if (byte === undefined || byte > 0xff) return null;
    parts.push(Buffer.from([byte]));
  }
  return Buffer.concat(parts);
}
