import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';

/**
 * Foreign file systems on this machine: an SSH server on loopback and its folder mounted by sshfs, images mounted by loop device, a Samba server.
 * Everything is begun by this process and ended by its own pid; keys and configuration live in the test's own folder. Nothing here may touch a mounted
 * folder from this process: a call that hangs would hang the test too.
 */

const SSHD = '/usr/sbin/sshd';
const SMBD = '/usr/sbin/smbd';
/** What has to be there, and the Debian package that has it. */
const NEEDED = [
  [SSHD, 'openssh-server'],
  ['/usr/bin/sshfs', 'sshfs'],
  ['/usr/bin/fusermount3', 'fuse3'],
  ['/usr/sbin/mkfs.exfat', 'exfatprogs'],
  ['/usr/sbin/mount.exfat-fuse', 'exfat-fuse'],
  [SMBD, 'samba'],
  ['/usr/bin/smbclient', 'smbclient'],
  ['/dev/fuse', 'a kernel with FUSE'],
] as const;

/** @throws Error which says what is missing for the whole form */
export function checkTools(): void {
  const missing = NEEDED.filter(([path]) => !existsSync(path)).map(([path, from]) => `${path} (${from})`);
  if (userInfo().uid !== 0) missing.push('root, who may mount');
  if (missing.length > 0) throw new Error(`the proof on real file systems needs ${missing.join(', ')}`);
}

const firstLine = (command: string, ...args: string[]): string => {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return (
    `${stdout}${stderr}`
      .split('\n')
      .find((line) => /[0-9]\.[0-9]/.test(line))
      ?.trim() ?? 'unknown'
  );
};

export const versions = (): string =>
  [
    firstLine('uname', '-sr'),
    firstLine(SSHD, '-V').replace(/,.*/, ''),
    /SSHFS version [0-9.]+/.exec(spawnSync('sshfs', ['--version'], { encoding: 'utf8' }).stdout)?.[0] ?? 'sshfs',
    firstLine('mount.exfat-fuse', '-V'),
    `Samba ${firstLine(SMBD, '--version').replace(/^Version /, '')}`,
  ].join(', ');

const run = (command: string, ...args: string[]): string => execFileSync(command, args, { encoding: 'utf8' });

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const isMounted = (folder: string): boolean =>
  readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .some((line) => line.split(' ')[4] === folder);

const soon = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 20_000, interval: 50 });

function need(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(what);
}

/** A process and all that it has begun, children first. */
function family(pid: number): number[] {
  const { stdout } = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
  return [...stdout.split('\n').filter(Boolean).map(Number).flatMap(family), pid];
}

function signalTo(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}

