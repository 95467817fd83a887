import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { lines, type Section } from './document.ts';

export const OPEN_PAGE = 'Open its page';

/** The path is appended as it is, so that a placeholder in it survives. */
export function addressOf({ origin }: URL, path: string): string {
  return `${origin}${path}`;
}

export function pageAddressOf(publicUrl: URL | null, id: DesignId | string): string | null {
  return publicUrl === null ? null : addressOf(publicUrl, `/designs/${id}`);
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
