// Loads a part of the package when it is first needed, by a name that no bundler follows: describing assets takes none.
import { describeValue } from './describe-value.ts';

/** @throws Error naming who needs it and how it comes to be there. */
export async function importPart<Part>(part: 'engine' | 'stores', neededBy: string): Promise<Part> {
  const name = ['headwater', part].join('/');
  try {
    return (await import(/* @vite-ignore */ name)) as Part;
  } catch (error) {
    throw new Error(
      `${neededBy} needs ${name}, which comes with the package headwater, and could not load it (${error instanceof Error ? error.message : describeValue(error)}). Run it where headwater is installed: npm install headwater.`,
      { cause: error },
    );
  }
}
