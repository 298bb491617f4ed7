import { homedir } from 'node:os';
import { join } from 'node:path';
import { viewerZone } from '../shared/time';
import { forkErrands } from './cli/fork-errands';
import { runCommandLine } from './cli/program';
import { createSystemClock } from './platform';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

/** Whoever reads the first lines only (`| head`) has what was wanted: the rest is told to nobody, and the work goes on to its end. */
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (thrown: NodeJS.ErrnoException) => {
    if (thrown.code !== 'EPIPE') throw thrown;
  });

/** Exit codes are set, not forced, so that what was written to a pipe arrives; nothing else keeps the process alive by then. */
void runCommandLine(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  environment: process.env,
  platform: process.platform,
  home: homedir(),
  folder: process.cwd(),
  clock: createSystemClock(),
  zone: viewerZone(),
  startErrands: forkErrands(join(__dirname, 'errands.cjs')),
  stop: stop.signal,
}).then((exitCode) => {
  process.exitCode = exitCode;
});
