import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kindOf, type RunNames, replaceKeys } from '#adapters/rehearsal/example/names.ts';
import { playSpeech } from '#adapters/rehearsal/example/player.ts';
import { EXAMPLE_TOPIC, parseRecording } from '#adapters/rehearsal/example/recording.ts';
import { isForExample } from '#adapters/rehearsal/example/request.ts';
import { decidedOf } from '#core/decision/decided.ts';
import { outcomeOf } from '#core/outcome/outcome.ts';
import { claimsOf } from '#core/proposals/labels.ts';
import { NEUTRAL_DECISION, REHEARSAL_VOICES } from '#core/vocabulary/rehearsal.ts';
import { SUBMISSION_SCHEMAS, TERMINAL_TOOLS } from '#core/vocabulary/submission.ts';
import { writeBrief } from '#presentation/decision/brief.ts';
import { bannerOf } from '#presentation/judged/banner.ts';
import { request, SETTINGS } from '../../engine/running-engine.ts';
import { shipped } from '../../support/designs/shipped-personas.ts';
import { play } from './play.ts';

const EXAMPLE = { voice: REHEARSAL_VOICES.example };
const whole = await play(EXAMPLE_TOPIC, shipped, EXAMPLE);

describe('the written example', () => {
  const { design } = whole;
  const [where] = design.divergences;

  it('the written example is played to its end, and names words that it was not written for', () => {
    expect(design.settled).toMatchObject({ status: 'completed' });
    const { mark, headline } = bannerOf(outcomeOf(design));
    expect(mark).toBe('REHEARSAL: a written example, no model was called');
    expect(headline).toBe(
      '3 caveats: what Ana said is not in the decision; every answer is an assumption of the personas; and 1 more. One point is yours to decide.',
    );
  });

  it('a figure of its decision stands in the lines that it cites, also if nobody has said it', () => {
    const { sentences = [] } = decidedOf(design)?.decision ?? {};
    const about = sentences.find(({ text }) => text.includes('receipts a minute'));
    expect(about?.rests.every((id) => !id.startsWith('R'))).toBe(true);
    const [cited] = claimsOf(design).filter(({ id }) => about?.rests.includes(id));
    expect(cited?.citation.place).toBe('ops/load-2026-06.md:9-13');
    const figure = /June had ([0-9]+)/.exec(about?.text ?? '')?.[1];
    expect(readFileSync('examples/job-queue/history.fast-import', 'utf8')).toMatch(
      new RegExp(`^\\| receipt +\\| ${figure} `, 'm'),
    );
  });

  it('J2: three are moved by facts of another side, and the difference is settled by them', () => {
    expect(where).toMatchObject({ impact: 'high', settlement: { outcome: 'conceded' } });
    const moved = (where?.arguments ?? []).filter(({ changedBy }) => changedBy.length > 0);
    expect(moved.map(({ participant }) => participant).toSorted()).toEqual([
      'failure-analyst',
      'outsider',
      'subtractor',
    ]);
    for (const { changedBy } of moved) expect(changedBy).toHaveLength(1);
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
      const decided = decidedOf(other)?.decision;
      expect(decided?.sentence).toBe(NEUTRAL_DECISION);
      expect(decided?.sentences[1]?.text).toContain('this run took another');
      expect(bannerOf(outcomeOf(other)).headline).toMatch(/^Nothing was decided\./);
      expect(writeBrief(other)).toMatch(
        /^---\nstatus: "proposed"\ndate: .*\ndecision-makers: "Ana"\n---\n/,
      );
      expect(other.signatures.filter(({ verdict }) => verdict === 'dissents')).toEqual([]);
      expect(writeBrief(other)).toMatch(/^Ana settled “.+”: /m);
    },
  );

  it('the written example is not decided as it was written where something stays open that it has settled', () => {
    const ask = whole.asks.find(({ kind }) => kind === 'composite');
    if (ask === undefined) throw new Error('no composite was asked for');
    expect(playSpeech(ask, 'submit_composite')).not.toBeNull();
    const other = { ...ask, openDifferences: ['1', ...ask.openDifferences] };
    expect(playSpeech(other, 'submit_composite')).toBeNull();
  });

  it('J3: the written example is the same story in whatever order the proposals are drawn', async () => {
    const other = await play(EXAMPLE_TOPIC, shipped, { ...EXAMPLE, drawn: (ids) => [...ids] });
    const told = (played: typeof whole) =>
      played.design.divergences.map(({ settlement, impact }) => [impact, settlement?.outcome]);
    expect(told(other)).toEqual(told(whole));
    expect(other.design.settled).toMatchObject({ status: 'completed' });
  });

  it('without any one of them the rest says what would stand there', async () => {
    const personas = shipped.flatMap(({ profile }) =>
      profile.role === 'persona' ? profile.id : [],
    );
    expect(personas).toHaveLength(6);
    for (const dies of personas) {
      const { design: without } = await play(EXAMPLE_TOPIC, shipped, { ...EXAMPLE, dies });
      expect(without.settled?.status, dies).toBe('completed');
      expect(without.proposals, dies).toHaveLength(5);
      expect(decidedOf(without)?.decision.sentences[1]?.text, dies).toContain(
        'this run took another',
      );
    }
  });
});

