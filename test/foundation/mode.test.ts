import { expect, test } from 'vitest';
import { type LeadsTo, Mode } from '../../src/foundation/mode.ts';

type Door =
  | { readonly kind: 'open' | 'shut' }
  | { readonly kind: 'walled'; readonly since: number };

const LEADS_TO: LeadsTo<Door['kind']> = { open: ['shut'], shut: ['open', 'walled'], walled: [] };

const makeDoor = () => new Mode<Door>('a door', LEADS_TO, { kind: 'open' });

test('goes where the table leads, with what the new mode carries', () => {
  const door = makeDoor();
  door.become({ kind: 'shut' });
  expect(door.mayBecome('walled')).toBe(true);
  door.become({ kind: 'walled', since: 3 });
  expect(door.now).toEqual({ kind: 'walled', since: 3 });
});

test('a step that the table lacks throws, and changes nothing', () => {
  const door = makeDoor();
  expect(door.mayBecome('walled')).toBe(false);
  expect(() => door.become({ kind: 'walled', since: 3 })).toThrow(
    'a door that is open cannot become walled',
  );
  expect(() => door.become({ kind: 'open' })).toThrow('a door that is open cannot become open');
  expect(door.now).toEqual({ kind: 'open' });
});
