import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, toolEnvironment } from './run.mjs';

/**
 * Unlocks an empty keychain inside the session, runs the command, and ends the keychain by its number: it would
 * outlive the session otherwise.
 */
const inside = `
exec 2>&3 3>&-
coproc KEYRING { exec gnome-keyring-daemon --unlock --foreground --components=secrets 2>/dev/null <<< 'test'; }
keyring=$KEYRING_PID
for _ in $(seq 100); do
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \\
    string:org.freedesktop.secrets 2>/dev/null | grep -q 'boolean true' && break
  sleep 0.05
done
"$@"
code=$?
kill "$keyring" 2>/dev/null
wait "$keyring" 2>/dev/null
exit $code
`;

/** The message bus and the services it starts talk on standard error about things that are nobody's concern here. */
const quietBus = 'exec 3>&2 2>/dev/null; exec dbus-run-session -- "$@"';

/**
 * Runs a tool with a display, a message bus, an unlocked keychain and a home folder of its own, so that nothing of
 * the person's desktop is seen or touched. On Windows and macOS the tool runs on the desktop there is.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, limitMs?: number, home?: string, transcript?: string }} [options] after `limitMs` milliseconds all of it
 *   is ended; `home` is a folder that stays, without it there is one that goes; `transcript` is a file that gets what is said, beside the terminal
 * @returns {Promise<number>} exit code, 124 when it was ended for taking too long
 */
export async function inDesktopSession(command, args, options = {}) {
  const { limitMs, transcript } = options;
  if (process.platform !== 'linux') return endAsOne(command, args, toolEnvironment(options.env), limitMs, transcript);
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'modeklar-home-'));
  const runtimeFolder = join(home, '.run');
  mkdirSync(runtimeFolder, { mode: 0o700, recursive: true });
  const env = toolEnvironment({
    ...options.env,
    HOME: home,
    XDG_RUNTIME_DIR: runtimeFolder,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_STATE_HOME: join(home, '.local', 'state'),
    // Pictures and texts have to be the same everywhere; the program's own language is a setting.
    LANG: 'C.UTF-8',
    // A desktop's own session must not be found through these.
    DISPLAY: undefined,
    WAYLAND_DISPLAY: undefined,
    DBUS_SESSION_BUS_ADDRESS: undefined,
  });
  try {
    return await endAsOne(
      'xvfb-run',
      [
        ...['-a', '-s', '-screen 0 1440x1000x24'],
        ...['bash', '-c', quietBus, 'bus'],
        ...['bash', '-c', inside, 'session', command, ...args],
      ],
      env,
      limitMs,
      transcript,
    );
  } finally {
    if (options.home === undefined) rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/**
 * Display, bus, keychain and tool form one process group, so that they end together: by Ctrl+C, by a signal, by the
 * time limit.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {number | undefined} limitMs
 * @param {string | undefined} transcript
 * @returns {Promise<number>}
 */
function endAsOne(command, args, env, limitMs, transcript) {
  const isGroup = process.platform !== 'win32';
  return new Promise((done) => {
    const child =
      transcript === undefined
        ? spawn(command, args, { cwd: root, env, stdio: 'inherit', detached: isGroup })
        : spawn(command, args, {
            cwd: root,
            env: asBefore(env),
            stdio: ['inherit', 'pipe', 'pipe'],
            detached: isGroup,
          });
    if (transcript !== undefined) {
      const file = createWriteStream(transcript, { flags: 'a' });
      /** @param {NodeJS.WriteStream} to */
      const both = (to) => (/** @type {Buffer} */ part) => {
        to.write(part);
        file.write(part);
      };
      child.stdout?.on('data', both(process.stdout));
      child.stderr?.on('data', both(process.stderr));
      child.on('close', () => file.end());
    }
    let isOverTime = false;
    /** @param {NodeJS.Signals} signal */
    const end = (signal) => {
      if (child.pid === undefined || child.exitCode !== null) return;
      if (isGroup) process.kill(-child.pid, signal);
      else child.kill(signal);
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
    const timer =
      limitMs === undefined
        ? undefined
        : setTimeout(() => {
            isOverTime = true;
            end('SIGKILL');
          }, limitMs);
    const finish = (/** @type {number} */ code) => {
      clearTimeout(timer);
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
      done(isOverTime ? 124 : code);
    };
    child.on('error', (error) => {
      console.error(error.message);
      finish(127);
    });
    child.on('exit', (code) => {
      // Something that the tool left behind may still hold its output open; nobody waits for it.
      const late = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, 2000);
      child.once('close', () => {
        clearTimeout(late);
        finish(code ?? 1);
      });
    });
  });
}

/** Whoever writes into a pipe thinks that nobody looks, and leaves the colours out. @param {NodeJS.ProcessEnv} env */
function asBefore(env) {
  return process.stdout.isTTY ? { ...env, FORCE_COLOR: '1' } : env;
}
