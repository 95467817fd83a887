import { describe, expect, it } from 'vitest';
import { ParticipantId } from '#core/vocabulary/ids.ts';
import { withholdSecrets } from '#presentation/words/withhold-secrets.ts';
import { given, of } from '../../support/designs/given.ts';
import { NOTHING_CARRIED } from '../../support/designs/given-start.ts';
import { proposal } from '../../support/designs/given-submission.ts';

function asJson(event: Parameters<typeof withholdSecrets>[0]['event']) {
  return JSON.stringify(withholdSecrets({ seq: 7, event }));
}

describe('an event, as outsiders see it', () => {
  it('A13: outsiders see an event’s number, type and time, and the fields of its type', () => {
    const world = given();
    const [start] = of(world.history, 'session_started');
    if (start === undefined) throw new Error('nobody was started');
    expect(withholdSecrets({ seq: 2, event: start })).toEqual({
      seq: 2,
      type: 'session_started',
      at: new Date(world.now).toISOString(),
      participant: 'subtractor',
      sessionId: world.session('subtractor').id,
      origin: 'first',
    });
  });

  it('J1: an event as outsiders see it shows that a proposal was sealed, by its hash, and nothing of it', () => {
    const world = given().reach('proposing');
    const [sealed] = of(
      world.submits('subtractor', proposal({ headline: 'SECRET' }, 'SECRET')),
      'proposal_sealed',
    );
    if (sealed === undefined) throw new Error('nothing was sealed');
    expect(asJson(sealed)).not.toContain('SECRET');
    expect(withholdSecrets({ seq: 1, event: sealed })).toMatchObject({
      participant: 'subtractor',
      sha256: sealed.sha256,
    });
  });

  it('J1: an event as outsiders see it shows nothing of the proposals that a successor carries over', () => {
    const { input, tool } = proposal({ headline: 'SECRET' }, 'SECRET');
    if (tool !== 'submit_proposal') throw new Error('a proposal is submitted as one');
    const participant = ParticipantId.parse('subtractor');
    const proposals = [{ participant, proposal: input, sha256: 'c'.repeat(64), citations: [] }];
    const [started] = of(
      given({ carried: { ...NOTHING_CARRIED, proposals } }).history,
      'design_started',
    );
    if (started === undefined) throw new Error('nothing was started');
    expect(asJson(started)).not.toContain('SECRET');
    expect(asJson(started)).toContain('c'.repeat(64));
  });
});
