import type { Design } from '../../vocabulary/design.ts';
import type { DesignId } from '../../vocabulary/ids.ts';
import { lines, type Section, section } from './document.ts';

/** Words of the way to a design's page. */
export const OPEN_PAGE = 'Open its page';

/** Returns the address of a design's page, below the address at which others reach the daemon; `null` where that is not set. */
export function pageAddress(publicUrl: URL | null, id: DesignId | string): string | null {
  if (publicUrl === null) return null;
  const { href } = publicUrl;
  // Behind the address, so that a placeholder for the id stays as it is.
  return `${new URL('designs/', href.endsWith('/') ? href : `${href}/`).href}${id}`;
}

/** The same design with the address of its page, to which those who tell it lead; unchanged where it has none. */
export function withPage<Told extends Pick<Design, 'id'>>(
  design: Told,
  publicUrl: URL | null = null,
): Told & Pick<Design, 'page'> {
  const page = pageAddress(publicUrl, design.id);
  return page === null ? design : { ...design, page };
}

/** The way to its page, at the end of a message; nothing where it has none. */
export function pageSection({ page }: Pick<Design, 'page'>): Section[] {
  return page === undefined ? [] : [section(lines([{ kind: 'link', url: page, words: OPEN_PAGE }]))];
}
