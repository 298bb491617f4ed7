import { nativeImage } from 'electron';
import type { NativeImage } from 'electron';
import type { HouseState } from '../../shared/dto';
import attention16 from '../../build/icons/tray/attention-16.png?inline';
import attention20 from '../../build/icons/tray/attention-20.png?inline';
import attention24 from '../../build/icons/tray/attention-24.png?inline';
import attention32 from '../../build/icons/tray/attention-32.png?inline';
import attention48 from '../../build/icons/tray/attention-48.png?inline';
import attention64 from '../../build/icons/tray/attention-64.png?inline';
import handedOver16 from '../../build/icons/tray/handed-over-16.png?inline';
import handedOver20 from '../../build/icons/tray/handed-over-20.png?inline';
import handedOver24 from '../../build/icons/tray/handed-over-24.png?inline';
import handedOver32 from '../../build/icons/tray/handed-over-32.png?inline';
import handedOver48 from '../../build/icons/tray/handed-over-48.png?inline';
import handedOver64 from '../../build/icons/tray/handed-over-64.png?inline';
import noContact16 from '../../build/icons/tray/no-contact-16.png?inline';
import noContact20 from '../../build/icons/tray/no-contact-20.png?inline';
import noContact24 from '../../build/icons/tray/no-contact-24.png?inline';
import noContact32 from '../../build/icons/tray/no-contact-32.png?inline';
import noContact48 from '../../build/icons/tray/no-contact-48.png?inline';
import noContact64 from '../../build/icons/tray/no-contact-64.png?inline';
import notSetUp16 from '../../build/icons/tray/not-set-up-16.png?inline';
import notSetUp20 from '../../build/icons/tray/not-set-up-20.png?inline';
import notSetUp24 from '../../build/icons/tray/not-set-up-24.png?inline';
import notSetUp32 from '../../build/icons/tray/not-set-up-32.png?inline';
import notSetUp48 from '../../build/icons/tray/not-set-up-48.png?inline';
import notSetUp64 from '../../build/icons/tray/not-set-up-64.png?inline';
import paused16 from '../../build/icons/tray/paused-16.png?inline';
import paused20 from '../../build/icons/tray/paused-20.png?inline';
import paused24 from '../../build/icons/tray/paused-24.png?inline';
import paused32 from '../../build/icons/tray/paused-32.png?inline';
import paused48 from '../../build/icons/tray/paused-48.png?inline';
import paused64 from '../../build/icons/tray/paused-64.png?inline';
import ready16 from '../../build/icons/tray/ready-16.png?inline';
import ready20 from '../../build/icons/tray/ready-20.png?inline';
import ready24 from '../../build/icons/tray/ready-24.png?inline';
import ready32 from '../../build/icons/tray/ready-32.png?inline';
import ready48 from '../../build/icons/tray/ready-48.png?inline';
import ready64 from '../../build/icons/tray/ready-64.png?inline';
import syncing16 from '../../build/icons/tray/syncing-16.png?inline';
import syncing20 from '../../build/icons/tray/syncing-20.png?inline';
import syncing24 from '../../build/icons/tray/syncing-24.png?inline';
import syncing32 from '../../build/icons/tray/syncing-32.png?inline';
import syncing48 from '../../build/icons/tray/syncing-48.png?inline';
import syncing64 from '../../build/icons/tray/syncing-64.png?inline';

/** Pixels to data URL, for one state. */
type Drawings = Readonly<Record<16 | 20 | 24 | 32 | 48 | 64, string>>;

const DRAWINGS: Readonly<Record<HouseState, Drawings>> = {
  attention: { 16: attention16, 20: attention20, 24: attention24, 32: attention32, 48: attention48, 64: attention64 },
  'handed-over': {
    16: handedOver16,
    20: handedOver20,
    24: handedOver24,
    32: handedOver32,
    48: handedOver48,
    64: handedOver64,
  },
  'no-contact': {
    16: noContact16,
    20: noContact20,
    24: noContact24,
    32: noContact32,
    48: noContact48,
    64: noContact64,
  },
  'not-set-up': { 16: notSetUp16, 20: notSetUp20, 24: notSetUp24, 32: notSetUp32, 48: notSetUp48, 64: notSetUp64 },
  paused: { 16: paused16, 20: paused20, 24: paused24, 32: paused32, 48: paused48, 64: paused64 },
  ready: { 16: ready16, 20: ready20, 24: ready24, 32: ready32, 48: ready48, 64: ready64 },
  syncing: { 16: syncing16, 20: syncing20, 24: syncing24, 32: syncing32, 48: syncing48, 64: syncing64 },
};

/** Panels on Linux are of any height and scale what they get, so they get 32 pixels; elsewhere a tray icon is 16 of the screen's own. */
const SCALES: Readonly<Record<'linux' | 'other', readonly (readonly [scale: number, pixels: keyof Drawings])[]>> = {
  linux: [
    [1, 32],
    [2, 64],
  ],
  other: [
    [1, 16],
    [1.25, 20],
    [1.5, 24],
    [2, 32],
    [3, 48],
  ],
};

/** The state's icon in every scale of the screen. `platform` as in `process.platform`. */
export function trayIcon(state: HouseState, platform: string): NativeImage {
  const image = nativeImage.createEmpty();
  for (const [scaleFactor, pixels] of SCALES[platform === 'linux' ? 'linux' : 'other']) {
    image.addRepresentation({ scaleFactor, width: pixels, height: pixels, dataURL: DRAWINGS[state][pixels] });
  }
  return image;
}
