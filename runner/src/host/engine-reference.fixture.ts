// What the engine should do, told as plainly as possible: one step after the other, nothing shared with the code it is held against.
import type { AssetKey } from '@headwater/graph';
import { createMemory, fileOf, type Entry } from './engine-memory.fixture.ts';
import {
  codeVersionOf,
  contentOf,
  placesOf,
  upstreamOf,
  type Asked,
  type Body,
  type Check,
  type World,
} from './engine-world.fixture.ts';

export type End = 'made' | 'reused' | 'kept' | 'failed' | 'skipped' | 'cancelled';

export interface Predicted {
  /** An upstream that is neither made nor there: nothing runs. */
  readonly refused: boolean;
  readonly ends: Readonly<Record<AssetKey, End>>;
  /** How often each body began. */
  readonly bodies: Readonly<Record<string, number>>;
  readonly outcome: 'success' | 'failure' | 'cancelled';
}

/** Where a cancelled run was cut is not for the reference to know: it believes this, and judges the rest. */
export interface Heard {
  cancelled(asset: AssetKey): boolean;
  made(asset: AssetKey): boolean;
  failed(asset: AssetKey): boolean;
  checked(asset: AssetKey, check: string): boolean;
}

export interface RequestedRun extends Omit<Asked, 'keys' | 'config'> {
  readonly run: string;
  readonly keys: readonly AssetKey[] | null;
  readonly resume: string | null;
  readonly config: { readonly step: string; readonly value: unknown } | null;
}

export interface Reference {
  status(key: AssetKey): string;
  latest(key: AssetKey): { readonly run: string; readonly version: string; readonly origin: string } | undefined;
  observe(key: AssetKey): void;
  lose(key: AssetKey): void;
  carryOut(request: RequestedRun, heard: Heard): Predicted;
  /** What is stored of it when it is fresh; null when it is not, or nobody can know. */
  rightContent(key: AssetKey): string | null;
}

