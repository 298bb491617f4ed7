import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { fixturesFor, house, repository } from './wrong-house';

/** Reads a layer's tsconfig, of the real house or of the wrong one. */
function configurationOf(folder: string): ts.ParsedCommandLine {
  const configFile = join(folder, 'tsconfig.json');
  const parsed = ts.getParsedCommandLineOfConfigFile(configFile, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  });
  if (parsed === undefined) throw new Error(`No configuration in ${configFile}`);
  return parsed;
}

const layers = ['electron/sync', 'electron', 'shared', 'renderer'];
const layerOf = (path: string): string | undefined => layers.find((layer) => path.startsWith(`${layer}/`));

describe.each(layers)('the tsconfig of %s', (layer) => {
  const { options, fileNames } = configurationOf(join(house, layer));
  const fixtures = fixturesFor('compiler').filter(({ path }) => layerOf(path) === layer);

  // One program per file: a neighbour that wrongly imports Node would bring Node's globals along for all.
  let previous: ts.Program | undefined;
  const compile = (path: string): string[] => {
    previous = ts.createProgram([join(house, path)], options, undefined, previous);
    return ts.getPreEmitDiagnostics(previous).map(({ code }) => `TS${code}`);
  };

  it('has the files of its own folder in it and no others', () => {
    const found = fileNames.map((file) => relative(house, file).replaceAll('\\', '/')).sort();
    expect(found).toEqual(
      fixturesFor('compiler')
        .map(({ path }) => path)
        .filter((path) => layerOf(path) === layer),
    );
  });

  it.each(fixtures.filter(({ rule }) => rule !== null))('does not compile $path: $rule', ({ path, rule }) => {
    expect(compile(path)).toEqual([rule]);
  });

  it.each(fixtures.filter(({ isRight, path }) => isRight && path !== 'shared/step.ts'))(
    'compiles $path',
    ({ path }) => {
      expect(compile(path)).toEqual([]);
    },
  );
});

describe('no foreign globals reach a layer through the types of what it imports', () => {
  const domLibrary = /\/typescript\/lib\/lib\.dom\.d\.ts$/;
  const nodeTypes = /\/@types\/node\//;

  it.each([
    ['electron/sync', [nodeTypes, domLibrary]],
    ['shared', [nodeTypes, domLibrary]],
    ['renderer', [nodeTypes]],
    ['electron', [domLibrary]],
  ])('%s', (layer, forbidden) => {
    const { options, fileNames } = configurationOf(join(repository, layer));
    const included = ts
      .createProgram(fileNames, options)
      .getSourceFiles()
      .map(({ fileName }) => fileName);
    expect(included.length).toBeGreaterThan(fileNames.length);
    expect(included.filter((file) => forbidden.some((pattern) => pattern.test(file)))).toEqual([]);
  });
});
