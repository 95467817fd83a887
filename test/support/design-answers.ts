/**
 * A plausible answer to each turn of a design, from its prompt alone, as an endpoint sees it: nobody
 * asks people, so that a design runs without them to its end.
 *
 * @example startModelEndpoint((request) => answerTurn(request, { delayMs: 200 }))
 */

import { calls, type ReceivedRequest, type Scripted } from './model-endpoint.ts';
import { CLEAN_AUDIT, FRAME, SIGNATURE, sampleProposal } from './sample-submissions.ts';

const JUDGEMENT = { rationale: 'The figures of March decide it.', confidence: 0.7 };

export function answerTurn(
  { tools, prompt }: ReceivedRequest,
  extras: Parameters<typeof calls>[2] = {},
): Scripted {
  const name = tools.includes('pass') ? 'pass' : (tools.at(-1) ?? '');
  return calls(name, inputOf(name, prompt), extras);
}

function inputOf(tool: string, prompt: string): unknown {
  switch (tool) {
    case 'frame':
      return FRAME;
    case 'pass':
      return { rationale: 'Nothing that people know would change my answer.' };
    case 'submit_proposal':
      return proposal();
    case 'map_divergences':
      return map(lettersIn(prompt));
    case 'argue':
      return argument(prompt);
    case 'submit_decision':
      return decision(lettersIn(prompt));
    case 'submit_audit':
      return CLEAN_AUDIT;
    case 'sign':
      return SIGNATURE;
    default:
      throw new Error(`there is no answer for the tool ${tool}`);
  }
}

/** Without a repository nothing is cited. */
function proposal() {
  const sample = sampleProposal('B');
  return { ...sample, claims: sample.claims.map((each) => ({ ...each, place: '', quote: '' })) };
}

/** `Proposals: A, B, C.` */
function lettersIn(prompt: string): string[] {
  return /^Proposals: ([A-Z, ]+)\.$/m.exec(prompt)?.[1]?.split(', ') ?? [];
}

function map([first = 'A', ...others]: readonly string[]) {
  const positions = [
    { statement: 'No, the replica lags.', letters: [first] },
    { statement: 'Yes, it can.', letters: others },
  ];
  const description = 'Can the table carry 900 jobs a minute without a second replica?';
  const difference = { description, cost: 'A week of work.', impact: 'high', positions };
  return { differences: [difference], loneFacts: [] };
}

/** Whoever stands alone is moved, so that nothing stays open. `Argue D1, on which you hold 1a.` */
function argument(prompt: string) {
  const [, difference = '', own = ''] =
    /^Argue (D\d+), on which you hold (\w+)\.$/m.exec(prompt) ?? [];
  const claims = [...prompt.matchAll(/^- ((\d+[a-z])-\d+) \((?:fact|reason)/gm)];
  const claim = claims.find(([, , position]) => position !== own)?.[1] ?? '';
  const isMoved = own.endsWith('a');
  const point = {
    difference,
    claim,
    answer: 'It holds for the old replica, and says nothing of the new one.',
    movedBy: isMoved ? claim : '',
    position: isMoved ? claim.split('-')[0] : own,
  };
  return { points: [point], ...JUDGEMENT };
}

function decision([base = 'A', ...others]: readonly string[]) {
  const rejected = {
    way: 'Keep Redis and watch it better',
    letters: others,
    reason: 'It needs no migration.',
    outweighed: 'It keeps two stores with one job.',
  };
  const step = (text: string) => ({ text, undo: 'Turn it off again.', rests: [`${base}-1`] });
  return {
    base,
    taken: [],
    rejected: [rejected],
    context: 'Jobs live in Redis, everything else in Postgres. A job was lost in March.',
    why: [{ text: 'At most 900 jobs a minute run.', rests: [`${base}-2`] }],
    harder: ['Bursts of more than 5,000 jobs a minute need a second look.'],
    steps: [step('Write jobs to both stores.'), step('Read from Postgres.')],
    risks: [{ risk: 'The replica lags after each deploy.', sign: 'Lag above 60 s.' }],
    assumptions: ['Nobody else reads the Redis keys.'],
    open: [],
    lookAgain: 'After the first sale with more than 900 jobs a minute.',
    answers: [],
    sentence: 'Move the queue to Postgres in two steps, and stop if the replica lags.',
    ...JUDGEMENT,
  };
}