export function createReference(world: World): Reference {
  const memory = createMemory(world);
  const { entries, failed, seen, files, bodyOf, externalOf, latest, versionOf, isLost, isFresh, isFreshItself } =
    memory;
  const runs = new Map<string, { readonly assets: readonly AssetKey[]; readonly left: ReadonlySet<AssetKey> }>();

  function inputContents(body: Body): readonly string[] | null {
    const contents: string[] = [];
    for (const { from, how, there } of body.above) {
      if (!there || how !== 'inputs') continue;
      const external = externalOf(from);
      const entry = latest(from);
      if (external) contents.push(`${from}=${external.holds}`);
      else if (entry && !isLost(from, entry)) contents.push(entry.content);
      else return null;
    }
    return contents;
  }

  function wantedBy({ keys, widen, resume }: RequestedRun): Set<AssetKey> {
    if (resume !== null) {
      const { assets, left } = runs.get(resume) ?? { assets: [], left: new Set() };
      return new Set(assets.filter((key) => left.has(key)));
    }
    const all = [...world.bodies.flatMap((body) => body.keys), ...world.externals.map(({ key }) => key)];
    const wanted = new Set(keys ?? all);
    if (keys === null || widen === null) return wanted;
    for (let before = -1; before !== wanted.size;) {
      before = wanted.size;
      for (const body of world.bodies)
        for (const key of body.keys)
          for (const above of upstreamOf(body)) {
            if (widen === 'upstream' && wanted.has(key)) wanted.add(above);
            if (widen === 'downstream' && wanted.has(above)) wanted.add(key);
          }
    }
    return wanted;
  }

  function planned(request: RequestedRun): Map<Body, readonly AssetKey[]> {
    const wanted = wantedBy(request);
    const chosen = new Map<Body, readonly AssetKey[]>();
    for (const body of world.bodies) {
      const asked = body.keys.filter((key) => wanted.has(key));
      const needless = (key: AssetKey): boolean => request.staleOnly && isFresh(key);
      if (asked.every(needless)) continue;
      const alone = body.canSubset || body.keys.length === 1;
      chosen.set(body, alone ? asked.filter((key) => !needless(key)) : body.keys);
    }
    return chosen;
  }

  function carryOut(request: RequestedRun, heard: Heard): Predicted {
    const { run, env, staleOnly, cancelAt } = request;
    const chosen = planned(request);
    const running = [...chosen.values()].flat();
    const ends: Record<AssetKey, End> = {};
    const bodies: Record<string, number> = {};
    const isThere = (key: AssetKey): boolean =>
      running.includes(key) || latest(key) !== undefined || externalOf(key) !== undefined;
    if ([...chosen.keys()].some((body) => !upstreamOf(body).every(isThere)))
      return { refused: true, ends, bodies, outcome: 'failure' };
    const cancelled = (key: AssetKey): boolean => cancelAt !== null && heard.cancelled(key);
    const configOf = ({ step }: Body): unknown => (request.config?.step === step ? request.config.value : undefined);
    const refusing: Check[] = [];

    for (const key of new Set([...chosen.keys()].flatMap(upstreamOf))) observe(key);

    for (const [body, nodes] of chosen) {
      const made = new Set<AssetKey>();
      const config = configOf(body);
      const keep = (key: AssetKey, entry: Entry, end: End): void => {
        entries.set(key, [...(entries.get(key) ?? []), entry]);
        if (entry.kept === 'store') files.add(fileOf(key, entry));
        failed.delete(key);
        made.add(key);
        ends[key] = end;
        const outcomes = [
          ...entry.returned,
          ...world.checks.flatMap((check) =>
            check.asset === key && check.apart ? [[check, check.passes] as const] : [],
          ),
        ];
        for (const [check, passes] of outcomes)
          if (!passes && check.severity === 'error' && (cancelAt === null || heard.checked(key, check.name)))
            refusing.push(check);
      };
      const fail = (key: AssetKey): void => {
        ends[key] = 'failed';
        failed.set(key, codeVersionOf(body));
      };
      const make = (key: AssetKey): void => {
        const inputs = inputContents(body) ?? [];
        const content = contentOf(body, { key, inputs, config, env });
        const version =
          body.makes === 'void'
            ? `m1:${run}`
            : { managed: `u1:${content}`, word: `u1:${key}`, all: '', inputs: '', constant: '' }[body.makes] ||
              `v1:${content}`;
        const kept = body.makes === 'void' ? 'none' : body.makes === 'managed' ? 'managed' : 'store';
        const returned = world.checks.flatMap((check) =>
          check.asset === key && !check.apart ? [[check, check.passes] as const] : [],
        );
        const read = new Map(upstreamOf(body).map((each) => [each, versionOf(each)]));
        const places = new Map(upstreamOf(body).map((each) => [each, placesOf(body, each)]));
        const [origin, code] = [run, codeVersionOf(body)];
        keep(
          key,
          { run, origin, code, config: textOf(config), env, inputs: read, places, content, version, kept, returned },
          'made',
        );
      };

      // An attempt that failed is the last one once the run is cancelled.
      const lastAttempt = (key: AssetKey): boolean =>
        cancelAt !== null && body.fails !== 'never' && body.retries > 0 && heard.failed(key);
      if (nodes.some((key) => cancelled(key) || lastAttempt(key))) {
        for (const key of nodes) {
          if (cancelled(key)) ends[key] = 'cancelled';
          else if (heard.made(key)) make(key);
          else if (lastAttempt(key)) fail(key);
        }
        continue;
      }
      const closed = upstreamOf(body).some((each) => {
        const end = ends[each];
        if (end === undefined || end === 'kept') return false;
        if (end !== 'made' && end !== 'reused') return true;
        return refusing.some(
          ({ asset, blocking, blocks }) =>
            asset === each && blocking && (blocks === null || blocks.some((key) => nodes.includes(key))),
        );
      });
      if (closed) {
        for (const key of nodes) ends[key] = 'skipped';
        continue;
      }
      if (staleOnly && nodes.every((key) => isFreshItself(key, body))) {
        for (const key of nodes) ends[key] = 'kept';
        continue;
      }
      const again = staleOnly ? reusable(body, { nodes, config, env }) : null;
      if (again) {
        for (const [key, entry] of again) keep(key, { ...entry, run }, 'reused');
        continue;
      }
      for (let attempt = 1; attempt <= body.retries + 1; attempt += 1) {
        bodies[body.step] = attempt;
        const missing = nodes.filter((key) => !made.has(key)).sort();
        const fails =
          inputContents(body) === null || body.fails === 'always' || (body.fails === 'once' && attempt === 1);
        const makes = inputContents(body) === null ? 0 : fails ? body.failsAfter : missing.length;
        for (const key of missing.slice(0, makes)) make(key);
        if (!fails || makes >= missing.length) break;
      }
      for (const key of nodes) {
        if (!made.has(key)) fail(key);
      }
    }
    const left = new Set(running.filter((key) => ends[key] !== 'made' && ends[key] !== 'reused'));
    for (const { asset, blocking } of refusing) if (blocking) left.add(asset);
    runs.set(run, { assets: running, left });
    const bad = Object.values(ends).includes('failed') || refusing.some(({ blocking }) => blocking);
    return { refused: false, ends, bodies, outcome: bad ? 'failure' : 'success' };
  }

  /** What stands for all the nodes: of one run, where one body cannot make them apart. */
  function reusable(
    body: Body,
    { nodes, config, env }: { nodes: readonly AssetKey[]; config: unknown; env: string | null },
  ): (readonly [AssetKey, Entry])[] | null {
    const code = codeVersionOf(body);
    const above = upstreamOf(body);
    if (code === null || nodes.some((key) => failed.get(key) === code)) return null;
    const same = (key: AssetKey): Entry[] =>
      (entries.get(key) ?? []).filter(
        (entry) =>
          entry.code === code &&
          entry.kept === 'store' &&
          entry.config === textOf(config) &&
          entry.env === env &&
          !isLost(key, entry) &&
          entry.inputs.size === above.length &&
          above.every((each) => versionOf(each) !== null && entry.inputs.get(each) === versionOf(each)) &&
          above.every((each) => entry.places.get(each) === placesOf(body, each)),
      );
    const alone = body.canSubset || body.keys.length === 1;
    const origins = alone ? [null] : new Set((entries.get(nodes[0] ?? '') ?? []).map(({ origin }) => origin).reverse());
    for (const origin of origins) {
      const found = nodes.flatMap((key) => {
        const entry = same(key).findLast((each) => origin === null || each.origin === origin);
        return entry ? [[key, entry] as const] : [];
      });
      if (found.length === nodes.length) return found;
    }
    return null;
  }

  function observe(key: AssetKey): void {
    const external = externalOf(key);
    if (external?.observes) seen.set(key, `held ${external.holds}`);
  }

  return {
    status(key) {
      const { status, causes } = memory.judge(key);
      return [status, ...[...causes].sort()].join(', ');
    },
    latest,
    observe,
    lose(key) {
      const entry = latest(key);
      if (entry) files.delete(fileOf(key, entry));
    },
    carryOut,
    rightContent(key) {
      const body = bodyOf(key);
      const entry = latest(key);
      if (!body || !entry || !body.readable || body.makes === 'void' || !isFresh(key)) return null;
      const hidden = body.above.some(({ from, how, there }) => {
        const external = externalOf(from);
        const unknown = external && seen.get(from) !== `held ${external.holds}`;
        return there && how === 'inputs' && (unknown === true || bodyOf(from)?.makes === 'word');
      });
      const inputs = inputContents(body);
      if (hidden || inputs === null) return null;
      const config = entry.config === '' ? undefined : (JSON.parse(entry.config) as unknown);
      return contentOf(body, { key, inputs, config, env: entry.env });
    },
  };
}

const textOf = (config: unknown): string => (config === undefined ? '' : JSON.stringify(config));
