// Finds what need not be made again: values the same code once made of the same inputs, still kept where the default store put them.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  driftCauses,
  isSameInput,
  type AssetKey,
  type AssetNode,
  type CodeParts,
  type StoredFacts,
} from '@headwater/graph';
import type { Catalogue, KeptValue } from '../catalogue.ts';
import type { PlanStep } from '../plan/plan.ts';
import type { RunEventBody } from '../run-event.ts';
import { inputVersions, versionsOf } from './provenance.ts';
import type { SliceFacts } from './slice-facts.ts';
import type { StepConfigs } from './step-configs.ts';

/** One output of a step with what stands for it. */
export interface Reused extends KeptValue {
  readonly node: AssetNode;
  /** Which materialization really made it. */
  readonly made: { readonly run: string; readonly seq: number };
}

export interface Reuse {
  /** One for each asset of the step, all of one run unless each can be made alone; null when it has to run. */
  find(
    step: PlanStep,
    of: {
      /** As the partition sees them. */
      readonly facts: SliceFacts;
      readonly partition?: string | undefined;
    },
  ): Promise<readonly Reused[] | null>;
}

export interface ReuseOptions {
  readonly catalogue: Pick<Catalogue, 'reusable'>;
  /** Absolute. */
  readonly store: string;
  readonly configs: StepConfigs;
  readonly env: string | null;
}

export function createReuse({ catalogue, store, configs, env }: ReuseOptions): Reuse {
  /** What may stand for one asset, newest first. */
  async function keptOf(
    node: AssetNode,
    { inputs, partition }: { inputs: Readonly<Record<AssetKey, string>>; partition: string | undefined },
  ): Promise<readonly Reused[]> {
    const { key, step, codeVersion, io } = node;
    if (codeVersion === null || io !== null) return [];
    const configVersion = configs.version(step);
    const found = catalogue
      .reusable(key, {
        codeVersion,
        configVersion,
        env: env ?? undefined,
        inputs,
        ...(partition !== undefined && { partition }),
      })
      // With columns that are not those declared it would be of as little use as before, and its body would never run.
      .filter(
        ({ materialization }) => driftCauses(node, materialization).length === 0 && readTheSame(node, materialization),
      );
    const there = await Promise.all(found.map(({ materialization }) => isThere(store, materialization)));
    return found.filter((_, i) => there[i]).map((kept) => ({ ...kept, node, made: makerOf(kept) }));
  }

  return {
    async find({ nodes }, { facts, partition }) {
      const inputs = knownInputs(nodes[0], facts);
      if (inputs === null || nodes.some((node) => failedAsItIs(node, facts))) return null;
      const ofEach: (readonly Reused[])[] = [];
      for (const node of nodes) {
        const kept = await keptOf(node, { inputs, partition });
        if (kept.length === 0) return null;
        ofEach.push(kept);
      }
      if (nodes[0].canSubset) return ofEach.flatMap((kept) => kept.slice(0, 1));
      // What one body makes together stays together.
      const ofRun = (run: string): readonly Reused[] =>
        ofEach.flatMap((kept) => kept.find(({ made }) => made.run === run) ?? []);
      return ofEach[0]?.map(({ made }) => ofRun(made.run)).find(({ length }) => length === nodes.length) ?? null;
    },
  };
}

/** What is recorded in place of running the body: its value as it was, of the inputs as they are now. */
export function standing(
  { node, made, materialization }: Reused,
  { code, facts }: { readonly code: CodeParts; readonly facts: SliceFacts },
): RunEventBody {
  const { codeVersion, dataVersion, rows, bytes, path, columns, env, configVersion, metadata } = materialization;
  return {
    type: 'materialized',
    step: node.step,
    asset: node.key,
    ...(materialization.partition !== undefined && { partition: materialization.partition }),
    attempt: 1,
    codeVersion,
    ...(node.code !== undefined && { code: versionsOf(node.code, code) }),
    dataVersion,
    inputs: inputVersions(node, facts),
    // Nothing ran.
    durationMs: 0,
    metadata,
    reused: made,
    ...(rows !== undefined && { rows }),
    ...(bytes !== undefined && { bytes }),
    ...(path !== undefined && { path }),
    ...(columns !== undefined && { columns }),
    ...(env !== undefined && { env }),
    ...(configVersion !== undefined && { configVersion }),
    file: node.file,
    line: node.line,
  };
}

/** The same upstreams, as the same inputs. */
function readTheSame(node: AssetNode, { inputs }: KeptValue['materialization']): boolean {
  return Object.entries(inputs).every(([upstream, then]) => isSameInput(node, { upstream, then }));
}

/** Null as soon as one is not known: what is not known may have changed. */
function knownInputs(node: AssetNode, facts: SliceFacts): Record<AssetKey, string> | null {
  const known: (readonly [AssetKey, string])[] = [];
  for (const [key, { dataVersion }] of Object.entries(inputVersions(node, facts))) {
    if (dataVersion === null) return null;
    known.push([key, dataVersion]);
  }
  return Object.fromEntries(known);
}

/** The very code that is asked for came to nothing since: whoever asks again wants it tried again. */
function failedAsItIs({ key, codeVersion }: AssetNode, { failures }: StoredFacts): boolean {
  const failure = Object.hasOwn(failures, key) ? failures[key] : undefined;
  return failure !== undefined && (failure.codeVersion === undefined || failure.codeVersion === codeVersion);
}

function makerOf({ materialization: { reused, run, seq } }: KeptValue): Reused['made'] {
  return reused ?? { run, seq };
}

/** A value's file is written once and never in place: of the size that was recorded, it is the one that was written. */
async function isThere(store: string, { path, bytes }: KeptValue['materialization']): Promise<boolean> {
  if (path === undefined) return false;
  const found = await stat(join(store, path)).catch(() => null);
  return found !== null && found.isFile() && (bytes === undefined || found.size === bytes);
}
