// What a project says of itself in its package.json under `headwater`, as it is written there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GivenSettings {
  readonly keep?: unknown;
  readonly alerts?: { readonly webhook?: unknown } | null;
}

/** A package.json that cannot be read has no settings: whoever reads the sources says what is wrong with it. */
export function givenSettings(project: string): GivenSettings {
  try {
    const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { headwater?: GivenSettings };
    return manifest.headwater ?? {};
  } catch {
    return {};
  }
}
