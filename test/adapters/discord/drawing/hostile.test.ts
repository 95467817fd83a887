import { describe, expect, it, test } from 'vitest';
import { LIMITS } from '../../../../src/adapters/discord/drawing/controls.ts';
import { draw, drawPost } from '../../../../src/adapters/discord/drawing/draw.ts';
import { participantDetailsOf } from '../../../../src/core/thread/participant-details.ts';
import { participantDocument } from '../../../../src/runtime/message/answers.ts';
import { crowded, HOSTILE, saying } from '../../../support/hostile.ts';
import { id } from '../../../support/story.ts';
import { expectTaken, markup, textOf } from './taken.ts';

const POSTS = [
  { kind: 'card' },
  { kind: 'questions' },
  { kind: 'seals' },
  { kind: 'proposals' },
  { kind: 'divergence', divergenceId: 'D1' },
  { kind: 'gate', gateId: 'gate-1' },
  { kind: 'outcome' },
] as const;

describe('whatever people and models write', { timeout: 60_000 }, () => {
  test.each(Object.entries(HOSTILE))('%s: every message is taken, and calls nobody', (_, text) => {
    const design = saying(text);
    for (const post of POSTS) {
      expectTaken(drawPost(post, design), post.kind);
      for (const most of [1, 2]) {
        const drawn = drawPost(post, design, most);
        expectTaken(drawn, `${post.kind} in at most ${most}`);
        expect(drawn.length).toBeLessThanOrEqual(most);
      }
    }
    const peek = participantDetailsOf(design, id('subtractor'));
    if (peek !== null) expectTaken([draw(participantDocument(peek))], 'peek');
  });

  it('a link shows where it leads, whatever it says', () => {
    const shown = (text: string) =>
      drawPost({ kind: 'outcome' }, saying(text))
        .map(({ components }) => textOf(components))
        .join('\n');
    expect(shown(HOSTILE['a disguised link'] ?? '')).toContain('<https://evil.example/login>');
    expect(markup(shown('[a](https://b.example)'))).not.toContain('](');
    expect(shown('see https://a.example/b_c.')).toContain('<https://a.example/b_c>');
  });

  it('a dissent is there letter by letter', () => {
    const shown = drawPost({ kind: 'outcome' }, saying('*Not* <!here> &amp; `never`'));
    expect(shown.map(({ components }) => textOf(components)).join('')).toContain(
      '> \\*Not\\* \\<!here\\> &amp; \\`never\\`',
    );
  });

  it('the longest design with the most people still fits, with something of everybody in it', () => {
    const design = crowded();
    for (const post of POSTS) {
      const drawn = drawPost(post, design);
      expectTaken(drawn, post.kind);
      expect(drawn.length).toBeLessThanOrEqual(LIMITS.messages);
    }
    for (const post of [POSTS[0], POSTS[1], POSTS[3]]) {
      const shown = drawPost(post, design)
        .map(({ components }) => textOf(components))
        .join('\n');
      for (let index = 0; index < 18; index++) expect(shown, post.kind).toContain(`P${index} `);
    }
  });
});
