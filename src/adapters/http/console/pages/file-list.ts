import { html } from 'hono/html';
import { fileNames } from '../../../../core/outcome/file-names.ts';
import { PAGE } from '../../../../core/presentation/format/page-words.ts';
import type { Design } from '../../../../core/vocabulary/design.ts';
import { shortId, verifyCommand } from '../../../../core/vocabulary/figures.ts';
import { safeUrl } from '../../access/own-path.ts';
import type { Markup } from '../shell.ts';

/** For people; the others are for programs, or are told on the page. */
const READ_FIRST: ReadonlySet<string> = new Set(['brief.md', 'adr.md', 'decision.md', 'record.md']);

/** The files of a design, and the command by which anybody checks them; `null` before there are any. */
export function fileList(design: Design): Markup | null {
  const names = fileNames(design.files);
  if (names.length === 0) return null;
  const items = (those: readonly string[]) =>
    those.map(
      (name) =>
        html`<li><a href="${safeUrl(`/designs/${design.id}/files/${encodeURI(name)}`)}">${name}</a></li>`,
    );
  const rest = names.filter((name) => !READ_FIRST.has(name));
  const others =
    rest.length === 0
      ? ''
      : html`<details><summary>${PAGE.design.more(rest.length)}</summary><ul class="files">${items(rest)}</ul></details>`;
  const verify =
    design.head === null
      ? ''
      : html`<p>${PAGE.design.verify}: <code>${verifyCommand('charrette', shortId(design.id), design.head)}</code></p>`;
  return html`<ul class="files" id="files">${items(names.filter((name) => READ_FIRST.has(name)))}</ul>${others}${verify}`;
}
