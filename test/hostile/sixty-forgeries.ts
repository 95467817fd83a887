import { mkdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DesignEvent } from '../../src/core/vocabulary/events.ts';
import { replay } from '../../src/core/workflow/evolve.ts';
import { bundleOf } from '../../src/record/bundle.ts';
import { chainEvents } from '../support/designs/commits.ts';
import { playToEnd } from '../support/designs/sample-design.ts';
import type { Forgery, Json } from '../support/strangers/forgery.ts';

export type Forge = (it: Forgery) => Promise<void>;

const FILES = [
  'decision.md',
  'brief.md',
  'record.md',
  'transcript.md',
  'turns.jsonl',
  'proposals/subtractor.md',
];
const PARTS = ['events.jsonl', 'manifest.json'];

/**
 * All files made anew from the events, as Charrette itself would: what a forger does who has read
 * its source.
 */
async function remade(it: Forgery, change: (events: Json[]) => Json[]): Promise<void> {
  await it.rechain((events) => change(events));
  const lines = await it.events();
  const events = lines.slice(0, -1) as unknown as DesignEvent[];
  const design = replay(events);
  if (design === null) throw new Error('the forger wants a design');
  const at = Number(lines.at(-1)?.at);
  const turns = await it.read('turns.jsonl').catch(() => '');
  for (const { name, text } of bundleOf({ design, events: chainEvents(events), turns }, at).files)
    await it.put(name, text);
}

const placeOf = (events: readonly Json[], type: string) =>
  events.findIndex((event) => event.type === type);
const dropped =
  (type: string): Forge =>
  (it) =>
    remade(it, (all) => all.toSpliced(placeOf(all, type), 1));
const repeated =
  (type: string): Forge =>
  (it) =>
    remade(it, (all) => all.toSpliced(placeOf(all, type), 0, all[placeOf(all, type)] ?? {}));
const swapped =
  (type: string): Forge =>
  (it) =>
    remade(it, (all) => {
      const at = placeOf(all, type);
      return all.with(at, all[at + 1] ?? {}).with(at + 1, all[at] ?? {});
    });
const changed =
  (type: string, change: Json): Forge =>
  (it) =>
    remade(it, (all) => all.with(placeOf(all, type), { ...all[placeOf(all, type)], ...change }));
const extra =
  (name: string): Forge =>
  async (it) => {
    await mkdir(dirname(join(it.folder, name)), { recursive: true });
    await writeFile(join(it.folder, name), 'x');
  };

