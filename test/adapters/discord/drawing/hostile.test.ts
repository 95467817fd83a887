import { describe, expect, it, test } from 'vitest';
import { draw, drawPost } from '../../../../src/adapters/discord/drawing/draw.ts';
import { foldedOf } from '../../../../src/core/presentation/thread/post.ts';
import { participantDocument } from '../../../../src/core/presentation/thread/private-answers.ts';
import { crowded, HOSTILE, saying } from '../../../support/hostile.ts';
import { id, POSTS } from '../../../support/sample-design.ts';
import { expectTaken, markup, textOf } from './taken.ts';

describe('whatever people and models write', { timeout: 60_000 }, () => {
  test.each(Object.entries(HOSTILE))('%s: every message is taken, and calls nobody', (_, text) => {
    const design = saying(text);
    for (const post of POSTS) {
      expectTaken(drawPost(post, design), post.kind);
    }
    expectTaken(draw(participantDocument(design, id('subtractor'))), 'peek');
  });

  it('a link shows where it leads, whatever it says', () => {
    const shown = (text: string) => textOf(drawPost({ kind: 'outcome' }, saying(text)).components);
    expect(shown(HOSTILE['a disguised link'] ?? '')).toContain('<https://evil.example/login>');
    expect(markup(shown('[a](https://b.example)'))).not.toContain('](');
    expect(shown('see https://a.example/b_c.')).toContain('<https://a.example/b_c>');
  });

  it('a dissent is there letter by letter', () => {
    const reasons = foldedOf('outcome', saying('*Not* <!here> &amp; `never`'));
    expect(reasons === null ? '' : textOf(draw(reasons).components)).toContain(
      '> \\*Not\\* \\<!here\\> &amp; \\`never\\`',
    );
  });

  it('the longest design with the most people still fits, with something of everybody in it', () => {
    const design = crowded();
    for (const post of POSTS) expectTaken(drawPost(post, design), post.kind);
    for (const post of POSTS.filter(({ kind }) => ['card', 'questions', 'proposals'].includes(kind))) {
      const shown = textOf(drawPost(post, design).components);
      for (let index = 0; index < 18; index++) expect(shown, post.kind).toContain(`P${index} `);
    }
    const difference = drawPost({ kind: 'differences' }, design);
    expect(textOf(difference.components)).toContain('They differ');
  });
});