/** An SSH server with a key of its own, on loopback. */
export async function startSshServer(folder: string) {
  const port = await freePort();
  for (const name of ['host', 'user']) run('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name));
  copyFileSync(join(folder, 'user.pub'), join(folder, 'authorized'));
  const config = join(folder, 'sshd.conf');
  writeFileSync(
    config,
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${join(folder, 'host')}`,
      `AuthorizedKeysFile ${join(folder, 'authorized')}`,
      'PidFile none',
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'PermitRootLogin prohibit-password',
      'Subsystem sftp internal-sftp',
      '',
    ].join('\n'),
  );
  // Where Debian's sshd wants to be alone with itself.
  mkdirSync('/run/sshd', { recursive: true });
  let server: ChildProcess | null = null;
  let pids: number[] = [];

  async function start(): Promise<void> {
    server = spawn(SSHD, ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    server.stderr?.on('data', (data: Buffer) => (said += data.toString()));
    await soon(() => need(said.includes('Server listening'), `sshd: ${said}`));
  }
  const all = (): number[] => (server?.pid === undefined ? [] : family(server.pid));
  await start();
  return {
    port,
    key: join(folder, 'user'),
    start,
    /** Everything stands still: the line is there, and nothing answers. */
    stop(): void {
      pids = all();
      signalTo(pids, 'SIGSTOP');
    },
    goOn(): void {
      signalTo(pids, 'SIGCONT');
    },
    async kill(): Promise<void> {
      const ended = server === null ? null : new Promise((resolve) => server?.once('exit', resolve));
      signalTo(all(), 'SIGKILL');
      server = null;
      await ended;
    },
  };
}
export type SshServer = Awaited<ReturnType<typeof startSshServer>>;

/** The server's folder, mounted here by sshfs. */
export async function mountBySsh(server: SshServer, from: string, to: string, options: readonly string[] = []) {
  mkdirSync(to, { recursive: true });
  const how = [`IdentityFile=${server.key}`, 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', ...options];
  const mounted = spawn('sshfs', ['-f', '-p', String(server.port), '-o', how.join(','), `root@127.0.0.1:${from}`, to], {
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => mounted.once('exit', () => resolve()));
  await soon(() => need(isMounted(to), 'sshfs does not mount'));
  return {
    async unmount(): Promise<void> {
      // Lazily: whatever still hangs in it is answered when its sshfs is gone.
      spawnSync('fusermount3', ['-u', '-z', to]);
      if (mounted.pid !== undefined) signalTo(family(mounted.pid), 'SIGKILL');
      await ended;
      await soon(() => need(!isMounted(to), 'still mounted'));
    },
  };
}

/** An image of a disk, mounted. */
export async function mountImage(folder: string, kind: 'exfat' | 'ext4', bytes: number) {
  const image = join(folder, `${kind}.img`);
  const to = join(folder, kind);
  mkdirSync(to);
  run('truncate', '-s', String(bytes), image);
  if (kind === 'exfat') run('mkfs.exfat', image);
  else run('mkfs.ext4', '-q', '-O', '^has_journal', image);
  const device = run('losetup', '-f', '--show', image).trim();
  const { status, stderr } =
    kind === 'exfat'
      ? spawnSync('mount.exfat-fuse', [device, to], { stdio: 'ignore' })
      : spawnSync('mount', [device, to], { encoding: 'utf8' });
  need(status === 0, `mount: ${String(stderr)}`);
  return {
    path: to,
    async unmount(): Promise<void> {
      spawnSync('umount', [to]);
      await soon(() => need(!isMounted(to), 'still mounted'));
      run('losetup', '-d', device);
    },
  };
}

/** What a Samba server answers to the calls that Windows makes for a hard link: for a free name, and for one that is taken. */
export async function linksOfSamba(folder: string): Promise<{ readonly free: string; readonly taken: string }> {
  const port = await freePort();
  const at = (name: string): string => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const config = join(folder, 'smb.conf');
  writeFileSync(
    config,
    [
      '[global]',
      'server role = standalone server',
      'interfaces = lo',
      'bind interfaces only = yes',
      `smb ports = ${port}`,
      'disable netbios = yes',
      ...['state', 'lock', 'cache', 'pid'].map((name) => `${name} directory = ${at(name)}`),
      `private dir = ${at('private')}`,
      `ncalrpc dir = ${at('ncalrpc')}`,
      `log file = ${join(folder, 'smb.log')}`,
      'map to guest = bad user',
      'guest account = root',
      '[import]',
      `path = ${at('share')}`,
      'read only = no',
      'guest ok = yes',
      'force user = root',
      '',
    ].join('\n'),
  );
  const server = spawn(SMBD, ['-F', '--no-process-group', '-s', config, '-l', folder], { stdio: 'ignore' });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const ask = (commands: string): string => {
    const args = ['-p', String(port), '-N', '//127.0.0.1/import', '-c', commands];
    const { stdout, stderr } = spawnSync('smbclient', args, { encoding: 'utf8', cwd: folder });
    return `${stdout}${stderr}`;
  };
  try {
    await soon(() => need(ask('ls').includes('blocks available'), 'smbd does not answer'));
    writeFileSync(join(folder, 'one'), 'one');
    writeFileSync(join(folder, 'two'), 'two');
    const told = (text: string): string => /NT_STATUS_\w+/.exec(text)?.[0] ?? 'made';
    const free = told(ask('put one; hardlink one placed'));
    const taken = told(ask('put two; hardlink two placed'));
    need(readFileSync(join(folder, 'share/placed'), 'utf8') === 'one', 'what was placed first was written over');
    return { free, taken };
  } finally {
    if (server.pid !== undefined) signalTo(family(server.pid), 'SIGKILL');
    await ended;
  }
}
