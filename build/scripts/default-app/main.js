// The default app of the stand-in runtime (docs/adr/0005): what Electron does when it is started with a folder or a
// file. It lies in `resources/app` of the unpacked runtime and is never a part of the product.
const { app } = require('electron');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const requested = { modules: [], target: undefined, version: false, abi: false };
let isModuleNext = false;
for (const argument of process.argv.slice(1)) {
  if (isModuleNext) {
    requested.modules.push(argument);
    isModuleNext = false;
  } else if (argument === '-r' || argument === '--require') {
    isModuleNext = true;
  } else if (argument === '-v' || argument === '--version') {
    requested.version = true;
    break;
  } else if (argument === '-a' || argument === '--abi') {
    requested.abi = true;
    break;
  } else if (argument.startsWith('--app=')) {
    requested.target = argument.slice('--app='.length);
    break;
  } else if (!argument.startsWith('-')) {
    requested.target = argument;
    break;
  }
}

if (requested.version || requested.abi) {
  console.log(requested.version ? `v${process.versions.electron}` : process.versions.modules);
  process.exit(0);
}
if (isModuleNext || requested.target === undefined) {
  console.error('Usage: electron [-r module] <folder or file> [arguments]');
  process.exit(1);
}
if (requested.modules.length > 0) Module._preloadModules(requested.modules);
load(path.resolve(requested.target));

function load(target) {
  // Programs ask this to know that they are not packed.
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
  const manifestFile = path.join(target, 'package.json');
  const hasManifest = fs.existsSync(manifestFile);
  const manifest = hasManifest ? JSON.parse(fs.readFileSync(manifestFile, 'utf8')) : {};
  if (manifest.version) app.setVersion(manifest.version);
  const name = manifest.productName ?? manifest.name;
  if (name) {
    app.name = name;
    app.setDesktopName(manifest.desktopName ?? `${name}.desktop`);
  }
  let entry;
  try {
    entry = Module._resolveFilename(target, null, true);
  } catch (error) {
    console.error(`Unable to find an Electron app at ${target}\n${error.message}`);
    process.exit(1);
  }
  app.setAppPath(hasManifest ? target : path.dirname(entry));
  try {
    Module._load(entry, Module, true);
  } catch (error) {
    console.error(`App threw an error during load\n${error.stack ?? error}`);
    throw error;
  }
}
