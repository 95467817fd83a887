import { ComponentType } from 'discord.js';
import { expect, it } from 'vitest';
import { drawPost } from '#surfaces/discord/drawing/draw.ts';
import { sampleDesign } from '#test/support/designs/sample-design.ts';
import { withTwentyCaveats } from '#test/support/designs/twenty-caveats.ts';
import { findDrawn } from '../../drawn-controls.ts';
import { textOf } from './taken.ts';

it('the controls of a point stand right under it, at a gate and under its own message', () => {
  const design = sampleDesign(() => undefined).design;
  for (const post of [
    { kind: 'gate', gateId: 'gate-1' },
    { kind: 'list', of: 'differences' },
  ] as const) {
    const [container] = drawPost(post, design).components;
    const parts = container !== undefined && 'components' in container ? container.components : [];
    const at = parts.findIndex(({ type }) => type === ComponentType.ActionRow);
    expect(JSON.stringify(parts[at]), post.kind).toContain('It cannot');
    expect(findDrawn(parts[at], 'accept'), post.kind).toBeUndefined();
    expect(textOf(parts.slice(0, at)), post.kind).toContain('It cannot');
    expect(textOf(parts.slice(0, at)), post.kind).not.toContain(
      'Move the queue to Postgres in four steps',
    );
  }
});

it('J11: twenty caveats stand in the messages of the result, each whole', () => {
  const { design, posts, lines } = withTwentyCaveats('discord');
  const text = posts.map((post) => textOf(drawPost(post, design).components)).join('\n');
  expect(lines).toHaveLength(20);
  for (const line of lines) expect(text).toContain(line);
});
