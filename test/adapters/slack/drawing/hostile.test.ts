import { describe, expect, it, test } from 'vitest';
import { draw, drawPost } from '../../../../src/adapters/slack/drawing/draw.ts';
import { participantDocument } from '../../../../src/core/presentation/thread/private-answers.ts';
import { crowded, HOSTILE, saying } from '../../../support/hostile.ts';
import { id, POSTS } from '../../../support/sample-design.ts';
import { readable } from './readable.ts';
import { expectTaken } from './taken.ts';

describe('whatever people and models write', { timeout: 60_000 }, () => {
  test.each(Object.entries(HOSTILE))('%s: every message is taken, and calls nobody', (_, text) => {
    const design = saying(text);
    for (const post of POSTS) expectTaken(drawPost(post, design), post.kind);
    expectTaken(draw(participantDocument(design, id('subtractor'))), 'peek');
  });

  it('a link shows where it leads, whatever it says', () => {
    const outcome = readable(drawPost({ kind: 'outcome' }, saying(HOSTILE['a disguised link'] ?? '')));
    expect(outcome).toContain('<https://evil.example/login>');
    expect(
      JSON.stringify(drawPost({ kind: 'outcome' }, saying('[a](https://b.example)')).blocks),
    ).not.toMatch(/"type":"link","url":"[^"]*","text"/);
  });

  it('a dissent is there letter by letter', () => {
    const dissent = '*Not* <!here> &amp; `never`';
    expect(readable(drawPost({ kind: 'outcome' }, saying(dissent)))).toContain(`> ${dissent}`);
  });

  it('the notification is escaped exactly once', () => {
    const { text } = drawPost({ kind: 'card' }, saying('a < b && c > &lt;'));
    expect(text).toContain('a &lt; b &amp;&amp; c &gt; &amp;lt;');
  });

  it('the longest design with the most people still fits, with something of everybody in it', () => {
    const design = crowded();
    for (const post of POSTS) expectTaken(drawPost(post, design), post.kind);
    for (const post of POSTS.filter(({ kind }) => ['card', 'questions', 'divergence'].includes(kind))) {
      const shown = readable(drawPost(post, design));
      for (let index = 0; index < 18; index++) expect(shown, post.kind).toContain(`P${index} `);
    }
    const asked = readable(drawPost({ kind: 'questions' }, design));
    for (let index = 1; index <= 54; index++) expect(asked).toContain(`Q${index} `);
  });
});
