import { describe, expect, it } from 'vitest';
import { shouldGate } from '#core/outcome/should-gate.ts';
import { cites, listCitations, listFoundAlone } from '#core/proposals/cited.ts';
import { claimsOf } from '#core/proposals/labels.ts';
import type { CheckedCitation } from '#core/vocabulary/checked.ts';
import { NO_CITATION } from '#core/vocabulary/submission.ts';
import { writeBrief } from '#presentation/decision/brief.ts';
import { writeRecordMarkdown } from '#presentation/record/record.ts';
import { listProposalFiles } from '#presentation/talk/proposals.ts';
import { viewOf } from '#presentation/view/view.ts';
import { BARE, citePlace } from '../../support/designs/claims.ts';
import { given, type World } from '../../support/designs/given.ts';
import {
  audit,
  composite,
  decision,
  mapping,
  pass,
  proposal,
} from '../../support/designs/given-submission.ts';

const COMMIT = '4f2a9c1'.padEnd(40, '0');
const PAGE = 'https://github.com/acme/shop';
const repository = { name: 'shop', commit: COMMIT, digest: 'A shop.', webUrl: PAGE };

type Status = CheckedCitation['status'];
/** A claim's text, the place that it cites, and how the check of that ended. */
type Says = readonly [text: string, place: string, status?: Status];

function claims(...says: readonly Says[]) {
  return proposal({
    claims: says.map(([text, place]) => ({
      ...citePlace(place, place === '' ? '' : 'retry'),
      kind: 'reason',
      text,
    })),
  });
}

function checks(...says: readonly Says[]): CheckedCitation[] {
  return says.flatMap(([, place, status], index) => {
    if (status === undefined) return [];
    const [path = '', lines = '0'] = place.includes(':') ? place.split(':') : [];
    const [from = 0, to = from] = lines.split('-').map(Number);
    return [{ item: index + 1, status, path, from, to }];
  });
}

/** Everybody has proposed: A is the migrationist, B the subtractor, C the archaeologist. */
function proposed(
  a: readonly Says[],
  b: readonly Says[] = [['B', '']],
  c: readonly Says[] = [['C', '']],
): World {
  const world = given({
    repository,
    settings: { questions: 'none' },
    says: { mapping: () => mapping() },
  }).reach('proposing');
  for (const [name, says] of [
    ['migrationist', a],
    ['subtractor', b],
    ['archaeologist', c],
  ] as const) {
    world.submits(name, claims(...says), undefined, checks(...says));
  }
  return world;
}

describe('J4: what one proposal alone has found', () => {
  const alone = (...[a, b]: [readonly Says[], readonly Says[]]) =>
    listFoundAlone(claimsOf(proposed(a, b).design)).map(({ id }) => id);

  it('J4: a finding goes by lines: the same file further down is another finding', () => {
    const far = alone([['a', 'q.ts:1-9', 'checked']], [['b', 'q.ts:40-49', 'checked']]);
    expect(far).toEqual(['A-1', 'B-1']);
    expect(alone([['a', 'q.ts:1-9', 'checked']], [['b', 'q.ts:9-12', 'checked']])).toEqual([]);
    expect(alone([['a', 'q.ts:1', 'checked']], [['b', 'r.ts:1', 'checked']])).toEqual([
      'A-1',
      'B-1',
    ]);
  });

  it('J4: one proposal that cites a place twice has still found it alone', () => {
    const twice = alone(
      [
        ['a', 'q.ts:1', 'checked'],
        ['again', 'q.ts:1', 'checked'],
      ],
      [['b', '']],
    );
    expect(twice).toEqual(['A-1', 'A-2']);
  });

  it('J4: what failed its check has found nothing, neither for its author nor for others', () => {
    expect(alone([['a', 'q.ts:1', 'failed']], [['b', 'q.ts:1', 'checked']])).toEqual(['B-1']);
  });

  it('J4: what could not be checked counts, and a place without lines does not', () => {
    expect(
      alone([['a', 'q.ts:1', 'not_checkable']], [['b', 'the README', 'not_checkable']]),
    ).toEqual(['A-1']);
    expect(alone([['a', 'q.ts:1']], [['b', 'the README']])).toEqual(['A-1']);
  });

  it('J4: a claim carries the citation of another if they have a line in common', () => {
    const [a, , b] = claimsOf(
      proposed([['a', 'q.ts:1-9', 'checked']], [['b', 'q.ts:9', 'checked']]).design,
    );
    if (a === undefined || b === undefined) throw new Error('two claims');
    expect(cites(b, { path: 'q.ts', from: 1, to: 9 })).toBe(true);
    expect(cites(b, { path: 'q.ts', from: 1, to: 8 })).toBe(false);
    expect(
      cites({ ...b, check: null, citation: NO_CITATION }, { path: 'q.ts', from: 9, to: 9 }),
    ).toBe(false);
  });
});

