// The environment a run is asked for in: this terminal's own, also where another process of the project carries the run out.
import type { CommandLine } from './command-line.ts';

export const runEnv = ({ env }: Pick<CommandLine, 'env'>): { readonly env?: string } => {
  const asked = env ?? (process.env['HEADWATER_ENV'] || undefined);
  return asked === undefined ? {} : { env: asked };
};
