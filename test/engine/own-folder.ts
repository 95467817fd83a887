import { rm } from 'node:fs/promises';
import { onTestFinished } from 'vitest';
import { newFolder } from './world.ts';

/** A data folder for several engines of one test; removed when it has finished. */
export async function ownFolder(): Promise<string> {
  const folder = await newFolder();
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
