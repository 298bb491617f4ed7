import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './run.mjs';

const file = join(root, '.cache', 'prepare.lock');

/**
 * Lets one process at a time prepare: two commands started together in a fresh checkout would otherwise install and
 * build into the same folders. A lock whose owner is gone is taken over.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(work) {
  mkdirSync(join(root, '.cache'), { recursive: true });
  while (!isTaken()) await pause(200);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function isTaken() {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  if (!isOwnerAlive()) rmSync(file, { force: true });
  return false;
}

function isOwnerAlive() {
  let owner;
  let ageMs;
  try {
    owner = Number.parseInt(readFileSync(file, 'utf8'), 10);
    ageMs = Date.now() - statSync(file).mtimeMs;
  } catch {
    // Removed between the two looks: nobody has it, and the next try will find out.
    return true;
  }
  // Made, but not written yet, unless its maker died right there.
  if (!Number.isInteger(owner)) return ageMs < 10_000;
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
