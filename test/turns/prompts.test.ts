import { describe, expect, test } from 'vitest';
import type { Design, Proposal, Step } from '#design/state.ts';
import { BEN, type DesignWorld, designAt } from '#test/support/design-world.ts';
import { sampleProposal } from '#test/support/sample-submissions.ts';
import { ASKS } from '#turns/asks.ts';
import { describeProposal } from '#turns/proposals-section.ts';
import {
  HOSTILE,
  LATER,
  openPrompts,
  openWorks,
  wholeOf,
  wholePrompts,
  worldAt,
} from './prompt-world.ts';

const GOLDEN: Record<string, () => Design> = {
  framing: () => designAt('framing', { repository: true }).design,
  questions: () => designAt('asking', { repository: true }).allReady().design,
  matching: () => worldAt('answering').design,
  proposals: () => worldAt('proposing').design,
  mapping: () => worldAt('mapping').design,
  argument: () => worldAt('arguing').design,
  draft: () => worldAt('composing').design,
  audit: () => worldAt('auditing').design,
  revision: () => worldAt('revising').design,
  signing: () => worldAt('signing').design,
};

test.for(Object.keys(GOLDEN))(
  'the prompt of %s reads as it stands in its golden file',
  async (kind) => {
    const design = GOLDEN[kind]?.();
    const [work] = openWorks(design as Design).filter((each) => each.kind === kind);
    expect(work?.kind).toBe(kind);
    const [prompt = ''] = wholePrompts(design as Design);
    await expect(`${namingProposals(prompt, design as Design)}\n`).toMatchFileSnapshot(
      `golden/${kind}.md`,
    );
  },
);

test('a proposal reads in every prompt as it stands in its golden file', async () => {
  const { design } = worldAt('mapping');
  const [first] = design.proposals;
  const text = describeProposal(design, first as Proposal);
  await expect(`${text}\n`).toMatchFileSnapshot('golden/a-proposal.md');
});

/** So that what is asked of a proposal changes one golden file. */
function namingProposals(prompt: string, design: Design): string {
  return design.proposals.reduce(
    (text, each) =>
      text.replaceAll(describeProposal(design, each), `(proposal ${each.letter}, a-proposal.md)`),
    prompt,
  );
}

test('the second audit is asked beside the signing, with the same beginning', async () => {
  const { design } = worldAt('signing');
  const works = openWorks(design);
  expect(works.map(({ kind }) => kind)).toEqual(['signing', 'signing', 'signing', 'audit']);
  const prompts = openPrompts(design);
  expect(new Set(prompts.map(({ shared }) => shared)).size).toBe(1);
  expect(prompts.at(-1)?.ask).toContain('The text was written again after your audit.');
  expect(prompts.at(-1)?.ask).toContain('`submit_audit`');
});

test.for(['asking', 'proposing', 'arguing', 'signing'] as const)(
  'all who are asked in %s read the same bytes, also those who are asked after others have answered',
  (step) => {
    const world = worldAtStep(step);
    const before = openPrompts(world.design);
    expect(before.length).toBeGreaterThan(1);
    const [first] = openWorks(world.design);
    world.submit(first?.participant.id ?? '');
    world.reply('This came while they were at it.', { id: 'late' });
    const after = openPrompts(world.design);
    expect(after).toHaveLength(before.length - 1);
    expect(new Set([...before, ...after].map(({ shared }) => shared)).size).toBe(1);
  },
);

function worldAtStep(step: Step): DesignWorld {
  return step === 'asking' ? designAt('framing').allReady().submit('synthesizer') : worldAt(step);
}

describe('J1', () => {
  test('J1: no prompt before the reveal has anything of a proposal, also after others have sealed theirs', () => {
    const world = worldAt('proposing').submit('subtractor').submit('outsider');
    const prompts = wholePrompts(world.design);
    expect(prompts).toHaveLength(1);
    expect(world.design.proposals).toHaveLength(2);
    for (const letter of ['A', 'C']) {
      const { headline, reasons, claims, nextBest, changesMind } = sampleProposal(letter);
      for (const text of [
        headline,
        reasons,
        nextBest,
        changesMind,
        ...claims.map(({ text }) => text),
      ])
        expect(prompts[0]).not.toContain(text);
    }
    expect(prompts[0]).not.toMatch(/\b[A-F]-1\b/);
  });

  test('J1: a replacement reads what its persona would have read', () => {
    const world = worldAt('proposing').submit('subtractor');
    const [before] = openPrompts(world.design);
    world.lose('failure-analyst').ready('failure-analyst');
    expect(openPrompts(world.design)).toContainEqual(before);
  });
});

