import { describe, expect, test } from 'vitest';
import type { Pinned } from '../../src/core/vocabulary/event-parts.ts';
import type { RoundKind } from '../../src/core/vocabulary/sets.ts';
import { TERMINAL_TOOLS } from '../../src/core/vocabulary/submission.ts';
import { replay } from '../../src/core/workflow/evolve.ts';
import { REPOSITORY_TOOLS } from '../../src/ports/repository.ts';
import { askFor } from '../../src/turns/prompt/ask.ts';
import { makeAssignment, type VoiceOf } from '../../src/turns/prompt/assignment.ts';
import { ASKS, COMMON_RULES, omitRepository, READING } from '../../src/turns/prompt/texts.ts';
import { listToolSpecs } from '../../src/turns/tools.ts';
import { given } from '../support/designs/given.ts';
import { FIVE } from '../support/designs/given-start.ts';
import { shipped } from '../support/designs/shipped-personas.ts';

/** Words that make no sense to somebody who has nothing to read. */
const OF_READING = /repositor|path:|this commit|\bplaces? that it cites|with the code/i;

const voiceOf: VoiceOf = (id) => {
  const { profile, reads, sections } = shipped.find((each) => each.profile.id === id) ?? {};
  if (profile === undefined || reads === undefined || sections === undefined) return null;
  return { summary: profile.summary, reads, sections, effort: 'high' };
};

/** Each prompt of a whole design, with the kind of its round. */
function prompts(repository: Pinned | null) {
  const { history } = given({
    personas: FIVE,
    ...(repository === null ? {} : { repository }),
  }).reachEnd();
  return history.flatMap((event, index) => {
    if (event.type !== 'turn_started') return [];
    const design = replay(history.slice(0, index + 1));
    const turn = design?.turns.at(-1);
    if (design === null || turn === undefined) return [];
    const ask = askFor(design, turn);
    const { shared, persona, ask: text } = makeAssignment(design, ask, voiceOf, { reasks: 2 });
    return [
      { kind: ask.kind, text: [...shared.map((block) => block.text), persona, text].join('\n\n') },
    ];
  });
}

const kindsIn = (all: ReturnType<typeof prompts>) =>
  new Set<RoundKind>(all.map(({ kind }) => kind));

describe('a design that reads no repository', () => {
  const all = prompts(null);

  test('speaks of none in any prompt of any turn', () => {
    expect(kindsIn(all).size).toBeGreaterThan(7);
    for (const { kind, text } of all) {
      expect(text).not.toMatch(OF_READING);
      if (kind === 'questions' || kind === 'proposals')
        expect(text).toContain('## From words alone');
      for (const tool of REPOSITORY_TOOLS) expect(text).not.toContain(tool);
    }
  });

  test('a design that reads no repository is told to leave every citation empty', () => {
    for (const { text } of all)
      expect(text).toContain('leave `place` and `quote` of every citation empty');
  });

  test('A20: offers the tools that end its turn and no others, and their fields do not speak of reading', () => {
    const specs = listToolSpecs({
      terminalTools: TERMINAL_TOOLS,
      readings: 8,
      hasRepository: false,
    });
    expect(specs.map(({ name }) => name)).toEqual(TERMINAL_TOOLS);
    expect(JSON.stringify(specs)).not.toMatch(OF_READING);
  });

  test('a design without a repository takes the same submissions: nothing but descriptions differs in the tools', () => {
    const bare = (hasRepository: boolean) =>
      listToolSpecs({ terminalTools: TERMINAL_TOOLS, readings: 0, hasRepository }).map(
        ({ name, inputSchema }) => ({
          name,
          schema: withoutDescriptions(inputSchema),
        }),
      );
    expect(bare(false)).toEqual(bare(true));
    const matching = (hasRepository: boolean) =>
      listToolSpecs({ terminalTools: ['match_answers'], readings: 0, hasRepository });
    expect(matching(false)).toEqual(matching(true));
  });
});

describe('a design that reads one', () => {
  test('how to read is told in turns that read most, and the rules on places in all', () => {
    const all = prompts({ name: 'shop', commit: 'a'.repeat(40), digest: 'A shop.' });
    for (const { kind, text } of all) {
      expect(text).toContain('`path:12-14`');
      if (kind !== 'questions' && kind !== 'proposals') continue;
      expect(text).toContain('## In a repository');
      expect(text).not.toContain('## From words alone');
    }
  });

  test('every word about reading has its place in the rules or in an ask, and leaves it without a repository', () => {
    const texts = [COMMON_RULES, ...Object.values(ASKS)];
    for (const [reading] of Object.values(READING)) {
      const [text = ''] = texts.filter((each) => each.includes(reading));
      expect(text).not.toBe('');
      expect(omitRepository(text)).not.toContain(reading);
    }
  });
});

function withoutDescriptions(schema: unknown): unknown {
  return JSON.parse(
    JSON.stringify(schema, (key, value) =>
      key === 'description' && typeof value === 'string' ? undefined : value,
    ),
  );
}
