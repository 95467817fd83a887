import { describe, expect, test } from 'vitest';
import { postedFilesOf } from '../../src/acts/drawing/files.ts';
import { resultPostOf } from '../../src/core/thread/desired-messages.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { WordsPost } from '../../src/core/vocabulary/effects.ts';
import { insteadOf } from '../../src/presentation/thread/post.ts';
import { drawPost as drawDiscord } from '../../src/surfaces/discord/drawing/draw.ts';
import { drawPost as drawSlack } from '../../src/surfaces/slack/drawing/draw.ts';
import { given } from '../support/designs/given.ts';
import { POSTS, tellToTheEnd } from '../support/designs/sample-design.ts';
import { discordPage } from './discord.ts';
import { slackPage } from './slack.ts';

const CARD: WordsPost = { kind: 'card' };

/** One design at several moments, and two that ended otherwise. */
const MOMENTS = new Map<string, Design>();
const ended = tellToTheEnd((moment, world) => MOMENTS.set(moment, world.design)).design;
MOMENTS.set('the end', ended);
const cancelled = given().reach('proposing');
cancelled.cancels();
MOMENTS.set('cancelled', cancelled.design);
const dead = given({ personas: ['subtractor', 'archaeologist'] }).reach('answering');
for (const who of ['subtractor', 'archaeologist']) dead.dies(who);
MOMENTS.set('all dead', dead.design);

/**
 * What is left for those who see neither signs nor colours nor styles: letters and numbers of
 * everything visible.
 */
function letters(drawing: unknown): string {
  return texts(drawing)
    .join(' ')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) =>
    typeof field === 'string'
      ? /^(?:text|title|content|label|placeholder|fallback)$/.test(key)
        ? [field]
        : []
      : texts(field),
  );
}

const FORMS = {
  'Slack, with all its blocks': (post: WordsPost, design: Design) => drawSlack(post, design).blocks,
  'Slack, in the plain form': (post: WordsPost, design: Design) =>
    drawSlack(post, design, 'plain').blocks,
  Discord: (post: WordsPost, design: Design) => drawDiscord(post, design),
};

describe.each(Object.entries(FORMS))('%s', (_, drawn) => {
  test('no state is told by sign, colour or style alone: the card’s letters differ at every moment', () => {
    const read = [...MOMENTS.values()].map((design) => letters(drawn(CARD, design)));
    expect(new Set(read).size).toBe(MOMENTS.size);
    for (const words of read) expect(words.split(' ').length).toBeGreaterThan(8);
  });

  test('a question that is answered, one that is assumed and one that is open differ by their letters', () => {
    const ledger = (moment: string) =>
      letters(drawn({ kind: 'list', of: 'questions' }, MOMENTS.get(moment) as Design));
    expect(ledger('asked')).not.toBe(ledger('the end'));
    expect(ledger('the end')).toMatch(/\bAna\b/);
    expect(ledger('the end')).toMatch(/Assumed/);
  });

  test('every button and menu has words', () => {
    for (const [moment, design] of MOMENTS) {
      const controls = JSON.stringify(
        POSTS.filter(({ kind }) => kind === 'card').map((post) => drawn(post, design)),
      );
      for (const label of controls.matchAll(/"(?:label|placeholder)":"([^"]*)"/g))
        expect(label[1], moment).toMatch(/\p{L}{3}/u);
    }
  });

  test('no picture is without words, because there is none', () => {
    for (const post of POSTS)
      expect(JSON.stringify(drawn(post, ended))).not.toMatch(/"image|"type":1[12]\b/);
  });
});

test('the step that a checklist shows is named in its title, and what an alert shows is words', () => {
  for (const [moment, design] of MOMENTS) {
    for (const block of drawSlack(CARD, design).blocks) {
      if (block.type === 'plan') {
        const now = block.tasks?.find(({ status }) => status === 'in_progress')?.title ?? '';
        expect(block.title, moment).toContain(now);
        expect(block.title, moment).toMatch(/\d of \d/);
      }
      if (block.type === 'alert')
        expect(letters(block).split(' ').length, moment).toBeGreaterThan(1);
    }
  }
});

test('every post has its own text for notifications and screen readers that says what it is', () => {
  const posts = [
    ...POSTS,
    insteadOf({ kind: 'list', of: 'proposals' }, ended, 'Slack refused the call: msg_too_long.'),
  ];
  for (const [moment, design] of MOMENTS) {
    if (design.divergences.length === 0 || design.gates.length === 0) continue;
    // The gate's message has become the result.
    const shown = posts.filter(
      ({ kind }) => kind !== 'outcome' || resultPostOf(design).kind === kind,
    );
    const said = shown.map((post) => drawSlack(post as WordsPost, design).text);
    expect(new Set(said).size, moment).toBe(shown.length);
    for (const text of said) expect(text, moment).toMatch(/(?:\p{L}+\W+){2}\p{L}+/u);
  }
});

test('every file has a name and a description of letters', () => {
  for (const kind of ['proposals', 'outcome'] as const)
    for (const { name, title } of postedFilesOf({ kind: 'files', of: kind }, ended)) {
      expect(name).toMatch(/^[a-z-]+\.(?:md|json)$/);
      expect(title).toMatch(/\p{L}{3}/u);
    }
});

test('the gallery knows how each platform shows everything that is drawn', () => {
  for (const [name, design] of MOMENTS) {
    const posts = POSTS.filter(
      (post) => post.kind !== 'gate' && !(post.kind === 'list' && post.of === 'differences'),
    );
    const entries = posts.map((post) => ({ post, files: ['brief.md'], at: 0 }));
    const moment = { name, caption: name, design, entries };
    expect(slackPage(moment)).toContain('Should the job queue move');
    expect(discordPage(moment)).toContain('Should the job queue move');
  }
});
