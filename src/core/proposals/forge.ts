import type { Pinned } from '../vocabulary/event-parts.ts';
import type { Lines } from './place.ts';

interface Forge {
  /** The path from the repository's page to a file at a commit. */
  readonly file: (commit: string) => string;
  readonly lines: (from: number, to: number) => string;
}

/**
 * Hosts whose page addresses are known. A self-hosted forge may have any name, and a dead link is
 * worse than none.
 */
const FORGES = new Map<string, Forge>([
  [
    'github.com',
    {
      file: (commit) => `/blob/${commit}/`,
      lines: (from, to) => (to === from ? `#L${from}` : `#L${from}-L${to}`),
    },
  ],
  [
    'gitlab.com',
    {
      file: (commit) => `/-/blob/${commit}/`,
      lines: (from, to) => (to === from ? `#L${from}` : `#L${from}-${to}`),
    },
  ],
]);
/** Makes either forge show the source of a rendered file, so that lines can be linked. */
const PLAIN = '?plain=1';

const MAX_URL_CHARACTERS = 400;
/** `https://user:token@host/path`, `ssh://git@host:22/path`, and `git@host:path` as in ssh. */
const REMOTES = [
  /^(?:https?|ssh|git):\/\/(?:[^\s/@]{1,300}@)?([A-Za-z0-9.-]{1,100})(?::\d{1,5})?\/(\S{1,300})$/,
  /^(?:[^\s/@:]{1,100}@)?([A-Za-z0-9.-]{1,100}):(?!\/\/)(\S{1,300})$/,
];
const SEGMENT = /^[A-Za-z0-9_~][A-Za-z0-9._~-]*$/;

/**
 * The web page of a remote on a known forge, or `null`. Built from host and path alone, so that it
 * has no name, password or token of the remote.
 */
export function webUrlOf(remote: string): string | null {
  if (remote.length > MAX_URL_CHARACTERS) return null;
  const parts = REMOTES.map((form) => form.exec(remote.trim())).find((match) => match !== null);
  const [, given = '', rest = ''] = parts ?? [];
  const host = given.toLowerCase();
  const segments = rest
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split('/')
    .filter((segment) => segment !== '');
  if (
    !FORGES.has(host) ||
    segments.length < 2 ||
    !segments.every((segment) => SEGMENT.test(segment))
  )
    return null;
  return `https://${host}/${segments.join('/')}`;
}

/** Marks of a path that was quoted by git or escaped, because its bytes are not plain text. */
const UNPRINTED = /^"|[\u2400-\u2421\ufffd]/;

/** Link to these lines at the pinned commit; `null` without a known page. */
export function linkToLines(repository: Pinned | null, { path, from, to }: Lines): string | null {
  const { webUrl, commit } = repository ?? {};
  if (webUrl === undefined || commit === undefined || path === '' || UNPRINTED.test(path))
    return null;
  const forge = FORGES.get(webUrl.split('/')[2] ?? '');
  if (forge === undefined) return null;
  const names = path.split('/');
  // A browser would follow these out of the repository; git has no such names.
  if (names.some((each) => ['', '.', '..'].includes(each))) return null;
  const file = names.map(escapeName).join('/');
  const isRendered = /\.(?:md|markdown|rst|adoc|org)$/i.test(path.slice(-12));
  return `${webUrl}${forge.file(commit)}${file}${isRendered ? PLAIN : ''}${forge.lines(from, to)}`;
}

/** Also escapes characters that would end a Markdown link. */
function escapeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
