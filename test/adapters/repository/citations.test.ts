import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CheckedCitation } from '#core/vocabulary/checked.ts';
import type { Proposal } from '#core/vocabulary/submission.ts';
import type { ModelReply } from '#ports/model.ts';
import type { PinnedRepository } from '#ports/repository.ts';
import { renderProposal } from '#presentation/talk/proposals.ts';
import { BARE, citePlace } from '../../support/designs/claims.ts';
import { pass } from '../../support/designs/given-submission.ts';
import { proposal } from '../../support/designs/sample-design.ts';
import { brokerFor, liveDesign, type TurnOverrides, takeTurn } from '../../turns/conversing.ts';
import { callsTool, scriptedModel } from '../../turns/scripted-model.ts';
import { git, makeRepository, pin, temporaryFolder } from './repository-on-disk.ts';

const QUEUE = 'import { pool } from "./pool.ts";\n\nexport const retry = "once";\n';
const BRACE = `====================\n${'return handle the job;\n}\n'.repeat(4)}`;
const RIGHT = { place: 'src/queue.ts:3', quote: 'const retry = "once"' };
const LINE_3 = 'export const retry = "once";';

function claims(...citations: readonly Proposal['claims'][number]['citation'][]): Proposal {
  return proposal('Somebody', {
    claims: citations.map((citation) => ({ ...BARE, kind: 'risk', text: 'So it is.', citation })),
  });
}

function at(place: string, quote = 'never written there') {
  return citePlace(place, quote).citation;
}

/** A turn in which the model submits these, one after the other. */
async function submits(
  repository: PinnedRepository | null,
  proposals: readonly Proposal[],
  overrides: TurnOverrides = {},
) {
  const live = liveDesign({ says: { questions: pass } }).reach('proposing');
  const replies: ModelReply[] = proposals.map((input) => callsTool('submit_proposal', input));
  const model = scriptedModel((_, number) => {
    const reply = replies[Math.min(number, replies.length) - 1];
    if (reply === undefined) throw new Error('nothing to submit');
    return reply;
  });
  const broker = brokerFor(model);
  const turn = live.turn();
  const { ended, log } = takeTurn(live, turn, broker, { repository, ...overrides });
  const { outcome } = await ended;
  const [sealed] = live.design.proposals;
  /** What the model was told of its last submission but one. */
  const told =
    model.requests.map(({ messages }) => JSON.stringify(messages.at(-1)?.content)).at(-1) ?? '';
  return {
    live,
    outcome,
    log,
    sealed,
    told: told.replaceAll('\\n', '\n').replaceAll('\\"', '"'),
    attempts: model.requests.length,
    statuses: sealed?.citations.map(({ status }) => status) ?? null,
  };
}

async function queue(): Promise<PinnedRepository> {
  return await pin(makeRepository({ 'src/queue.ts': QUEUE, 'logo.png': Buffer.from([0, 1, 2]) }));
}

/** This repository with another way of reading, for every reader. */
function breaking(repository: PinnedRepository, ways: Partial<PinnedRepository>): PinnedRepository {
  const broken: PinnedRepository = { ...repository, ...ways, readBy: () => broken };
  return broken;
}

