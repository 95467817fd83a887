import { expect, test } from 'vitest';
import { adoptedClaimsOf } from '../../src/core/decision/fates.ts';
import { decisionSentencesOf } from '../../src/core/outcome/why.ts';
import { claimsOf } from '../../src/core/proposals/labels.ts';
import { parsePlace } from '../../src/core/proposals/place.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { cutMiddle } from '../../src/core/vocabulary/text.ts';
import { sha256Of } from '../../src/foundation/digest.ts';
import { REDACTED } from '../../src/foundation/redaction.ts';
import type { Forge } from '../../src/ports/forge.ts';
import { type RepositoryRecord, readRecord } from '../../src/record/decisions/read-record.ts';
import { Publisher } from '../../src/record/publish.ts';
import { playToEnd } from '../support/designs/sample-design.ts';

const COMMIT = 'c'.repeat(40);

/** A forge to which nothing was published yet. */
const EMPTY: Forge = {
  repositories: ['acme/shop'],
  files: async () => ({ paths: [], folder: null }),
  read: async () => null,
  pulls: async () => [],
  propose: () => Promise.reject(new Error('nothing is proposed')),
};

const story = playToEnd().reachEnd().design;
/** The story with a decision that adopts all claims. */
const ended: Design = {
  ...story,
  composites: story.composites.map((each) => ({
    ...each,
    composite: {
      ...each.composite,
      accounts: [],
      decision: { ...each.composite.decision, rests: claimsOf(story).map(({ id }) => id) },
    },
  })),
};

/** The decision's record, if it rests on these lines as checks have found them. */
async function recordCiting(excerpts: Readonly<Record<string, string>>): Promise<string> {
  const checks = Object.entries(excerpts).map(([name, excerpt], at) => {
    const [{ participant, id } = { participant: '', id: '' }, place] = [
      adoptedClaimsOf(ended)[at],
      parsePlace(name),
    ];
    if (place === null) throw new Error(`${name} is no place`);
    const { path, from, to } = place;
    return {
      participant,
      item: Number(id.split('-')[1]),
      status: 'checked',
      path,
      from,
      to,
      excerpt,
    } as const;
  });
  const proposals = ended.proposals.map((sealed) => ({
    ...sealed,
    citations: checks.flatMap(({ participant, ...check }) =>
      participant === sealed.participant ? [check] : [],
    ),
  }));
  const design: Design = { ...ended, repository: { name: 'shop', commit: COMMIT, digest: '' }, proposals };
  const signal = new AbortController().signal;
  const request = { id: design.id, repository: null, signal };
  const plan = await new Publisher(EMPTY).plan(async () => design, request);
  if ('code' in plan) throw new Error(plan.message);
  return plan.proposal.files[0]?.text ?? '';
}

/** What `check` reads of it. */
function readBack(text: string): RepositoryRecord {
  const record = readRecord('docs/decisions/0001-queue.md', text);
  if ('why' in record) throw new Error(record.why);
  return record;
}

const sentence = decisionSentencesOf(ended).filter(({ field }) => field === 'sentence');

test('J14: a published record says on which lines it rests, by which claims, and which sentences', async () => {
  const text = await recordCiting({ 'src/kept.ts:2': 'as it is', 'src/queue.ts:3-4': 'three\nfour' });
  const record = readBack(text);
  expect(record).toMatchObject({ number: '0001', status: 'proposed', designId: ended.id, commit: COMMIT });
  const [first, second] = adoptedClaimsOf(ended);
  const says = sentence.map((each) => each.text).join(' ');
  const sentences = sentence.map(({ number }) => number);
  expect(record.cited).toMatchObject([
    { path: 'src/kept.ts', from: 2, to: 2, sha256: sha256Of('as it is'), because: first?.text },
    { path: 'src/queue.ts', from: 3, to: 4, sha256: sha256Of('three\nfour'), because: second?.text },
  ]);
  for (const each of record.cited) {
    expect(each.says).toContain(says);
    expect(each.sentences).toEqual(expect.arrayContaining(sentences));
  }
  expect(record.sentence).toBe(ended.composites.at(-1)?.composite.decision.sentence);
});

test('J14: lines that were cut or redacted when they were checked have no hash', async () => {
  const long = cutMiddle('long '.repeat(200), 600);
  const text = await recordCiting({ 'src/long.ts:1': long, 'src/token.ts:1': `token = '${REDACTED}'` });
  expect(readBack(text).cited.map(({ sha256: hash }) => hash)).toEqual([undefined, undefined]);
});
