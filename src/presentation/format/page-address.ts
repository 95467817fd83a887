import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { lines, type Section } from './document.ts';

export const OPEN_PAGE = 'Open its page';

export function pageAddressOf(publicUrl: URL | null, id: DesignId | string): string | null {
  if (publicUrl === null) return null;
  const { href } = publicUrl;
  // Appended as it is, so that a placeholder for the id survives.
  return `${new URL('designs/', href.endsWith('/') ? href : `${href}/`).href}${id}`;
}

export function addPage<Told extends Pick<Design, 'id'>>(
  design: Told,
  publicUrl: URL | null = null,
): Told & Pick<Design, 'page'> {
  const page = pageAddressOf(publicUrl, design.id);
  return page === null ? design : { ...design, page };
}

export function drawPageLink({ page }: { readonly page: string | null }): Section {
  return page === null ? [] : [lines({ kind: 'link', url: page, words: OPEN_PAGE })];
}
