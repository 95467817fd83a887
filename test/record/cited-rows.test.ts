import { expect, test } from 'vitest';
import { adoptedClaims } from '../../src/core/decision/fates.ts';
import { claimsOf } from '../../src/core/proposals/labels.ts';
import { parsePlace } from '../../src/core/proposals/place.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { cutMiddle } from '../../src/core/vocabulary/text.ts';
import { REDACTED } from '../../src/foundation/redaction.ts';
import type { Forge } from '../../src/ports/forge.ts';
import { sha256 } from '../../src/record/manifest.ts';
import { Publisher } from '../../src/record/publish.ts';
import { completed } from '../support/sample-design.ts';

const COMMIT = 'c'.repeat(40);

/** A forge to which nothing was published yet. */
const EMPTY: Forge = {
  repositories: ['acme/shop'],
  files: async () => ({ paths: [], folder: null }),
  read: async () => null,
  pulls: async () => [],
  propose: () => Promise.reject(new Error('nothing is proposed')),
};

const story = completed().reachEnd().design;
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
      adoptedClaims(ended)[at],
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

test('J14: a published record has the commit and a row with a hash for each cited place', async () => {
  const record = await recordCiting({ 'src/kept.ts:2': 'as it is', 'src/queue.ts:3-4': 'three\nfour' });
  expect(record).toContain(
    [
      `charrette-commit: "${COMMIT}"`,
      'charrette-cited:',
      `  - { "lines": "src/kept.ts:2", "sha256": "${sha256('as it is')}" }`,
      `  - { "lines": "src/queue.ts:3-4", "sha256": "${sha256('three\nfour')}" }`,
      '---\n',
    ].join('\n'),
  );
});

test('J14: lines that were cut or redacted when they were checked have no hash', async () => {
  const long = cutMiddle('long '.repeat(200), 600);
  const record = await recordCiting({ 'src/long.ts:1': long, 'src/token.ts:1': `token = '${REDACTED}'` });
  expect(record).toContain('\n  - { "lines": "src/long.ts:1" }\n  - { "lines": "src/token.ts:1" }\n---\n');
});
