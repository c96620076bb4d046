// Every situation without a graph, or without runs, says why and offers one action.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyState, OFFERED_COMMANDS, runObstacle, type Situation } from './empty-state.ts';
import type { HostState } from './runner-client.ts';

const project = { name: 'shop', assets: 7, errors: 0, host: { state: 'stopped' } as HostState };
const good: Situation = { hasFolder: true, trusted: true, server: 'running', project };
const offered = (situation: Situation) => emptyState(situation)?.action?.command ?? null;
const obstacle = (reason: Extract<HostState, { state: 'unavailable' }>['reason']) =>
  runObstacle({ ...good, project: { ...project, host: { state: 'unavailable', reason, message: 'because' } } });

describe('empty states', () => {
  test('a graph that runs has none', () => {
    expect(emptyState(good)).toBeNull();
    expect(runObstacle(good)).toBeNull();
  });

  test('each cause has its own action', () => {
    expect(offered({ ...good, project: null, hasFolder: false, server: 'not-needed' })).toBe('headwater.openFolder');
    expect(offered({ ...good, project: null, server: 'not-needed' })).toBe('headwater.addToFolder');
    expect(offered({ ...good, project: null })).toBe('headwater.addToFolder');
    expect(offered({ ...good, project: { ...project, assets: 0 } })).toBe('headwater.createFirstAsset');
    expect(offered({ ...good, project: { ...project, assets: 0, errors: 2 } })).toBe('headwater.showProblems');
    expect(offered({ ...good, server: 'failed' })).toBe('headwater.restartServer');
  });

  test('before the first reading it says that it reads', () => {
    expect(emptyState({ ...good, project: null, server: 'starting' })?.title).toBe('Reading your code');
    expect(emptyState({ ...good, project: { ...project, assets: null } })?.title).toBe('Reading your code');
  });

  test('what stands in the way of a run is told beside the graph', () => {
    expect(runObstacle({ ...good, trusted: false })?.action?.command).toBe('headwater.manageTrust');
    expect(obstacle('not-installed')?.action?.command).toBe('headwater.install');
    expect(obstacle('no-node')?.action?.command).toBe('headwater.openNodeSetting');
    expect(obstacle('refused')).toMatchObject({ message: 'because', action: { command: 'headwater.showOutput' } });
    expect(obstacle('crashed')).toMatchObject({ message: 'because', action: { command: 'headwater.restartHost' } });
  });

  test('never blank: whatever the situation, there is a graph or a sentence, and every action is a declared command', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    const declared = new Set(manifest.contributes.commands.map(({ command }: { command: string }) => command));
    const hosts: fc.Arbitrary<HostState> = fc.oneof(
      fc.constantFrom<HostState>({ state: 'stopped' }, { state: 'starting' }, { state: 'waiting' }),
      fc
        .constantFrom('untrusted', 'not-installed', 'no-node', 'refused', 'crashed')
        .map((reason) => ({ state: 'unavailable', reason, message: 'm' }) as HostState),
    );
    const situations: fc.Arbitrary<Situation> = fc.record({
      hasFolder: fc.boolean(),
      trusted: fc.boolean(),
      server: fc.constantFrom('not-needed', 'starting', 'running', 'failed'),
      project: fc.option(
        fc.record({ name: fc.constant('shop'), assets: fc.option(fc.nat(3)), errors: fc.nat(2), host: hosts }),
      ),
    });
    fc.assert(
      fc.property(situations, (situation) => {
        const empty = emptyState(situation);
        expect(empty !== null || (situation.project?.assets ?? 0) > 0).toBe(true);
        for (const state of [empty, runObstacle(situation)]) {
          if (!state) continue;
          expect(state.message).not.toBe('');
          if (state.action) expect(OFFERED_COMMANDS).toContain(state.action.command);
          if (state.action) expect(declared).toContain(state.action.command);
        }
      }),
    );
  });
});