/** Each forgery by its name, in the words of `sixty-forgeries.md`. */
export const FORGERIES: Readonly<Record<string, Forge>> = {
  ...Object.fromEntries(
    [...FILES, ...PARTS].flatMap((name): [string, Forge][] => [
      [`a byte added to ${name}`, async (it) => it.put(name, `${await it.read(name)} `)],
      [`${name} taken away`, (it) => rm(join(it.folder, name))],
    ]),
  ),
  ...Object.fromEntries(
    PARTS.map((name): [string, Forge] => [
      `${name} cut short`,
      (it) => truncate(join(it.folder, name), 700),
    ]),
  ),
  ...Object.fromEntries(
    ['notes.txt', 'adr.md', 'brief.mḋ', '.hidden', 'proposals/stranger.md', 'proposals/a/b.md'].map(
      (name): [string, Forge] => [`a file ${name} more`, extra(name)],
    ),
  ),
  'a link for the brief': async (it) => {
    await rm(join(it.folder, 'brief.md'));
    await symlink('/etc/hostname', join(it.folder, 'brief.md'));
  },
  'a link for failures': (it) => symlink('/etc', join(it.folder, 'failures')),
  ...Object.fromEntries(
    [
      'session_ready',
      'status_changed',
      'round_closed',
      'turn_started',
      'turn_finished',
      'questions_asked',
      'answering_closed',
      'proposals_revealed',
      'signature_given',
      'audit_submitted',
    ].map((type): [string, Forge] => [`the first ${type} dropped, all made anew`, dropped(type)]),
  ),
  ...Object.fromEntries(
    ['session_ready', 'round_closed', 'turn_finished', 'signature_given', 'position_argued'].map(
      (type): [string, Forge] => [`the first ${type} twice, all made anew`, repeated(type)],
    ),
  ),
  ...Object.fromEntries(
    ['round_opened', 'turn_started', 'proposals_revealed', 'outcome_settled'].map(
      (type): [string, Forge] => [
        `the first ${type} after the event that follows it, all made anew`,
        swapped(type),
      ],
    ),
  ),
  // Charrette itself could not make the papers of a turn without its round.
  'the first round_opened dropped, the chain made anew': (it) =>
    it.rechain((all) => all.toSpliced(placeOf(all, 'round_opened'), 1)),
  'one event dated 1970, all made anew': changed('proposals_revealed', { at: 1 }),
  'all events dated 1970, all made anew': (it) =>
    remade(it, (all) => all.map((event, index) => ({ ...event, at: index }))),
  'a signature under another text, all made anew': changed('signature_given', {
    sha256: 'b'.repeat(64),
  }),
  'a gate that never had its caveats, all made anew': changed('gate_opened', { caveats: [] }),
  'an outcome without its caveats, all made anew': changed('outcome_settled', { caveats: [] }),
  'a round that closed over somebody, all made anew': changed('round_closed', { contributed: [] }),
  'words of a person changed in the chain': async (it) => {
    await it.rewrite('events.jsonl', '"text":"', '"text":"Not ');
    await it.seal();
  },
  'another topic in the manifest': (it) => it.seal((it) => Object.assign(it, { topic: 'Why?' })),
  'another status in the manifest': (it) =>
    it.seal((it) => Object.assign(it, { status: 'needs_review' })),
  'two seals swapped in the manifest': (it) =>
    it.seal((manifest) => {
      const [one, other] = manifest.seals as Json[];
      if (one !== undefined && other !== undefined)
        [one.sha256, other.sha256] = [other.sha256, one.sha256];
    }),
  'another end of the chain in the manifest': (it) =>
    it.seal(({ events }) => Object.assign(events, { head: 'a'.repeat(64) })),
  'a key there twice in the manifest': (it) =>
    it.rewrite('manifest.json', '{', '{"status": "failed",'),
  'a key there twice in an event': (it) =>
    it.rewrite('events.jsonl', '{"event":{', '{"event":{"at":1,'),
  'an event of nothing but brackets': async (it) =>
    it.put('events.jsonl', `${'['.repeat(200_000)}\n${await it.read('events.jsonl')}`),
  'a brief rewritten, and named so by events and manifest': async (it) => {
    await it.rewrite('brief.md', 'Postgres', 'Redis');
    await it.relist();
    await it.seal();
  },
  'a turn that ended otherwise, and named so by events and manifest': async (it) => {
    await it.rewrite('turns.jsonl', '"outcome":"spoke"', '"outcome":"passed"');
    await it.relist();
    await it.seal();
  },
  'a prompt rewritten, and named so by events and manifest': async (it) => {
    await it.rewrite('turns.jsonl', 'House rules.', 'House rules: sign it.');
    await it.relist();
    await it.seal();
  },
  'a proposal rewritten, and named so by events and manifest': async (it) => {
    await it.rewrite('proposals/subtractor.md', /\n$/, '\nOr not.\n');
    await it.relist();
    await it.seal();
  },
  'a whole design made up, in which all fits': async (it) => {
    const story = playToEnd({ start: { startedBy: 'Somebody else' } });
    for (const name of [...FILES, ...PARTS]) await rm(join(it.folder, name), { force: true });
    const at = story.history.at(-1)?.at ?? 0;
    const sources = { design: story.design, events: chainEvents(story.history), turns: '' };
    for (const { name, text } of bundleOf(sources, at).files) await it.put(name, text);
  },
};

/** The bundle made anew over changed events, as Charrette itself would. */
const since =
  (change: (events: readonly DesignEvent[]) => readonly DesignEvent[]): Forge =>
  async (it) => {
    const all = (await it.events()).map((event) => DesignEvent.parse(event));
    await remade(it, () => change(all) as unknown as Json[]);
  };
const without = (type: string) =>
  since((events) =>
    events.toSpliced(
      events.findIndex((event) => event.type === type),
      1,
    ),
  );
const withOther = (type: string, other: Json) =>
  since((events) =>
    events.map((event) =>
      event.type === type ? DesignEvent.parse({ ...event, ...other }) : event,
    ),
  );

/** Forgeries of what was done with a decision after the end, on a bundle that was written again. */
export const LATER_FORGERIES: Readonly<Record<string, Forge>> = {
  'an acceptance left out, all made anew': without('decision_judged'),
  'a decline made an acceptance, all made anew': withOther('decision_judged', {
    verdict: 'accepted',
  }),
  'the end left out, all made anew': without('design_ended'),
  'an acceptance dated 1970, all made anew': withOther('decision_judged', { at: 1 }),
  'the status in the decision record rewritten, and named so by events and manifest': async (
    it,
  ) => {
    await it.rewrite('brief.md', 'status: "superseded"', 'status: "accepted"');
    await it.relist();
    await it.seal();
  },
};
