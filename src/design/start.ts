import type { Change } from './change.ts';
import { type CommandOf, type Refusal, refuse } from './commands.ts';
import { FORMAT } from './events.ts';
import { startSession } from './sessions.ts';

/** A start names whoever takes part, each once; everything else its schema has judged. */
export function checkStart({ participants, letters, replies }: CommandOf<'start'>): Refusal | null {
  const ids = participants.map(({ id }) => id);
  const personas = participants.filter(({ role }) => role === 'persona').map(({ id }) => id);
  if (new Set(ids).size < ids.length) return refuse('invalid', 'A participant is named twice.');
  if (personas.length === 0) return refuse('invalid', 'A design needs at least one persona.');
  for (const role of ['synthesizer', 'auditor'] as const)
    if (participants.filter((each) => each.role === role).length !== 1)
      return refuse('invalid', `A design needs exactly one ${role}.`);
  if (letters.toSorted().join() !== personas.toSorted().join())
    return refuse('invalid', 'Each persona has one letter.');
  if (replies.some(({ number }, index) => number !== index + 1))
    return refuse('invalid', 'Replies are numbered from 1 on.');
  return null;
}

/** All ids are on record before any process is spawned (C1); the synthesizer is asked first. */
export function start(change: Change, { type: _, ...facts }: CommandOf<'start'>): void {
  change.record({ type: 'design_started', format: FORMAT, ...facts });
  const isFirst = (role: string) => (role === 'synthesizer' ? 0 : 1);
  const inOrder = facts.participants.toSorted((a, b) => isFirst(a.role) - isFirst(b.role));
  for (const { id } of inOrder) startSession(change, id, 'first');
}