describe('J4: code checks the places that a submission cites', () => {
  test('J4: a correct citation is looked up, and stored with its claim and the lines that it cites', async () => {
    const { sealed, attempts } = await submits(await queue(), [claims(at('', ''), RIGHT)]);
    expect(sealed?.citations).toEqual([
      { item: 2, status: 'checked', path: 'src/queue.ts', from: 3, to: 3, excerpt: LINE_3 },
    ]);
    expect(attempts).toBe(1);
  });

  test('J4: what is quoted is stored as the whole sentence that it was cut out of', async () => {
    const text = 'Mails may wait.\nFor receipts we must not\nuse Redis any more.\n';
    const repository = await pin(makeRepository({ 'README.md': text }));
    const { sealed, attempts } = await submits(repository, [
      claims(at('README.md:3', 'use Redis any more')),
    ]);
    const [claim] = sealed?.proposal.claims ?? [];
    expect(claim?.citation.quote).toBe('For receipts we must not\nuse Redis any more.');
    expect(attempts).toBe(1);
  });

  test.each([
    ['a file that is not there', at('src/job.ts:1'), 'There is no job.ts in src'],
    [
      'another case in its name',
      at('src/Queue.ts:3', RIGHT.quote),
      'Similar names in src: queue.ts',
    ],
    ['lines past its end', at('src/queue.ts:3-9', RIGHT.quote), 'the file has 3 lines'],
    ['a binary file', at('logo.png:1'), 'a binary file'],
    ['a path outside', at('../secret:1'), 'cannot contain'],
    ['a place of another form', at('src/queue.ts#L3', RIGHT.quote), 'this is not a place'],
    ['another commit', at('src/queue.ts:3@0000000', RIGHT.quote), 'it names commit 0000000'],
    ['too many lines', at('src/queue.ts:1-200', RIGHT.quote), 'it spans too many lines'],
    ['no quotation', at('src/queue.ts:3', ''), 'it quotes nothing'],
    ['a quotation without a place', at('', RIGHT.quote), 'it has a quotation but no place'],
    [
      'words of another line',
      at('src/queue.ts:1', RIGHT.quote),
      '1: import { pool } from "./pool.ts";',
    ],
    [
      'words that are nowhere',
      at('src/queue.ts:3', 'retry = "twice"'),
      '3: export const retry = "once";',
    ],
    ['one letter that is not there', at('src/queue.ts:3', 'z'), 'export const retry = "once";'],
    [
      'a short word that is not there',
      at('src/queue.ts:3', 'twice'),
      'export const retry = "once";',
    ],
    [
      'two of its words in another order',
      at('src/queue.ts:3', 'const export'),
      'export const retry = "once";',
    ],
    ['its words in another case', at('src/queue.ts:3', 'RETRY'), 'export const retry = "once";'],
    [
      'other quotation marks',
      at('src/queue.ts:3', 'retry = “once”'),
      'is not in these lines, character for character',
    ],
  ])(
    'J4: %s is told with the lines that are there instead, and may be corrected',
    async (_, wrong, reason) => {
      const { told, sealed, attempts } = await submits(await queue(), [
        claims(wrong),
        claims(RIGHT),
      ]);
      expect(attempts).toBe(2);
      expect(told).toContain('- claim 1');
      expect(told).toContain(reason);
      expect(told).toContain('Correct the place or the quotation.');
      expect(sealed?.citations).toMatchObject([{ status: 'checked' }]);
    },
  );

  test.each([
    ['a brace', 'src/brace.ts:3', '}', 'too short'],
    ['a letter', 'src/queue.ts:3', 'e', 'too short'],
    ['a keyword', 'src/queue.ts:3', 'export const', 'too short'],
    ['signs without a word', 'src/brace.ts:1', '====================', 'too short'],
    [
      'what stands in four places of its file',
      'src/brace.ts:2',
      'return handle the job',
      'in 4 places',
    ],
  ])(
    'J4: %s is no quotation: it is sent back, and marked if it stays',
    async (_, place, quote, reason) => {
      const files = { 'src/queue.ts': QUEUE, 'src/brace.ts': BRACE };
      const repository = await pin(makeRepository(files));
      const right = claims(RIGHT);
      const { told, statuses } = await submits(repository, [claims(at(place, quote)), right]);
      expect(told).toContain(reason);
      expect(statuses).toEqual(['checked']);
      const stubborn = await submits(repository, [claims(at(place, quote))]);
      expect([stubborn.attempts, stubborn.statuses]).toEqual([3, ['failed']]);
    },
  );

  test('J4: three words, or twelve letters, in three places of their file are a quotation in any script', async () => {
    const text =
      'maxRetriesBeforeGivingUp\n再试一次然后放弃这个任务\nthrice here\nthrice here\nthrice here now\n';
    const repository = await pin(makeRepository({ 'a.txt': text }));
    const { attempts, statuses } = await submits(repository, [
      claims(
        at('a.txt:1', 'maxRetriesBefore'),
        at('a.txt:2', '再试一次然后放弃'),
        at('a.txt:3-4', 'thrice here\nthrice'),
      ),
    ]);
    expect([attempts, statuses]).toEqual([1, ['checked', 'checked', 'checked']]);
  });

  test('J4: the lines that are kept are bounded, with what is left out marked in their middle', async () => {
    const line = `begins ${'x'.repeat(900)} and ends here\n`;
    const repository = await pin(makeRepository({ 'a.txt': line }));
    const { sealed } = await submits(repository, [claims(at('a.txt:1', 'and ends here'))]);
    const [{ excerpt = '' } = {}] = sealed?.citations ?? [];
    expect(excerpt.length).toBeLessThanOrEqual(600);
    expect(excerpt).toMatch(/^begins x+\n\[… \d+ characters left out …\]\nx+ and ends here$/);
  });

  test('J4: a file that cannot be read as a whole is no fault of who quotes it', async () => {
    const repository = breaking(await queue(), {
      readText: () => Promise.reject(new Error('gone')),
    });
    const { attempts, statuses } = await submits(repository, [claims(RIGHT)]);
    expect([attempts, statuses]).toEqual([1, ['not_checkable']]);
  });

  test('J4: after two refusals the submission is taken, and each failed citation is marked', async () => {
    const stubborn = claims(RIGHT, at('src/queue.ts:3', 'never written'), at('', ''));
    const { outcome, attempts, sealed } = await submits(await queue(), [stubborn]);
    expect([outcome, attempts]).toEqual(['spoke', 3]);
    expect(sealed?.citations).toMatchObject([
      { item: 1, status: 'checked' },
      { item: 2, status: 'failed', path: 'src/queue.ts', from: 3, to: 3, excerpt: LINE_3 },
    ] satisfies Partial<CheckedCitation>[]);
    expect(sealed?.proposal.claims).toHaveLength(3);
  });

  test('J4: a citation never costs the submission: the last tries are left for refusals by the schema', async () => {
    const wrong = claims(at('src/job.ts:1'));
    const { attempts, statuses } = await submits(await queue(), [wrong], { bounds: { reasks: 1 } });
    expect([attempts, statuses]).toEqual([1, ['failed']]);
    const unfinished = { ...wrong, headline: '' };
    const twice = await submits(await queue(), [unfinished, wrong, unfinished, wrong]);
    expect([twice.outcome, twice.statuses]).toEqual(['spoke', ['failed']]);
  });

  test('J4: when the time is nearly up it is not sent back for its citations', async () => {
    const { attempts, statuses } = await submits(await queue(), [claims(at('src/job.ts:1'))], {
      bounds: { modelCalls: 4 },
    });
    expect([attempts, statuses]).toEqual([1, ['failed']]);
  });

  test('J4: without a repository, or while it cannot be read, nothing is refused', async () => {
    const without = await submits(null, [claims(RIGHT, at('see the README', ''))]);
    expect([without.attempts, without.statuses]).toEqual([1, ['not_checkable', 'not_checkable']]);
    const repository = await queue();
    const broken = breaking(repository, { readLines: () => Promise.reject(new Error('gone')) });
    const failing = await submits(broken, [claims(RIGHT)]);
    expect([failing.attempts, failing.statuses]).toEqual([1, ['not_checkable']]);
    expect(failing.log.events).toContainEqual({
      event: 'citation_check_failed',
      facts: { error: 'Error: gone' },
    });
  });

  test('P15: what a partial clone lacks is not called wrong, and is not sent back', async () => {
    const origin = makeRepository({ 'src/queue.ts': QUEUE });
    git(origin, ['config', 'uploadpack.allowFilter', 'true']);
    const folder = join(temporaryFolder(), 'it');
    git(origin, [
      'clone',
      '--quiet',
      '--filter=blob:none',
      '--no-checkout',
      `file://${origin}`,
      folder,
    ]);
    const { attempts, statuses } = await submits(await pin(folder), [
      claims(RIGHT, at('src/queue.ts:900')),
    ]);
    expect([attempts, statuses]).toEqual([1, ['not_checkable', 'not_checkable']]);
  });

  test('P15: a file that is not read as a rule is told to its author, and never called wrong', async () => {
    const files = {
      'src/queue.ts': QUEUE,
      '.env': 'password=hunter2\n',
      'logo.png': Buffer.from([0, 1, 2]),
    };
    const repository = await pin(makeRepository(files));
    const unread = claims(at('.env:1', 'password=hunter2'), at('logo.png:1'));
    const corrected = await submits(repository, [unread, claims(RIGHT)]);
    expect(corrected.told).toContain('is withheld: its name says');
    expect(corrected.statuses).toEqual(['checked']);
    const stubborn = await submits(repository, [unread]);
    expect([stubborn.attempts, stubborn.statuses]).toEqual([3, ['not_checkable', 'not_checkable']]);
  });

  test('J4: all citations of a submission together have the time of one tool call', async () => {
    const repository = breaking(await queue(), {
      readLines: () => new Promise<never>(() => undefined),
    });
    const many = claims(...Array.from({ length: 20 }, () => RIGHT));
    const { statuses } = await submits(repository, [many], { bounds: { toolMs: 30 } });
    expect(new Set(statuses)).toEqual(new Set(['not_checkable']));
    expect(statuses).toHaveLength(20);
  });

  test('J4: a quotation far into a line that is kept in part is not called wrong', async () => {
    const repository = await pin(
      makeRepository({ 'bundle.js': `${'x'.repeat(50_000)} the needle itself\n` }),
    );
    const { statuses } = await submits(repository, [
      claims(at('bundle.js:1', 'the needle itself')),
    ]);
    expect(statuses).toEqual(['not_checkable']);
  });

  test('D6: a secret that was taken out of a quotation does not make it fail', async () => {
    const repository = await pin(makeRepository({ 'env.ts': 'const key = "hunter2";\n' }));
    const redact = (text: string) => text.replaceAll('hunter2', '[redacted]');
    const quoted = claims(at('env.ts:1', 'const key = "hunter2"'));
    const { statuses, sealed } = await submits(repository, [quoted], { redact });
    expect(statuses).toEqual(['checked']);
    expect(JSON.stringify(sealed)).not.toContain('hunter2');
  });

  test('P8: the seal covers the text with the result of each check beside its claim', async () => {
    const { live, sealed } = await submits(await queue(), [claims(RIGHT)]);
    if (sealed === undefined) throw new Error('nothing was sealed');
    const text = renderProposal(live.design, sealed);
    expect(text).toContain(`(read in \`src/queue.ts:3\`: \`${LINE_3}\`, stands there)`);
    expect(sealed.sha256).toBe(createHash('sha256').update(text).digest('hex'));
  });

  test('A15: the message to the model is bounded, whatever the lines hold', async () => {
    const line = `${'<material>'.repeat(2_000)}\n`;
    const repository = await pin(makeRepository({ 'a.txt': line.repeat(40) }));
    const wrong = claims(...Array.from({ length: 20 }, () => at('a.txt:1-40', 'not there')));
    const { told } = await submits(repository, [wrong, claims(at('', ''))]);
    expect(told.length).toBeLessThan(50_000);
    expect(told).toContain('&lt;material');
  });
});
