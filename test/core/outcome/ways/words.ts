import { decidedOf } from '#core/decision/decided.ts';
import type { LaterCitations } from '#core/vocabulary/checked.ts';
import { citePlace } from '#test/support/designs/claims.ts';
import type { World } from '#test/support/designs/given.ts';
import { proposal, signature } from '#test/support/designs/given-submission.ts';
import { held, saying, type Way } from './story.ts';

const REPOSITORY = { name: 'shop', commit: '08aa129'.padEnd(40, '0'), digest: '' };
const GERMAN =
  'Die Warteschlange wird in Schritten verlegt, und sie bleibt dabei immer für alle da, die mit ihr arbeiten. Das ist nicht schwer, weil es auf dem Server schon eine Datenbank gibt, die sich um die Aufträge kümmern kann, und weil niemand auf zwei Systeme aufpassen will, wenn eines genügt.';

/**
 * Each proposes something and cites a line, with this result of its check; one of them gives a
 * reason.
 */
function citing(status: 'checked' | 'failed'): World {
  const world = held({}, { repository: REPOSITORY }).reach('proposing');
  while (world.design.step === 'proposing') {
    const { participant: speaker } = world.turn();
    const kind = world.design.drawnOrder.at(-1) === speaker ? 'reason' : 'decision';
    const claim = {
      ...citePlace('src/queue.ts:12', 'retry forever'),
      kind,
      text: `${speaker} read it.`,
    } as const;
    const check = { item: 1, status, path: 'src/queue.ts', from: 12, to: 12 } as const;
    world.submits(speaker, proposal({ headline: speaker, claims: [claim] }), undefined, [check]);
  }
  return world;
}

/** All sign, and find this in the repository's newest commit. */
function signed(world: World, later: LaterCitations): World {
  world.reach('signing');
  for (const { id: turnId, participant } of world.openTurns()) {
    const sha256 = decidedOf(world.design)?.sha256 ?? '';
    const submission = signature({}, participant);
    world.when({ type: 'submit', turnId, submission, sha256, citations: [], latencyMs: 0, later });
  }
  return world.reachEnd();
}

const NEWER = '1b2c3d4'.padEnd(40, '0');

/** What a text can say that nobody brought. */
export const OF_WORDS: readonly Way[] = [
  {
    rule: 'A23',
    way: 'mentions, links and markup in a step',
    told: () => saying('Ask @everyone, <!channel> and [this](https://evil.example/x) <b>now</b>.'),
    caveat: null,
    standsNot: ['@everyone', '<!channel>', '](https://evil.example', '<b>'],
  },
  {
    rule: 'J11',
    way: 'another language than the question’s',
    told: () => saying(`${GERMAN} ${GERMAN} ${GERMAN}`),
    caveat: 'other_language',
  },
  {
    rule: 'J4',
    way: 'a quotation that does not stand where it is cited',
    told: () => citing('failed').reachEnd(),
    caveat: 'citation_failed',
  },
  {
    rule: 'J4',
    way: 'a line that a commit changed while it was discussed',
    told: () =>
      signed(citing('checked'), { commit: NEWER, changed: ['A-1', 'B-1', 'C-1'], unread: [] }),
    caveat: 'citation_failed',
    stands: ['repository shop at 08aa129 · 3 cited places changed since'],
  },
  {
    rule: 'J4',
    way: 'a repository that could not be read again at the end',
    told: () =>
      signed(citing('checked'), { commit: '', changed: [], unread: ['A-1', 'B-1', 'C-1'] }),
    caveat: null,
    stands: ['repository shop at 08aa129 · it could not be read again at the end'],
  },
];