describe('A6: a citation that failed its check', () => {
  const FAILED: Says = ['It retries once', 'src/queue.ts:12-14', 'failed'];

  it('A6: a failed citation under an adopted claim is a reason for a person to look', () => {
    const world = proposed([FAILED]).reach('deciding');
    expect(shouldGate(world.design)).toEqual(['citation_failed']);
    expect(world.design.gates.map(({ caveats }) => caveats)).toEqual([
      [
        {
          kind: 'citation_failed',
          claim: 'A-1',
          text: 'It retries once',
          place: 'src/queue.ts:12-14',
          why: 'failed',
        },
      ],
    ]);
  });

  it.each<[string, Says[]]>([
    ['under a claim that is not used', [['Other', ''], FAILED]],
    ['that could not be checked', [['Other', 'src/queue.ts:1', 'not_checkable']]],
  ])('A6: a citation %s is no reason for a person to look', (_, says) => {
    const world = proposed(says).reach('composing');
    world.submits(
      'synthesizer',
      composite(world.design, { decision: decision(world.design, { rests: ['A-1'], steps: [] }) }),
    );
    // Nothing is audited or signed yet.
    expect(shouldGate(world.design)).toEqual(['not_audited', 'not_signed']);
  });
});

describe('what people read', () => {
  const world = proposed(
    [
      ['It retries once', 'src/queue.ts:12-14', 'checked'],
      ['It retries for ever', 'src/queue.ts:40', 'failed'],
      ['It was slow in March', 'ops/march.md:3', 'not_checkable'],
      ['Nobody looked', 'ops/april.md:1'],
    ],
    [['Two stores are harder to run', '']],
  );
  world.reach('auditing').submits('auditor', audit('major'), undefined, []);
  const { design } = world.reach('deciding');
  const LINK = `[\`src/queue.ts:12-14\`](${PAGE}/blob/${COMMIT}/src/queue.ts#L12-L14)`;

  it('J4: in one brief each claim has its source with a link, marked only where it does not stand there', () => {
    const text = writeBrief(design);
    expect(text).toContain(`(${LINK})`);
    expect(text).toContain(`(${PAGE}/blob/${COMMIT}/src/queue.ts#L40), does not stand there`);
    expect(text).toContain(
      `(${PAGE}/blob/${COMMIT}/ops/march.md?plain=1#L3), could not be looked up`,
    );
    expect(text).toContain('`ops/april.md:1`, not looked up');
    expect(text).toContain('no source given');
  });

  it('J4: the record has the cited lines below their claim, as code', () => {
    const says = [['It retries once', 'src/queue.ts:12-14', 'checked']] as const;
    const excerpt = 'if (attempt > 1)\n  throw new Error("# no *third* <b>`");';
    const shown = proposed([['Nothing is cited', '']]);
    const cited = given({
      repository,
      settings: { questions: 'none' },
      says: { mapping: () => mapping() },
    });
    cited.reach('proposing').submits(
      'migrationist',
      claims(...says),
      undefined,
      checks(...says).map((check) => ({ ...check, excerpt })),
    );
    const text = writeRecordMarkdown(cited.reach('writing').design);
    expect(text).toContain('stands there)*\n\n`if (attempt > 1)`');
    expect(text).toContain('``throw new Error("# no *third* < b>`");``');
    expect(writeRecordMarkdown(shown.reach('writing').design)).not.toContain('attempt');
  });

  it('P8: the sealed text says it without a link, because a remote may move and a seal may not', () => {
    const [first] = listProposalFiles(viewOf(design));
    expect(first?.text).toContain('(read in `src/queue.ts:12-14`: `retry`, stands there)');
    expect(first?.text).not.toContain(PAGE);
  });
});

describe('the citations of a submission', () => {
  it('citations of a submission are those of its claims or findings, by their numbers, without the empty ones', () => {
    const input = claims(['a', ''], ['b', 'q.ts:1']);
    expect(listCitations(input)).toEqual([
      { item: 2, name: 'claim 2', place: 'q.ts:1', quote: 'retry' },
    ]);
    expect(listCitations(proposal({ claims: [{ ...BARE, kind: 'risk', text: 'x' }] }))).toEqual([]);
    const found = audit('minor');
    if (found.tool !== 'submit_audit') throw new Error('an audit');
    const findings = found.input.findings.map((finding) => ({
      ...finding,
      citation: { place: '', quote: 'q' },
    }));
    expect(listCitations({ ...found, input: { ...found.input, findings } })).toEqual([
      { item: 1, name: 'finding 1', place: '', quote: 'q' },
    ]);
    expect(listCitations(pass())).toEqual([]);
  });
});