describe('the recording', () => {
  const file = new URL('../../../examples/job-queue/recording.yaml', import.meta.url);
  const text = readFileSync(file, 'utf8');

  it('A4: everything that the recording names is in it, once, and each turn can be played', () => {
    const changed = (from: string, to: string) => {
      expect(text.split(from).length).toBeGreaterThan(1);
      return problemsIn(text.replace(from, to)).join('\n');
    };
    expect(problemsIn(text)).toEqual([]);
    expect(changed('changedBy: [claim/locked-orders]', 'changedBy: [claim/locked-order]')).toBe(
      'argue: claim/locked-order names nothing',
    );
    expect(changed('kind: assumption', 'kind: opinion')).toMatch(
      /^submit_proposal: claims\.\d+\.kind: /,
    );
    expect(changed('key: claim/alert', 'key: claim/evicts')).toContain(
      'claim/evicts names two things',
    );
    expect(changed('key: claim/alert', 'key: thing/alert')).toContain('thing/alert is not a key');
    expect(changed('open: [difference/when', 'open: [difference/never')).toContain(
      'the course: difference/never names nothing',
    );
  });

  it('the recording has a turn of each tool that the example takes, and of each shipped persona a signature', () => {
    const { turns } = parseRecording(text);
    const signing = turns.flatMap(({ tool, participant }) => (tool === 'sign' ? participant : []));
    const personas = shipped.filter(({ profile }) => profile.role === 'persona');
    expect(signing).toEqual(personas.map(({ profile }) => profile.id).toSorted());
    const unwritten = TERMINAL_TOOLS.filter((tool) => turns.every((turn) => turn.tool !== tool));
    expect(unwritten).toEqual(['match_answers']);
  });

  const names: RunNames = {
    of: (key) => ({ 'claim/one': 'A1', 'claim/two': 'B1', 'question/asked': 'Q2' })[key] ?? '',
    list: (kind) => ({ claim: ['A1', 'A2', 'B1'], question: ['Q2', 'Q3'] })[String(kind)] ?? [],
  };

  it('A4: the recording names what a run names, and keeps its keys to itself', () => {
    const recorded = {
      key: 'claim/one',
      text: 'claim/two',
      rests: ['claim/two', 'claim/none'],
      sure: 0.7,
    };
    expect(replaceKeys(recorded, names)).toEqual({ text: 'B1', rests: ['B1'], sure: 0.7 });
    expect(replaceKeys('src/claim/one.ts says claim/one', names)).toBe(
      'src/claim/one.ts says claim/one',
    );
  });

  it('an entry about something that the run does not have is left out', () => {
    const changes = [
      { answers: ['claim/none'], part: 'step' },
      { answers: ['claim/none', 'claim/two'], part: 'risk' },
      { claim: 'claim/none', why: 'Nobody said it.' },
    ];
    expect(replaceKeys(changes, names)).toEqual([{ answers: ['B1'], part: 'risk' }]);
  });

  it('an entry on all of a kind stands for each without an entry, in the run’s order', () => {
    const entries = [
      { claim: 'claim/two', into: 'claim/one' },
      { claim: 'claim/*', into: '' },
    ];
    expect(replaceKeys(entries, names)).toEqual([
      { claim: 'A1', into: '' },
      { claim: 'A2', into: '' },
      { claim: 'B1', into: 'A1' },
    ]);
  });
});

describe('what the written example is played for', () => {
  const here = { personas: shipped, settings: SETTINGS };
  const asked = request({ personas: [], settings: {} });

  it('the example is played for its topic to the letter, with nothing else asked for', () => {
    expect(isForExample(asked, here)).toBe(true);
    expect(isForExample({ ...asked, settings: { answerMs: 0, gates: 'none' } }, here)).toBe(true);
  });

  it.each([
    ['another topic', { topic: 'Should the job queue move from Redis to Kafka?' }],
    ['the topic in other letters', { topic: EXAMPLE_TOPIC.toLowerCase() }],
    ['context', { context: [{ name: 'notes.md', text: 'Ours is on SQS.' }] }],
    ['chosen personas', { personas: ['subtractor'] }],
    ['a repository', { repository: { name: 'repo', commit: 'a'.repeat(40), digest: '' } }],
    ['another depth', { settings: { depth: 'quick' as const } }],
  ])('the example is not played for %s', (_what, changes) => {
    expect(isForExample({ ...asked, ...changes }, here)).toBe(false);
  });

  it('the example is not played for a team that has other personas', () => {
    const personas = shipped.filter(({ profile }) => profile.id !== 'outsider');
    expect(isForExample(asked, { ...here, personas })).toBe(false);
  });
});

/**
 * Keys of no kind or for two things, names of nothing, and submissions that no model could make.
 */
function problemsIn(text: string): string[] {
  const { course, turns, keyed } = parseRecording(text);
  const keys = keyed.map(({ key }) => key);
  const twice = keys.filter((key, at) => keys.indexOf(key) !== at);
  const played = turns.flatMap(({ tool, input }) => {
    const unknown = new Set<string>();
    const trial: RunNames = {
      of: (key) => {
        if (!keys.includes(key)) unknown.add(key);
        return String(keys.indexOf(key));
      },
      list: (kind) =>
        keys.filter((key) => kindOf(key) === kind).map((key) => String(keys.indexOf(key))),
    };
    const { error } = SUBMISSION_SCHEMAS[tool].safeParse(replaceKeys(input, trial));
    return [
      ...(error?.issues ?? []).map(({ path, message }) => `${tool}: ${path.join('.')}: ${message}`),
      ...[...unknown].map((key) => `${tool}: ${key} names nothing`),
    ];
  });
  return [
    ...keys.filter((key) => kindOf(key) === undefined).map((key) => `${key} is not a key`),
    ...twice.map((key) => `${key} names two things`),
    ...[...course.open, ...course.rejected]
      .filter((key) => !keys.includes(key))
      .map((key) => `the course: ${key} names nothing`),
    ...played,
  ];
}
