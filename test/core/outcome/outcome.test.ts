import { describe, expect, it, test } from 'vitest';
import { outcomeOf, publishedOutcomeOf } from '#core/outcome/outcome.ts';
import type { Via } from '#core/vocabulary/via.ts';
import { bannerOf } from '#presentation/judged/banner.ts';
import { writeRecordMarkdown } from '#presentation/record/record.ts';
import { viewOf } from '#presentation/view/view.ts';

import { bannerText } from '../../support/designs/banner-text.ts';
import { causeOf, given } from '../../support/designs/given.ts';
import { FIVE } from '../../support/designs/given-start.ts';
import {
  DRAWN,
  endAs,
  type Happenings,
  playToEnd,
  playToReveal,
  playToSigning,
  tellToTheEnd,
  titleOf,
} from '../../support/designs/sample-design.ts';
import { tellAllDead } from '../../support/designs/told-design.ts';

/** Challenged: they argued, with sources, and people were asked. */
const banner = (options: Happenings = {}) =>
  bannerOf(outcomeOf(playToEnd({ difference: 'conceded', ...options }).design));

describe('the banner of a completed design', () => {
  it('J11: the line of facts has who finished, assumptions, repository, models, cost and time', () => {
    const repository = { name: 'shop', commit: '0'.repeat(40), digest: '' };
    const { facts } = banner({ assumed: true, start: { repository } });
    expect(facts).toEqual([
      '5 of 5 personas finished',
      '1 assumption',
      'repository shop at 0000000',
      'one model',
      expect.stringMatching(/^\$/),
      expect.stringMatching(/ in all$/),
    ]);
  });

  it('the banner does not claim that citations were checked', () => {
    expect(banner().facts.join()).not.toContain('looked up');
  });

  it('the banner does not take an unknown cost for nothing', () => {
    const unknown = playToEnd({ turnUsd: null }).design;
    expect(outcomeOf(unknown).costUsd).toBeNull();
    expect(bannerOf(outcomeOf(unknown)).facts).toContain('cost unknown');
  });

  it('the banner says one time before the files are written, which have it, and after the end', () => {
    const world = given().later(24_400).reach('writing');
    const told = () => bannerOf(outcomeOf(world.design)).facts;
    const inFiles = told();
    expect(inFiles).toContain('24 s');
    world.later(700).reachEnd();
    expect(told()).toEqual(inFiles);
    expect(viewOf(world.design).took).toBe('24 s');
  });

  it('C2: a rehearsal, whose headline names no caveat, has who is missing and what it died of as a fact', () => {
    const { headline, facts } = bannerOf(outcomeOf(tellToTheEnd(undefined, true).design));
    expect(headline).toMatch(/^Nothing was decided\. /);
    expect(facts).toContain(
      '4 of 5 personas finished; Contract keeper crashed twice (out of memory)',
    );
  });
});

describe('J7', () => {
  it('J7: a model of somebody who never took a turn does not count', () => {
    const story = playToReveal();
    expect(outcomeOf(story.design).models).toEqual(['claude-opus-5-5']);
    expect(outcomeOf(given().everyoneReady().design).models).toEqual([]);
  });
});

test('D8: a signal that cancels at a terminal claims no name, and one that comes by a token is somebody’s', () => {
  const endedBy = (by: string, via: Via) => {
    const world = given();
    world.when({ type: 'cancel', by, via, reason: '' });
    return world.design.end?.by;
  };
  expect(endedBy('SIGTERM', { way: 'terminal' })).toBe('SIGTERM');
  expect(endedBy('Ana', { way: 'terminal' })).toBe('Ana (terminal)');
  expect(endedBy('SIGTERM', { way: 'api', token: 'ci' })).toBe('SIGTERM, by the API (token ci)');
});

describe('a design without a decision', () => {
  it('C9: the message names each persona with what it died of, and what is kept', () => {
    const reveal = playToReveal();
    const causes = DRAWN.map((persona, index) => ({
      persona,
      cause: `killed by signal ${index + 1}`,
    }));
    tellAllDead(reveal, DRAWN, (name) =>
      causeOf('killed', causes.find(({ persona }) => persona === name)?.cause),
    );
    const text = bannerText(outcomeOf(reveal.design));
    expect(text).toMatch(/^Cancelled: no persona is left\.\n/);
    for (const { persona, cause } of causes)
      expect(text).toContain(`${titleOf(persona)} crashed twice (${cause})`);
    expect(text).toContain('what was answered and proposed is kept for another run');

    const story = given();
    story.when({ type: 'cancel', by: 'Ana', reason: 'Wrong topic.' });
    expect(bannerText(outcomeOf(story.design))).toMatch(
      /^Ana cancelled it: there is no decision\.\n“Wrong topic” · /,
    );
  });

  it('J8: an outcome without a decision names whoever said something that no persona has read', () => {
    const story = playToReveal();
    story.says('m1', 'Stop: we leave that database in June.', 'Ben');
    expect(bannerText(outcomeOf(story.design))).not.toContain('were not considered');
    story.when({ type: 'cancel', by: 'Ana', reason: '' });
    expect(bannerText(outcomeOf(story.design))).toContain('Ben’s last words were not considered');
  });

  it('C21: the banner of a design without a decision says where the personas came to, and nowhere that they finished', () => {
    const { design } = endAs(playToReveal(), { stoppedBecause: 'money_used_up' });
    const { headline, facts } = bannerOf(outcomeOf(design));
    expect(headline).toBe('No decision: there is only what was contributed.');
    expect(facts).toContain('5 of 5 personas wrote a proposal');
    const record = writeRecordMarkdown(design);
    expect(record).toContain('5 of 5 personas wrote a proposal');
    expect(record.split(', wrote a proposal')).toHaveLength(6);
    expect(record).not.toContain('to the end');
  });

  it('failed says what the matter was', () => {
    const story = given({ personas: FIVE });
    story.when({ type: 'fail_design', detail: 'The store is full.' });
    const { headline, facts } = bannerOf(outcomeOf(story.design));
    expect(headline).toBe('Failed: Charrette itself could not go on.');
    expect(facts[0]).toBe('The store is full');
    expect(facts).toContain('0 of 5 personas wrote a proposal');
  });
});

describe('the outcome', () => {
  it('no outcome is published before there is one', () => {
    expect(publishedOutcomeOf(playToSigning().design)).toBeNull();
  });

  it('the outcome is published with exactly the fields of the contract', () => {
    const { design } = playToEnd({ dissent: 'No.' });
    const published = publishedOutcomeOf(design);
    const { participation, assumptions, unresolved } = outcomeOf(design);
    expect(published).toStrictEqual({
      reasons: [],
      participation,
      assumptions,
      unresolved,
      dissents: [{ participant: 'migrationist', title: 'Migrationist', dissent: 'No.' }],
      lowestConfidence: 0.5,
      stoppedBecause: 'finished',
      // Each turn costs the same here.
      costUsd: expect.closeTo(0.05 * design.turns.length, 6),
    });
  });
});
