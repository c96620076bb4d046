// A process that loads the modules of projects for real and says what their definitions describe: one question and one answer a line.
import { registerHooks } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { describeModules } from './described-modules.ts';
import type { LoadQuestion } from './agreement.ts';

// Sources name each other without extension, as bundlers allow.
registerHooks({
  resolve(specifier, context, next) {
    const endings = /^\.{1,2}(\/|$)/.test(specifier) ? ['', '.ts', '.mts', '.js', '/index.ts'] : [''];
    let failure: unknown;
    for (const ending of endings)
      try {
        return next(specifier + ending, context);
      } catch (error) {
        failure ??= error;
      }
    throw failure;
  },
});

for await (const line of createInterface({ input: process.stdin })) {
  const { root, files, constNames } = JSON.parse(line) as LoadQuestion;
  try {
    const modules = new Map<string, Readonly<Record<string, unknown>>>();
    for (const file of files) modules.set(file, (await import(pathToFileURL(`${root}/${file}`).href)) as never);
    answer({ described: describeModules(modules, constNames) });
  } catch (error) {
    answer({ failure: String(error) });
  }
}

function answer(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
