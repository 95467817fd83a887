import { html } from 'hono/html';
import { fileNames } from '../../../../core/outcome/file-names.ts';
import { PAGE } from '../../../../core/telling/page/page-words.ts';
import type { Design } from '../../../../core/vocabulary/design.ts';
import { shortId, verifyCommand } from '../../../../core/vocabulary/figures.ts';
import { safeUrl } from '../../own-path.ts';
import type { Markup } from '../shell.ts';

/** The files of a design, and the command by which anybody checks them; `null` before there are any. */
export function fileList(design: Design): Markup | null {
  const names = fileNames(design.files);
  if (names.length === 0) return null;
  const items = names.map(
    (name) =>
      html`<li><a href="${safeUrl(`/designs/${design.id}/files/${encodeURI(name)}`)}">${name}</a></li>`,
  );
  const verify =
    design.head === null
      ? ''
      : html`<p>${PAGE.design.verify}: <code>${verifyCommand('charrette', shortId(design.id), design.head)}</code></p>`;
  return html`<ul class="files">${items}</ul>${verify}`;
}
