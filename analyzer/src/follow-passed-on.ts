// Reads files again for the SDK's names that reach them by way of the project's own modules.
import { withParsing } from './loaded-parsing.ts';
import { passedOnFactories } from './passed-on-factories.ts';
import type { World } from './resolve-value.ts';
import { sameNames } from './source-file.ts';
import type { SourceFiles } from './source-files.ts';

export interface FollowQuestion {
  readonly world: World;
  readonly files: SourceFiles;
  /** A file that no list names. */
  readonly isAdopted: (path: string) => boolean;
  /** Takes in where the SDK was looked for. */
  readonly followed: Set<string>;
  /** A file means something else now. */
  readonly onText: () => void;
  /** Between two files. */
  readonly pause: () => Promise<void>;
}

/** Where the project exports the SDK under names of its own, files that never name it may make assets too. */
export async function followPassedOnSdk(question: FollowQuestion): Promise<void> {
  const { world, files, isAdopted, followed, onText, pause } = question;
  followed.clear();
  const all = files.all();
  const isPassedOn = all.some(({ path, record }) => record?.passesSdkOn === true && !isAdopted(path));
  if (!isPassedOn)
    for (const file of all)
      if (file.passedOn.size > 0) await withParsing(() => files.readNow({ ...file, passedOn: new Map() }));
  // What they lead to is followed in its turn.
  const paths = new Set(isPassedOn ? all.flatMap(({ path }) => (isAdopted(path) ? [] : [path])) : []);
  const noting: World = {
    record: (path) => {
      const record = world.record(path);
      if (files.has(path)) paths.add(path);
      followed.add(path);
      return record;
    },
    module: (from, specifier) => world.module(from, specifier),
    lockedVersion: (from, name) => world.lockedVersion(from, name),
    dataVersion: (path) => world.dataVersion(path),
    foreign: (path) => world.foreign(path),
  };
  for (const path of paths) {
    await withParsing(() => {
      const file = files.get(path);
      if (file === undefined) return;
      const current = file.record === null ? files.readNow(file) : file;
      const passedOn = passedOnFactories(noting, current);
      if (sameNames(passedOn, current.passedOn)) return;
      onText();
      files.readNow({ ...current, passedOn });
    });
    await pause();
  }
}
