import { describe, expect, it } from 'vitest';
import { EXAMPLE_TOPIC, isForExample } from '../../../src/adapters/rehearsal/example/request.ts';
import { exampleScript } from '../../../src/adapters/rehearsal/example/script.ts';
import { outcomeOf } from '../../../src/core/outcome/outcome.ts';
import { decidedIn } from '../../../src/core/synthesis/decided.ts';
import { bannerOf } from '../../../src/core/telling/banner.ts';
import { adrMarkdown } from '../../../src/core/telling/paper/adr.ts';
import { briefMarkdown } from '../../../src/core/telling/paper/brief.ts';
import { REHEARSAL_VOICES } from '../../../src/core/vocabulary/rehearsal.ts';
import { request, SETTINGS } from '../../runtime/engine/running-engine.ts';
import { shipped } from '../../support/shipped-personas.ts';
import { play } from './play.ts';

const EXAMPLE = { voice: REHEARSAL_VOICES.example };
const whole = await play(EXAMPLE_TOPIC, shipped, EXAMPLE);

describe('the written example', () => {
  const { design } = whole;
  const [database, row, thumbnails] = design.divergences;

  it('is played to its end without a gate, under a mark of its own', () => {
    expect(design.settled).toMatchObject({ status: 'completed', reasons: [] });
    const { mark, headline } = bannerOf(outcomeOf(design));
    expect(mark).toBe('REHEARSAL: a written example, no model was called');
    expect(headline).toMatch(/^Decision ready/);
    expect(headline).not.toBe('Decision ready.');
  });

  it('J2: two are moved by a fact of the other side, and the difference is settled by it', () => {
    expect(database).toMatchObject({ impact: 'high', settlement: { outcome: 'conceded' } });
    const moved = (database?.arguments ?? []).filter(
      ({ before, after }) => before.position !== after.position,
    );
    expect(moved.map(({ participant }) => participant).toSorted()).toEqual(['failure-analyst', 'subtractor']);
    for (const { changedBy } of moved) expect(changedBy).toHaveLength(1);
  });

  it('one difference is argued and stays open; one of low impact is left to people', () => {
    expect(row).toMatchObject({ impact: 'medium', settlement: { outcome: 'unresolved' } });
    expect(thumbnails).toMatchObject({ impact: 'low', arguments: [] });
    expect(decidedIn(design)?.decision.open.map(({ difference }) => difference)).toEqual(['2', '3']);
  });

  it('the audit bites: what blocks is acted on in the revision, what only people can do is left open', () => {
    expect(design.audit?.audit.findings.map(({ severity }) => severity)).toEqual([
      'blocking',
      'major',
      'minor',
      'minor',
    ]);
    const done = design.revisions.at(-1)?.revision.findings.map((finding) => finding.done);
    expect(done).toEqual(['acted_on', 'acted_on', 'acted_on', 'left_open']);
  });

  it('one dissents, in its own words', () => {
    const dissents = design.signatures.filter(({ verdict }) => verdict === 'dissents');
    expect(dissents.map(({ participant }) => participant)).toEqual(['outsider']);
  });

  it.each([
    ['D1', '1a'],
    ['D2', '2b'],
  ] as const)(
    'J8: settled otherwise by a person (%s for %s), the rest says what would stand there, and why',
    async (divergenceId, position) => {
      const { design: other } = await play(EXAMPLE_TOPIC, shipped, {
        ...EXAMPLE,
        settles: [{ divergenceId, position }],
      });
      expect(other.settled).toMatchObject({ status: 'completed', stoppedBecause: 'finished' });
      const decided = decidedIn(other)?.decision;
      expect(decided?.sentence).toBe('The decision would stand here in one sentence.');
      expect(decided?.paragraph).toContain('here it went otherwise');
      expect(bannerOf(outcomeOf(other)).headline).toMatch(/^Nothing was decided\./);
      expect(adrMarkdown(other)).toContain('a rehearsal; nothing was decided');
      expect(other.signatures.filter(({ verdict }) => verdict === 'dissents')).toEqual([]);
      expect(briefMarkdown(other)).toMatch(/^Ana settled “.+”: /m);
      expect(adrMarkdown(other)).toContain('Ana (settled a difference)');
    },
  );

  it('J3: is the same story in whatever order the proposals are drawn', async () => {
    const other = await play(EXAMPLE_TOPIC, shipped, { ...EXAMPLE, drawn: (ids) => [...ids] });
    const told = (played: typeof whole) =>
      played.design.divergences.map(({ settlement, impact }) => [impact, settlement?.outcome]);
    expect(told(other)).toEqual(told(whole));
    expect(other.design.settled).toMatchObject({ status: 'completed', reasons: [] });
  });

  it.each(exampleScript().personas.map(({ id }) => id))(
    'without %s the rest says what would stand there',
    async (dies) => {
      const { design: without } = await play(EXAMPLE_TOPIC, shipped, { ...EXAMPLE, dies });
      expect(without.settled?.status).toBe('completed');
      expect(without.proposals).toHaveLength(5);
      expect(decidedIn(without)?.decision.paragraph).toContain('here it went otherwise');
    },
  );

  it('refers only to claims, differences, positions and findings that are written', () => {
    const { personas, map, composite, revision, audit } = exampleScript();
    const claims = personas.flatMap(({ proposal }) => proposal.claims.map(({ key }) => key));
    expect(new Set(claims).size).toBe(claims.length);
    const decisions = [composite.decision, revision.decision];
    const named = [
      ...map.agreements.flatMap((each) => each.claims),
      ...map.differences.flatMap(({ positions }) => positions.flatMap((each) => each.claims)),
      ...personas.flatMap((each) => each.arguments.flatMap(({ addresses, by }) => [...addresses, ...by])),
      ...composite.accounts.merged.flatMap(({ claim, into }) => [claim, into]),
      ...composite.accounts.rejected.map(({ claim }) => claim),
      ...composite.accounts.unresolved,
      ...decisions.flatMap(({ options, steps, risks, open }) => [
        ...options.flatMap((each) => each.claims),
        ...[...steps, ...risks, ...open].flatMap(({ rests }) => rests),
      ]),
    ];
    expect(named.filter((key) => !claims.includes(key))).toEqual([]);
    const positions = map.differences.flatMap((difference) =>
      difference.positions.map(({ key }) => `${difference.key} ${key}`),
    );
    const held = personas.flatMap((each) =>
      each.arguments.flatMap(({ difference, mine, now }) => [
        `${difference} ${mine}`,
        `${difference} ${now}`,
      ]),
    );
    expect(held.filter((each) => !positions.includes(each))).toEqual([]);
    const findings = audit.findings.map(({ key }) => key);
    expect(revision.findings.map(({ finding }) => finding)).toEqual(findings.toSorted(byOrderIn(revision)));
  });
});