describe('J2', () => {
  test('J2: who argues reads positions and equally many claims under each, and nothing of holders', () => {
    const { design } = worldAt('arguing');
    expect(design.differences?.[0]?.positions.map(({ holders }) => holders.length)).toEqual([1, 2]);
    const [prompt] = openPrompts(design);
    const shared = prompt?.shared ?? '';
    expect(shared).toContain('D1: Can the outbox table carry 900 jobs a minute');
    const aliases = [...shared.matchAll(/^- (\d[a-d]-\d) /gm)].map(([, alias]) => alias);
    expect(aliases.filter((alias) => alias?.startsWith('1a'))).toHaveLength(3);
    expect(aliases.filter((alias) => alias?.startsWith('1b'))).toHaveLength(3);
    expect(shared).not.toMatch(/\b[A-F]-\d\b/);
    expect(shared).not.toMatch(/[Pp]roposal [A-F]\b|held by|confidence|0\.7/);
    for (const { id, title, role } of design.participants)
      if (role === 'persona') for (const name of [id, title]) expect(shared).not.toContain(name);
  });

  test('J2: what one sees does not change when another moves', () => {
    const world = worldAt('arguing');
    const holder = world.design.differences?.[0]?.positions[0]?.holders[0] ?? '';
    const others = () =>
      openWorks(world.design)
        .map((work, index) => [work.participant.id, wholePrompts(world.design)[index]] as const)
        .filter(([id]) => id !== holder);
    const before = others();
    const input = {
      points: [
        { difference: 'D1', claim: 'B-2', answer: 'It does.', movedBy: 'B-2', position: '1b' },
      ],
      rationale: 'The figure of March.',
      confidence: 0.6,
    };
    world.submit(holder, { tool: 'argue', input });
    expect(world.design.differences?.[0]?.positions[0]?.holders).toEqual([]);
    expect(others()).toEqual(before);
  });

  test('J2: each is told its own position and its own proposal, and nobody else’s', () => {
    const { design } = worldAt('arguing');
    const works = openWorks(design);
    for (const [index, prompt] of openPrompts(design).entries()) {
      const id = works[index]?.participant.id;
      const position = design.differences?.[0]?.positions.find(({ holders }) =>
        holders.some((each) => each === id),
      );
      expect(prompt.ask).toContain(`Argue D1, on which you hold ${position?.id}.`);
      const letters = new Set(
        [...prompt.own.matchAll(/\b([A-F])-\d\b/g)].map(([, letter]) => letter),
      );
      const letter = design.proposals.find(({ participant }) => participant === id)?.letter;
      expect([...letters]).toEqual([letter]);
    }
  });
});

test.for(['mapping', 'composing', 'auditing', 'revising', 'signing'] as const)(
  'J3: in %s proposals stand by letter, in the drawn order, without their authors',
  (step) => {
    const { design } = worldAt(step);
    const [prompt] = openPrompts(design);
    const shared = prompt?.shared ?? '';
    const letters = [...shared.matchAll(/^Proposal ([A-F]):$/gm)].map(([, letter]) => letter);
    expect(letters).toEqual(['A', 'B', 'C']);
    for (const { id, title, role } of design.participants)
      if (role === 'persona') for (const name of [id, title]) expect(shared).not.toContain(name);
  },
);

