import { nativeImage } from 'electron';
import type { NativeImage } from 'electron';
import picture from '../../build/icons/icon.png?inline';

/** The program's own icon. Windows and macOS take it from the program's file; a window on Linux has to be given it. */
export const appIcon = (): NativeImage => nativeImage.createFromDataURL(picture);
