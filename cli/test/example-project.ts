// A copy of an example, as a person has it who copied it.
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeProject, type TestProject } from './project.ts';

const packages = fileURLToPath(new URL('../../node_modules', import.meta.url));
export const exampleFolder = fileURLToPath(new URL('../../examples', import.meta.url));

/** A copy of an example with its packages, as `npm install` would leave it. */
export function exampleProject(name: string): TestProject {
  const example = join(exampleFolder, name);
  const project = makeProject({});
  cpSync(example, project.root, {
    recursive: true,
    filter: (source) => !/node_modules|\.headwater|\.test\.ts/.test(source.slice(example.length)),
  });
  const { dependencies } = JSON.parse(readFileSync(join(example, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  for (const each of Object.keys(dependencies).filter((dependency) => dependency !== 'headwater')) {
    mkdirSync(join(project.root, 'node_modules', dirname(each)), { recursive: true });
    symlinkSync(join(packages, each), join(project.root, 'node_modules', each), 'junction');
  }
  return project;
}