describe('J8', () => {
  test.for(Object.keys(GOLDEN).slice(2))(
    'J8: in %s people’s words stand whole, numbered and named',
    (kind) => {
      const shared = openPrompts(GOLDEN[kind]?.() as Design)[0]?.shared ?? '';
      // Fenced by more backticks than it has, so that it closes nothing.
      expect(shared).toContain(`R1, Ben:\n\`\`\`\`\`text\n${HOSTILE}\n\`\`\`\`\``);
      expect(shared).toContain('R0, Ana, who asks:\n```text\nShould the job queue move');
      const isLater = !['matching', 'proposals', 'mapping'].includes(kind);
      expect(shared.includes(`R2, Ben:\n\`\`\`text\n${LATER}\n\`\`\``)).toBe(isLater);
    },
  );

  test('J8: a reply that came after a round was opened waits for the next one', () => {
    const world = worldAt('composing').reply('And the replica is new.');
    expect(wholePrompts(world.design)[0]).not.toContain('the replica is new');
    world.runTo('auditing');
    expect(wholePrompts(world.design)[0]).toContain('And the replica is new.');
  });

  test('J8: files that nobody has read are named beside the words, and not in them', () => {
    const world = worldAt('composing').reply('See the graph.', { unreadFiles: ['grafana.png'] });
    expect(wholePrompts(world.runTo('auditing').design)[0]).toContain(
      'See the graph.\n```\n\nFiles that came with R3, not read:\n```text\ngrafana.png\n```',
    );
  });

  test('J8: a note with which a person sent the text back stands in the next revision', () => {
    const world = worldAt('deciding', {
      submissions: {
        signing: (_design, _turn, sample) =>
          sample.tool === 'sign'
            ? { tool: 'sign', input: { ...sample.input, verdict: 'dissents' } }
            : sample,
      },
    });
    world.decide('send_back', 'Say who removes the keys.', {
      name: 'Ana',
      id: 'U123',
      via: 'slack',
    });
    world.allReady();
    expect(world.design.step).toBe('revising');
    const prompt = wholePrompts(world.design)[0] ?? '';
    expect(prompt).toContain(
      'N1, the note of a person who sent the decision back: Ana:\n```text\nSay who removes the keys.\n```',
    );
    expect(prompt).toContain('To answer: N1 (the note of people).');
    expect(prompt).toContain('A dissents: I sign: each step can be undone');
  });
});

test('J13: the draft is told of answers that cannot both hold, by name', () => {
  const world = designAt('answering').must({ type: 'report_questions_seen' });
  world.reply('900.').reply('90, surely.', { by: BEN }).goOn();
  const row = { replies: ['R1', 'R2'], unknown: false, differ: true };
  world.submit('synthesizer', {
    tool: 'match_answers',
    input: { questions: [{ ...row, question: 'Q1' }] },
  });
  expect(wholePrompts(world.runTo('composing').design)[0]).toContain(
    'Answered in R1 (Ana), R2 (Ben).\n  These cannot both hold: say whose word you take.',
  );
});

test('J4: the revision names each finding, and the second audit reads what was said on it', () => {
  const revision = wholePrompts(worldAt('revising').design)[0];
  expect(revision).toContain('To answer: F1 (major).');
  expect(revision).toContain('R2 is contradicted: Step two is a deploy.');
  const signing = wholePrompts(worldAt('signing').design)[0];
  expect(signing).toContain('What the audit found in the text before this one');
  expect(signing).toContain('Now: Step two now says how long it may take.');
});

test('a stand-in works by the facilitator’s file, and is not told which proposal is its own', () => {
  const world = worldAt('mapping');
  world.kill('synthesizer');
  const [work] = openWorks(world.design);
  expect(work?.participant.role).toBe('persona');
  const prompt = wholePrompts(world.design)[0] ?? '';
  expect(prompt).toContain('You do the work of the Synthesizer');
  expect(prompt).toContain('Procedure of the synthesizer.');
  expect(prompt).not.toMatch(/your proposal was/i);
});

test('a design without a repository is told to cite nothing, and offered nothing to read', () => {
  const prompts = openPrompts(designAt('proposing').design);
  for (const prompt of prompts) {
    expect(prompt.shared).toContain('This design reads no files');
    expect(wholeOf(prompt)).not.toMatch(/in the repository/);
  }
});

test('an ask has at most 150 words, with examples of proposing and auditing 260', () => {
  for (const [kind, text] of Object.entries(ASKS)) {
    const words = text.split(/\s+/).length;
    expect(words, kind).toBeLessThanOrEqual(['proposals', 'audit'].includes(kind) ? 260 : 150);
  }
});
