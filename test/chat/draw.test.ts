/** Our Markdown as each platform draws it, with others' words in it. */

import { expect, test } from 'vitest';
import { drawText as drawDiscordText, drawMessage as drawOnDiscord } from '#chat/discord/draw.ts';
import { drawMessage as drawInSlack, drawText as drawSlackText } from '#chat/slack/draw.ts';
import { readBlocks, blocks as slackBlocks } from '#test/support/slack-blocks.ts';
import {
  blocks,
  bullets,
  Markdown,
  md,
  numbered,
  paragraphs,
  person,
  quote,
  time,
} from '#words/md.ts';

const DESIGN = 'dsn_01900000-0000-7000-8000-000000000000';
const SOON = Date.now() + 60_000;
const MARCH = Date.UTC(2026, 2, 1, 11, 12);

const TEXT = blocks(
  md`## Why`,
  md`**Move the queue.** ${person('Ana', 'U0ANA')} and ${person('Ben', '123456789012345678')}: at ${time(SOON)}, since ${time(MARCH)}.`,
  bullets([md`one *(soon)*`, md`two`]),
  numbered([md`first`, md`second`]),
  quote('no deploys\nin the last week'),
  md`${new Markdown('[the page](https://charrette.example/designs/x?key=y)')} \`ops/a_b.md:41\``,
).text;

test('Slack draws paragraphs, lists, quotes, links, people and times as rich text', () => {
  const { text, blocks: drawn } = drawSlackText(TEXT);
  expect(text.startsWith('Why\nMove the queue. Ana and Ben: at ')).toBe(true);
  expect(readBlocks(slackBlocks.parse(drawn))).toBe(
    [
      '*Why*\n\n*Move the queue.* @U0ANA and Ben: at '.concat(
        new Date(SOON).toISOString().slice(11, 16),
        ' UTC, since 11:12 UTC.',
      ),
      '• one (soon)',
      '• two',
      '• first',
      '• second',
      'no deploys\nin the last week',
      '\nthe page<https://charrette.example/designs/x?key=y> ops/a_b.md:41',
    ].join('\n'),
  );
  const json = JSON.stringify(drawn);
  expect(json).toContain('"format":"{time}"');
  expect(json).toContain('"format":"{date_short_pretty}, {time}"');
  expect(json).toContain('"style":"ordered"');
});

test('Discord draws the same in its own marks', () => {
  const { text, people } = drawDiscordText(TEXT);
  expect(text).toBe(
    [
      '**Why**',
      `**Move the queue.** Ana and <@123456789012345678>: at <t:${Math.floor(SOON / 1_000)}:t>, since <t:${MARCH / 1_000}:f>.`,
      '- one *(soon)*\n- two',
      '1. first\n2. second',
      '> no deploys\n> in the last week',
      '[the page](<https://charrette.example/designs/x?key=y>) `ops/a_b.md:41`',
    ].join('\n\n'),
  );
  expect(people).toEqual(['123456789012345678']);
});

const ATTACKS = [
  '<!channel> <!here> <@U0BEN> <@123456789012345678> @everyone @here <#C1> <!subteam^S1>',
  '[click](https://evil.example) [Ana](person:U0BEN) [x](person:123456789012345678) <https://evil.example|ours>',
  '# heading',
  '-# small\n> quote\n- list\n1. one\n```\ncode\n``` `x` **bold** __under__ ~~gone~~ ||spoiler||',
  '<script>alert(1)</script> &lt;!channel&gt; &amp; <t:1:R> <:emoji:1>',
  '\u202eevil\u202c */ --> ]]> \u0000',
  `a_b_c snake_case *not* ${'word'.repeat(50)}`,
];

test.each(ATTACKS)('A23: what others write stays text and calls nobody: %j', (words) => {
  const own = blocks(
    md`**${words}** said:`,
    paragraphs(words),
    quote(words),
    bullets([md`${words}`]),
  );
  const slack = drawSlackText(own.text);
  const drawn = slackBlocks.parse(slack.blocks);
  expect(JSON.stringify(drawn)).not.toMatch(/"type":"(user|link|date|broadcast)"/);
  expect(slack.text).not.toMatch(/[<>]/);
  const { text, people } = drawDiscordText(own.text, 4_000);
  expect(people).toEqual([]);
  const posted = drawOnDiscord({ text: own.text, controls: [] }, DESIGN, 7);
  expect(posted.allowedMentions).toEqual({ parse: [], users: [] });
  expect(text).not.toMatch(/(?<!\\)(<[@#:t]|@everyone|@here|\]\(|\|\||~~|__)/);
  expect(text).not.toMatch(/^\s*(> |- )?(#|-#|>>>|```|1\. )/m);
});

test('a text that is too long is cut at a block’s edge, and says where the rest is', () => {
  const long = blocks(
    ...Array.from({ length: 40 }, (_, index) => md`${`${index} ${'x'.repeat(300)}`}`),
  );
  const inSlack = readBlocks(slackBlocks.parse(drawSlackText(long.text).blocks));
  expect(inSlack.length).toBeLessThan(9_200);
  expect(inSlack).toMatch(/x\n\nThe rest is in record\.md\.$/);
  const onDiscord = drawDiscordText(long.text, 4_000).text;
  expect(onDiscord.length).toBeLessThanOrEqual(4_000);
  expect(onDiscord).toMatch(/x\n\n\*The rest is in record\.md\.\*$/);
  const whole = paragraphs('y'.repeat(100_000)).text;
  expect(drawDiscordText(whole).text.length).toBeLessThanOrEqual(2_000);
  expect(() => slackBlocks.parse(drawSlackText(whole).blocks)).not.toThrow();
});

test('a message without controls has no row of them', () => {
  const message = { text: 'On it.', controls: [] };
  expect(drawInSlack(message, DESIGN).blocks).toHaveLength(1);
  expect(drawOnDiscord(message, DESIGN, 7).components).toEqual([
    { type: 10, id: 7, content: 'On it.' },
  ]);
});
