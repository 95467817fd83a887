import { describe, expect, it } from 'vitest';
import type { SubmissionInput } from '../../../src/core/vocabulary/submission.ts';
import { BARE } from '../../support/claims.ts';
import { given, type World } from '../../support/given.ts';
import { adopted, composite, mappingOf, merged, proposal, rejected } from '../../support/given-submission.ts';

type Claim = SubmissionInput<'submit_proposal'>['claims'][number];

/** A decides for Redis; B decides against it, and C speaks against it. Mapping has failed, so no map opposes them. */
function uncompared(kind: Claim['kind'] = 'decision') {
  const claim = (stance: Claim['stance'], of: Claim['kind']): Claim => ({
    ...BARE,
    kind: of,
    about: 'Redis',
    stance,
    text: 'It stays, or goes.',
  });
  const said: Record<string, Claim> = {
    migrationist: claim('for', 'decision'),
    subtractor: claim('against', kind),
    archaeologist: claim('against', 'risk'),
  };
  const proposals = (_: unknown, speaker: string) =>
    proposal({ claims: [said[speaker] ?? claim('neither', 'cost')] });
  const world = given({ says: { proposals, mapping: () => mappingOf([]) } }).reach('mapping');
  while (world.design.step === 'mapping') world.fails(world.openTurns()[0]?.participant ?? '');
  return world.reach('composing');
}

/** The one who composes in place of the synthesizer, which has failed. */
const author = ({ design }: World) => design.handovers.at(-1)?.to ?? '';

describe('J6: what is opposed is not decided together', () => {
  const BOTH = [adopted('A-1'), adopted('B-1'), adopted('C-1')];

  it('J6: opposed decisions, both adopted, are refused also where nothing was compared', () => {
    const world = uncompared();
    expect(world.refusesSubmission(author(world), composite(world.design, BOTH))).toEqual({
      code: 'invalid',
      message:
        'A-1 decides for “Redis”, and B-1 against it, and both are adopted; adopt one, and reject the other for a reason or leave both unresolved.',
    });
  });

  it('J6: merging one of them into the other does not make them one', () => {
    const world = uncompared();
    const accounts = [adopted('A-1'), merged('B-1', 'A-1'), adopted('C-1')];
    expect(world.refusesSubmission(author(world), composite(world.design, accounts)).message).toContain(
      'A-1 decides for “Redis”, and B-1 against it, and both are adopted',
    );
  });

  it('J6: one of them may be adopted, with what speaks against it', () => {
    const world = uncompared();
    const accounts = [adopted('A-1'), rejected('B-1', 'It costs more.'), adopted('C-1')];
    world.submits(author(world), composite(world.design, accounts));
    expect(world.design.composites).toHaveLength(1);
  });

  it('J6: a decision and a reason against it are no two decisions', () => {
    const world = uncompared('reason');
    world.submits(author(world), composite(world.design, BOTH));
    expect(world.design.composites).toHaveLength(1);
  });
});
