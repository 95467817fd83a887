import { expect, test } from 'vitest';
import {
  document,
  line,
  lines,
  moment,
  reference,
  section,
  title,
  trust,
  untrusted,
  untrustedMarkdownBlock,
} from '#presentation/format/document.ts';
import { documentOf } from '#presentation/thread/post.ts';
import { viewOf } from '#presentation/view/view.ts';
import { drawDocument, drawPaper } from '#surfaces/http/drawing/html.ts';
import { given as designGiven } from '#test/support/designs/given.ts';
import { drawnAct } from '../../drawn-controls.ts';

test('a page has the words of a message in semantic elements', () => {
  const at = Date.UTC(2026, 10, 20, 9);
  const { text: page } = drawPaper([
    [title(2, [trust('Why')]), lines(line`Until ${moment(at, 0)} ${untrusted('<b>', 9)}`)],
    [untrustedMarkdownBlock('- **one**\n- two', 100), { kind: 'small', words: 'A & B' }],
  ]);
  expect(page).toBe(
    '<article><section><h2>Why</h2><p>Until <time datetime="2026-11-20T09:00:00.000Z">20 Nov 2026, 09:00 UTC</time> &lt;b&gt;</p></section><section><ul><li><strong>one</strong></li><li>two</li></ul><p><small>A &amp; B</small></p></section></article>',
  );
});

test('a link leads to the web by https, to a mailbox, or into the files of the design', () => {
  const link = (url: string) => drawPaper([[lines([{ kind: 'link', url }])]]).text;
  expect(link('https://example.org/')).toContain(
    '<a href="https://example.org/" rel="noreferrer">',
  );
  expect(link('mailto:ana@example.org')).toContain('<a href="mailto:ana@example.org"');
  for (const url of [
    'javascript:alert(1)',
    'http://example.org/',
    '//example.org',
    'data:text/html,x',
  ])
    expect(link(url)).not.toContain('<a ');
  const leads = (target: string) => drawPaper([[lines([reference(target, 'there')])]]).text;
  expect(leads('record.md#d1')).toContain('<a href="record.md#d1">there</a>');
  for (const target of ['../record.md', '/etc/passwd', 'javascript:x.md', 'a/../b.md'])
    expect(leads(target)).not.toContain('<a ');
});

test('a button of a message is there only for who may press it', () => {
  const { design } = designGiven().everyoneReady().reach('answering');
  const drawn = (isOffered: boolean) =>
    drawDocument(documentOf({ kind: 'list', of: 'questions' }, viewOf(design)), {
      acts: { path: '/acts', version: 1, offered: (each) => (isOffered ? each : null) },
    }).text;
  expect(drawnAct(drawn(true), 'go_on')).toContain(design.id);
  expect(drawn(false)).not.toContain('<button');
});

test('parts of a message that are folded away follow it behind their title', () => {
  const folded = {
    title: 'Why',
    button: 'Show',
    designId: designGiven().design.id,
    about: 'outcome',
  };
  const shown = document('x', [section(lines([trust('Said')]))], {
    folded: { ...folded, sections: [section(lines([trust('Because')]))] },
  });
  expect(drawDocument(shown).text).toBe(
    '<article><section><p>Said</p></section><details><summary>Why</summary><section><p>Because</p></section></details></article>',
  );
});
