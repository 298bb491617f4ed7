/**
 * Starts a packed program and says whether it came up: `smoke.mjs <executable> <scratch folder>`.
 *
 * The real package cannot be driven, because the fuse for inspecting is off. So a copy of it, with that one fuse on, has to
 * show its first page; and the real one has to stay up, with the fuses as they should be.
 */
import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';
import { _electron } from '@playwright/test';

const [executable = '', scratch = ''] = process.argv.slice(2);
const limitMs = 60_000;
const staysUpMs = 8_000;
// Root cannot have Chromium's sandbox; this is the one starting the program, not the program.
const flags = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

let isGood = await showsItsFirstPage();
isGood = (await staysUp()) && isGood;
isGood = (await hasItsFuses()) && isGood;
console.log(isGood ? 'The packed program starts.' : 'The packed program does NOT start as it should.');
process.exitCode = isGood ? 0 : 1;

async function showsItsFirstPage() {
  // On a Mac the fuses lie deeper, and changing them breaks the signature.
  if (process.platform === 'darwin') return true;
  const folder = join(scratch, 'inspectable');
  cpSync(dirname(executable), folder, { recursive: true, verbatimSymlinks: true });
  const copy = join(folder, basename(executable));
  await flipFuses(copy, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true });
  const app = await _electron.launch({ executablePath: copy, args: flags, timeout: limitMs });
  try {
    const window = await app.firstWindow({ timeout: limitMs });
    // A heading comes when the page has its data from the main process: window, bridge, router and stores work.
    const heading = window.getByRole('heading').first();
    await heading.waitFor({ timeout: limitMs });
    const text = (await heading.innerText()).trim();
    const isPackaged = await app.evaluate(({ app: electronApp }) => electronApp.isPackaged);
    console.log(`${isPackaged ? '✓' : '✗'} first page at ${window.url()}: "${text}"`);
    return isPackaged && text !== '';
  } catch (error) {
    console.log(`✗ no first page: ${error instanceof Error ? error.message : error}`);
    return false;
  } finally {
    await app.close();
  }
}

async function staysUp() {
  const child = spawn(executable, flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (part) => (said += part));
  const ended = new Promise((done) => child.once('exit', (code, signal) => done(code ?? signal)));
  const outcome = await Promise.race([ended, pause(staysUpMs, 'still up')]);
  child.kill();
  if (outcome === 'still up') {
    await Promise.race([ended, pause(5_000)]);
    console.log(`✓ the real one stays up (${staysUpMs / 1000} s)`);
    return true;
  }
  console.log(`✗ the real one ended with ${outcome}:\n${said.trim()}`);
  return false;
}

async function hasItsFuses() {
  const wire = await getCurrentFuseWire(executable);
  const wanted = {
    RunAsNode: FuseState.DISABLE,
    EnableCookieEncryption: FuseState.ENABLE,
    EnableNodeOptionsEnvironmentVariable: FuseState.DISABLE,
    EnableNodeCliInspectArguments: FuseState.DISABLE,
    OnlyLoadAppFromAsar: FuseState.ENABLE,
  };
  const wrong = Object.entries(wanted).filter(
    ([name, state]) => wire[FuseV1Options[/** @type {keyof typeof wanted} */ (name)]] !== state,
  );
  console.log(wrong.length === 0 ? '✓ fuses' : `✗ fuses: ${wrong.map(([name]) => name).join(', ')}`);
  return wrong.length === 0;
}