function byOrderIn({ findings }: ReturnType<typeof exampleScript>['revision']) {
  const place = (key: string) => findings.findIndex(({ finding }) => finding === key);
  return (one: string, other: string): number => place(one) - place(other);
}

describe('what the written example is played for', () => {
  const here = { personas: shipped, settings: SETTINGS };
  const asked = request({ personas: [], settings: {} });

  it('is its topic to the letter, with nothing else asked for', () => {
    expect(isForExample(asked, here)).toBe(true);
    expect(isForExample({ ...asked, settings: { answerMs: 0, gates: 'none' } }, here)).toBe(true);
  });

  it.each([
    ['another topic', { topic: 'Should the job queue move from Redis to Kafka?' }],
    ['the topic in other letters', { topic: EXAMPLE_TOPIC.toLowerCase() }],
    ['context', { context: [{ name: 'notes.md', text: 'Ours is on SQS.' }] }],
    ['chosen personas', { personas: ['subtractor'] }],
    ['a repository', { repository: { name: 'repo', commit: 'a'.repeat(40), digest: '' } }],
    ['another depth', { settings: { depth: 'deep' as const } }],
  ])('is not %s', (_what, changes) => {
    expect(isForExample({ ...asked, ...changes }, here)).toBe(false);
  });

  it('is no team that has other personas', () => {
    const personas = shipped.filter(({ profile }) => profile.id !== 'outsider');
    expect(isForExample(asked, { ...here, personas })).toBe(false);
  });
});
