// A project on the real disk with the real `headwater`, for TypeScript's checker.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toPosix } from '../posix-path.ts';
import type { TypePlace } from '../types/type-service.ts';

const SDK = fileURLToPath(new URL('../../../sdk', import.meta.url));

export const TSCONFIG = {
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023'],
    module: 'preserve',
    strict: true,
    allowJs: true,
    checkJs: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    types: [],
  },
  include: ['src'],
};

export interface TypedProject {
  readonly root: string;
  path(file: string): string;
  write(file: string, text: string): void;
  /** The workspace's own sources as a package, with no other package beside it; in a folder, saying to be some version. */
  install(folder?: string, version?: string): void;
  /** Of the first place where the text stands in the file, as it was last written. */
  at(file: string, text: string): TypePlace;
  remove(): void;
}

export function typedProject(files: Readonly<Record<string, string>>): TypedProject {
  const root = toPosix(realpathSync(mkdtempSync(join(tmpdir(), 'headwater-types-'))));
  const texts = new Map<string, string>();
  const write = (file: string, text: string): void => {
    texts.set(file, text);
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  return {
    root,
    path: (file) => `${root}/${file}`,
    write,
    install(folder = '', version = '0.1.0') {
      const copy = join(root, folder, 'node_modules/headwater');
      cpSync(join(SDK, 'src'), join(copy, 'src'), { recursive: true });
      const exports = { '.': './src/index.ts' };
      writeFileSync(
        join(copy, 'package.json'),
        JSON.stringify({ name: 'headwater', version, type: 'module', exports }),
      );
    },
    at(file, text) {
      const before = (texts.get(file) ?? '').split(text);
      if (before.length < 2) throw new Error(`${file} does not say ${text}.`);
      const lines = (before[0] ?? '').split('\n');
      return { file: `${root}/${file}`, line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
