/**
 * `node build/scripts/draw-icons.mjs`: draws the PNG and ICO files of `build/icons` from its SVG files, in the same
 * Electron that shows them. Run it after changing an SVG and commit what it made.
 */
import { readFileSync, readdirSync, writeFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inDesktopSession } from './parts/desktop-session.mjs';
import { root } from './parts/run.mjs';
import { PreparationError, orExplain, prepare } from './prepare.mjs';
import { findRuntime } from './runtime.mjs';

const icons = join(root, 'build', 'icons');
/** Pixels: 16 at 100, 125, 150, 200, 300 and 400 %. */
const traySizes = [16, 20, 24, 32, 48, 64];
const appSizes = [16, 24, 32, 48, 64, 128, 256, 512];

await orExplain(async () => {
  await prepare({ isBuilt: false });
  const runtime = await findRuntime();
  const work = mkdtempSync(join(tmpdir(), 'modeklar-icons-'));
  try {
    /** @type {{ svg: string, size: number, into: string }[]} */
    const drawings = [];
    for (const file of readdirSync(join(icons, 'svg'))) {
      const name = file.replace(/\.svg$/, '');
      const svg = readFileSync(join(icons, 'svg', file), 'utf8');
      for (const size of name === 'app' ? appSizes : traySizes) {
        drawings.push({ svg, size, into: join(work, `${name}-${size}.png`) });
      }
    }
    const list = join(work, 'drawings.json');
    writeFileSync(list, JSON.stringify(drawings));
    const code = await inDesktopSession(runtime.path, [
      // Only our own SVG files are drawn, and root has no sandbox.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      join(root, 'build/scripts/parts/draw-icons-in-electron.cjs'),
      list,
    ]);
    if (code !== 0) throw new PreparationError(`Drawing failed with exit ${code}.`);

    mkdirSync(join(icons, 'tray'), { recursive: true });
    for (const { into } of drawings) {
      const name = into.slice(work.length + 1);
      if (!name.startsWith('app-')) writeFileSync(join(icons, 'tray', name), readFileSync(into));
    }
    writeFileSync(join(icons, 'icon.png'), readFileSync(join(work, 'app-512.png')));
    writeFileSync(
      join(icons, 'icon.ico'),
      ico(
        appSizes
          .filter((size) => size <= 256)
          .map((size) => ({ size, png: readFileSync(join(work, `app-${size}.png`)) })),
      ),
    );
    console.log(`${drawings.length} drawings made in ${icons}.`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});

/**
 * A Windows icon file that holds PNG pictures, as Windows has read them since Vista.
 * @param {{ size: number, png: Buffer }[]} pictures
 */
function ico(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index;
    // 0 stands for 256 pixels.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}
