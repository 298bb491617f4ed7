/** For the release workflow: fails unless the official Electron is at hand, because the stand-in must never ship. */
import { orExplain, PreparationError } from './prepare.mjs';
import { findRuntime } from './runtime.mjs';

await orExplain(async () => {
  const runtime = await findRuntime();
  if (runtime.kind !== 'official') throw new PreparationError('Installers are built with the official Electron only.');
});
