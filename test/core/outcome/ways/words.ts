import { citePlace } from '../../../support/designs/claims.ts';
import { proposal } from '../../../support/designs/given-submission.ts';
import { held, saying, type Way } from './story.ts';

const REPOSITORY = { name: 'shop', commit: '08aa129'.padEnd(40, '0'), digest: '' };
const GERMAN =
  'Die Warteschlange wird in Schritten verlegt, und sie bleibt dabei immer für alle da, die mit ihr arbeiten. Das ist nicht schwer, weil es auf dem Server schon eine Datenbank gibt, die sich um die Aufträge kümmern kann, und weil niemand auf zwei Systeme aufpassen will, wenn eines genügt.';

/** What a text can say that nobody brought. */
export const OF_WORDS: readonly Way[] = [
  {
    rule: 'A23',
    way: 'mentions, links and markup in a step',
    told: () => saying('Ask @everyone, <!channel> and [Ana](https://evil.example/x) <b>now</b>.'),
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
    told: () => {
      const world = held({}, { repository: REPOSITORY }).reach('proposing');
      while (world.design.step === 'proposing') {
        const { participant: speaker } = world.turn();
        const kind = world.design.drawnOrder.at(-1) === speaker ? 'reason' : 'decision';
        const claim = {
          ...citePlace('src/queue.ts:12', 'retry forever'),
          kind,
          text: `${speaker} read it.`,
        } as const;
        const check = { item: 1, status: 'failed', path: 'src/queue.ts', from: 12, to: 12 } as const;
        world.submits(speaker, proposal({ headline: speaker, claims: [claim] }), undefined, [check]);
      }
      return world.reachEnd();
    },
    caveat: 'citation_failed',
  },
];
