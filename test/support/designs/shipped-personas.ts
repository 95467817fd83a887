import { join } from 'node:path';
import { loadParticipants } from '#adapters/personas/load.ts';

/**
 * The participants that ship. Read once, since to check their files takes longer than most tests.
 */
export const shipped = await loadParticipants(join(import.meta.dirname, '../../../personas'));
