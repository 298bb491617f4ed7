import { join } from 'node:path';
import ts from 'typescript';
import { expect, root, test } from './support/program';

/** A member of Electron's API as the types name it, e.g. `BrowserWindow#setTitle`. */
interface UsedMember {
  readonly owner: string;
  readonly member: string;
}

/**
 * Every member of Electron's API that the main process touches, as the compiler sees it: also the methods of windows, sessions and frames,
 * which no search for names would find. Events have no member; the types of the shipped Electron know their names.
 */
function usedMembers(): UsedMember[] {
  const configFile = join(root, 'electron', 'tsconfig.json');
  const { config } = ts.readConfigFile(configFile, (path) => ts.sys.readFile(path)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, 'electron'));
  const program = ts.createProgram([join(root, 'electron', 'main.ts'), join(root, 'electron', 'preload.ts')], {
    ...options,
    incremental: false,
  });
  const checker = program.getTypeChecker();
  const found = new Map<string, UsedMember>();
  const add = (owner: string, member: string): void => void found.set(`${owner}.${member}`, { owner, member });

  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      const declaration = checker.getSymbolAtLocation(node.name)?.declarations?.[0];
      const parent = declaration?.parent;
      const isElectron = declaration?.getSourceFile().fileName.endsWith('/electron/electron.d.ts') ?? false;
      if (
        isElectron &&
        declaration !== undefined &&
        parent !== undefined &&
        (ts.isClassDeclaration(parent) || ts.isInterfaceDeclaration(parent))
      ) {
        const isStatic =
          (ts.isMethodDeclaration(declaration) || ts.isPropertyDeclaration(declaration)) &&
          declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
        add(isStatic === true ? `static ${parent.name?.text ?? ''}` : (parent.name?.text ?? ''), node.name.text);
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) {
    const path = file.fileName.replaceAll('\\', '/');
    if (path.startsWith(`${root.replaceAll('\\', '/')}/electron/`) && !file.isDeclarationFile) visit(file);
  }
  return [...found.values()].sort((a, b) => `${a.owner}.${a.member}`.localeCompare(`${b.owner}.${b.member}`));
}

/** Values that the program gets and reads: plain objects of the platform, without anything to be missing as a method. */
const VALUES = [
  'Event',
  'Display',
  'MessageBoxReturnValue',
  'SaveDialogReturnValue',
  'OpenDialogReturnValue',
  'RenderProcessGoneDetails',
  'WebContentsWillNavigateEventParams',
];

/** On the page's side of the bridge, where the main process cannot look; the bridge's own test proves them. */
const IN_PRELOAD = ['ContextBridge', 'IpcRenderer'];

/** What the types call one thing and the module another. */
const SINGLE_OBJECTS: Readonly<Record<string, string>> = {
  App: 'app',
  Clipboard: 'clipboard',
  Dialog: 'dialog',
  NativeTheme: 'nativeTheme',
  Net: 'net',
  PowerMonitor: 'powerMonitor',
  Screen: 'screen',
};

test('every Electron API that the program uses exists in the runtime at hand', async ({ launch }) => {
  const used = usedMembers().filter(({ owner }) => !VALUES.includes(owner) && !IN_PRELOAD.includes(owner));
  expect(used.length).toBeGreaterThan(40);
  await test.info().attach('used.txt', { body: used.map(({ owner, member }) => `${owner}.${member}`).join('\n') });
  const { app, page } = await launch();
  await page();
  const missing = await app.evaluate(
    (electron, { members, singles }) => {
      const window = electron.BrowserWindow.getAllWindows()[0];
      const api = electron as unknown as Record<string, { prototype?: object } | undefined>;
      const child = electron.utilityProcess.fork(`${electron.app.getAppPath()}/out/main/errands.js`, [], {
        stdio: 'ignore',
      });
      child.once('spawn', () => child.kill());
      /** Objects that are made by Electron and have no class to look at. */
      const made: Record<string, object | undefined> = {
        WebContents: window?.webContents,
        WebFrameMain: window?.webContents.mainFrame,
        Session: window?.webContents.session,
        Protocol: electron.protocol,
        NativeImage: electron.nativeImage.createEmpty(),
        CommandLine: electron.app.commandLine,
        UtilityProcess: child,
        Process: process,
        ProcessVersions: process.versions,
      };
      const holder = (owner: string): object | undefined => {
        const single = singles[owner];
        if (single !== undefined) return api[single];
        const [, ofClass] = /^static (.*)$/.exec(owner) ?? [];
        // The types' static methods of some classes are a module's functions.
        if (ofClass === 'NativeImage') return electron.nativeImage;
        if (ofClass === 'Session') return electron.session;
        if (ofClass === 'UtilityProcess') return electron.utilityProcess;
        if (ofClass !== undefined) return api[ofClass];
        return made[owner] ?? api[owner]?.prototype;
      };
      return members
        .filter(({ owner, member }) => {
          const object = holder(owner);
          return object === undefined || !(member in object);
        })
        .map(({ owner, member }) => `${owner}.${member}`);
    },
    { members: used, singles: SINGLE_OBJECTS },
  );
  expect(missing).toEqual([]);
});
