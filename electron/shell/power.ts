import { powerMonitor } from 'electron';

/** Tells when the PC wakes up: polls were missed, and timers may have slipped. */
export function onWake(wake: () => void): void {
  powerMonitor.on('resume', wake);
}
