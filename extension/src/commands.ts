// Every command of the palette, lenses and menus, and what it does.
import * as vscode from 'vscode';
import { statusSummary } from '@headwater/graph';
import type { MaterializeRequest } from '@headwater/runner/protocol';
import { LENS_COMMANDS } from '@headwater/server/protocol';
import { assetAtCursor } from './active-asset.ts';
import { dryRunAutomation, steerBackfill, toggleAutomation } from './automation-commands.ts';
import type { AutomationTree } from './automation-tree.ts';
import type { CatalogueTree } from './catalogue-tree.ts';
import type { LanguageServer } from './language-server.ts';
import type { Lineage } from './lineage-view.ts';
import type { Materialize } from './materialize.ts';
import type { Model } from './model.ts';
import { chooseFailedRun } from './failed-run.ts';
import { openAsset } from './open-asset.ts';
import { addToFolder, createFirstAsset, installPackages } from './project-setup.ts';
import type { ProjectSession } from './project-session.ts';
import { projectChoices } from './project-choices.ts';
import { showForeign } from './show-foreign.ts';
import { collectGarbage, forgetAsset } from './store-commands.ts';

export interface CommandOptions {
  readonly model: Model;
  readonly materialize: Materialize;
  readonly lineage: Lineage;
  readonly catalogue: CatalogueTree;
  readonly automation: AutomationTree;
  readonly server: LanguageServer;
  readonly output: vscode.LogOutputChannel;
  /** Packages may have come: look again for projects and hosts. */
  readonly lookAgain: () => void;
}

interface ChosenAsset {
  readonly session: ProjectSession;
  readonly key: string;
}

export function registerCommands({
  model,
  materialize,
  lineage,
  catalogue,
  automation,
  server,
  output,
  lookAgain,
}: CommandOptions): vscode.Disposable {
  /** The one a page shows is at hand. */
  const projectAtHand = async (): Promise<ProjectSession | null> =>
    lineage.visible ? model.current : chooseProject(model);
  const runAsset =
    (widen?: MaterializeRequest['widen']) => async (project?: unknown, key?: unknown, partitions?: unknown) => {
      const chosen = await chooseAsset(model, project, key, { runs: true });
      if (chosen?.session.graph.assets.get(chosen.key)?.kind === 'external')
        return void vscode.window.showInformationMessage(
          `${chosen.key} is made elsewhere: what reads it loads it, and it never runs here.`,
        );
      const named = isTexts(partitions) ? { partitions } : {};
      return chosen && materialize(chosen.session, { keys: [chosen.key], ...(widen && { widen }), ...named });
    };
  const runProject = (request: MaterializeRequest) => async () => {
    const session = await projectAtHand();
    return session && materialize(session, request);
  };
  /** Of a row of the automation tree, or of the status bar and the palette, which name none. */
  const sessionOf = async (row: unknown): Promise<ProjectSession | null> => {
    const project = isRow(row) ? row.project : row;
    return (typeof project === 'string' ? model.session(project) : null) ?? projectAtHand();
  };
  const steer = (to: 'pause' | 'resume' | 'cancel') => async (row: unknown) => {
    const session = await sessionOf(row);
    const backfill = isRow(row) && 'backfill' in row ? row.backfill : null;
    if (session && typeof backfill === 'string') await steerBackfill(session, backfill, to);
  };
  const handlers: Record<string, (...args: unknown[]) => unknown> = {
    [LENS_COMMANDS.materialize]: runAsset(),
    [LENS_COMMANDS.upstream]: runAsset('upstream'),
    [LENS_COMMANDS.downstream]: runAsset('downstream'),
    async [LENS_COMMANDS.status](project, key) {
      const chosen = await chooseAsset(model, project, key);
      if (!chosen) return;
      await lineage.reveal();
      model.setFocus({ ...chosen, reveal: true });
    },
    'headwater.materializeAll': runProject({}),
    'headwater.materializeStale': runProject({ staleOnly: true }),
    async 'headwater.runFromFailure'(project, run) {
      const chosen = await chooseFailedRun(model, project, run);
      return chosen && materialize(chosen.session, { fromFailure: chosen.run });
    },
    async 'headwater.cancelRun'() {
      const running = model.sessions.flatMap(({ runner, runs: { current } }) =>
        current ? [{ runner, run: current.id }] : [],
      );
      await Promise.all(running.map(({ runner, run }) => runner.request('cancel', { run })));
    },
    async 'headwater.forgetAsset'(project, key) {
      const chosen = await chooseOrphan(model, project, key);
      if (!chosen || !(await forgetAsset(chosen.session, chosen.key))) return false;
      catalogue.measure();
      return true;
    },
    async 'headwater.collectGarbage'(project) {
      const named = isRow(project) ? model.session(project.project) : null;
      const session = named ?? (await projectAtHand());
      if (!session || !(await collectGarbage(session))) return false;
      catalogue.measure();
      return true;
    },
    async 'headwater.toggleAutomation'(row) {
      const session = await sessionOf(row);
      const name = isRow(row) && 'name' in row && typeof row.name === 'string' ? row.name : undefined;
      if (session) await toggleAutomation(session, name);
    },
    async 'headwater.dryRunAutomation'(row) {
      const session = await sessionOf(row);
      if (session) await dryRunAutomation(session);
    },
    async 'headwater.whyAsset'(project, key) {
      const chosen = await chooseAsset(model, project, key);
      if (chosen) await automation.show(chosen.session, chosen.key);
    },
    'headwater.pauseBackfill': steer('pause'),
    'headwater.resumeBackfill': steer('resume'),
    'headwater.cancelBackfill': steer('cancel'),
    'headwater.catalogueByGroup': () => catalogue.arrange('group'),
    'headwater.catalogueByStatus': () => catalogue.arrange('status'),
    async 'headwater.chooseProject'() {
      const session = await pickProject(model);
      if (!session) return;
      model.lookAt(session);
      await lineage.reveal();
    },
    async 'headwater.showInProject'(project, key) {
      const named = namedAsset(model, project, key);
      if (!named) return;
      await lineage.reveal();
      await showForeign({ model, ...named });
    },
    async 'headwater.openCode'(project, key) {
      const chosen = await chooseAsset(model, project, key);
      return chosen && openAsset(chosen);
    },
    'headwater.focusLineage': () => lineage.reveal(),
    'headwater.openLineage': () => lineage.openTab(),
    'headwater.exportLineage': (context) => lineage.exportPicture(context),
    async 'headwater.showChanges'() {
      const session = await projectAtHand();
      if (session) await lineage.showChanges(session);
    },
    async 'headwater.chooseDiffBase'() {
      const session = await projectAtHand();
      if (session) await lineage.changeBase(session);
    },
    'headwater.restartHost': async () => (await projectAtHand())?.runner.restart(),
    'headwater.restartServer': () => server.restart(),
    'headwater.showOutput': () => output.show(),
    async 'headwater.addToFolder'() {
      if (await addToFolder()) lookAgain();
    },
    async 'headwater.install'() {
      const session = await projectAtHand();
      if (session && (await installPackages(session.project))) lookAgain();
    },
    async 'headwater.createFirstAsset'() {
      const session = await projectAtHand();
      if (session) await createFirstAsset(session.project);
    },
    'headwater.openNodeSetting': () =>
      vscode.commands.executeCommand('workbench.action.openSettings', 'headwater.nodePath'),
    'headwater.openFolder': () => vscode.commands.executeCommand('workbench.action.files.openFolder'),
    'headwater.showProblems': () => vscode.commands.executeCommand('workbench.actions.view.problems'),
    'headwater.manageTrust': () => vscode.commands.executeCommand('workbench.trust.manage'),
  };
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([name, handler]) => vscode.commands.registerCommand(name, handler)),
  );
}

/** Partitions that a key binding or another extension names. */
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

/** What a row of the catalogue hands to its commands. */
function isRow(value: unknown): value is { readonly project: string; readonly key?: unknown } {
  return typeof value === 'object' && value !== null && 'project' in value && typeof value.project === 'string';
}

/** By project and key, or by a row of the catalogue; undefined when none is named, null when it is there no more. */
function namedAsset(model: Model, project: unknown, key: unknown): ChosenAsset | null | undefined {
  if (isRow(project)) return namedAsset(model, project.project, project.key);
  if (typeof project !== 'string' || typeof key !== 'string') return undefined;
  const session = model.session(project);
  return session && { session, key };
}

/** The asset a lens or a row names, else the one at the cursor, else one a person picks. */
async function chooseAsset(
  model: Model,
  project: unknown,
  key: unknown,
  { runs = false }: { readonly runs?: boolean } = {},
): Promise<ChosenAsset | null> {
  const named = namedAsset(model, project, key);
  if (named !== undefined) return named;
  const at = assetAtCursor(model);
  if (at?.inside) return { session: at.session, key: at.node.key };
  const session = await chooseProject(model);
  if (!session) return null;
  const assets = [...session.graph.assets.values()].filter(({ kind }) => !runs || kind !== 'external');
  const items = assets.map((node) => ({
    label: node.key,
    description: node.group,
    detail: node.description ?? '',
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: `An asset of ${session.name}`,
    matchOnDescription: true,
  });
  return picked ? { session, key: picked.label } : null;
}

/** What is stored and no longer defined: the one a row names, else one a person picks. */
async function chooseOrphan(model: Model, project: unknown, key: unknown): Promise<ChosenAsset | null> {
  const named = namedAsset(model, project, key);
  if (named !== undefined) return named;
  const session = await chooseProject(model);
  if (!session) return null;
  await session.refreshStatus();
  const orphans = session.statuses.all.filter(({ status }) => status === 'orphan');
  if (orphans.length === 0) {
    void vscode.window.showInformationMessage(`Everything that is stored in ${session.name} is defined.`);
    return null;
  }
  const items = orphans.map((orphan) => ({ label: orphan.key, description: statusSummary(orphan, new Date()) }));
  const placeHolder = 'Stored, but no longer defined: its stored data is deleted';
  const picked = await vscode.window.showQuickPick(items, { placeHolder });
  return picked ? { session, key: picked.label } : null;
}

/** The project looked at; a person is asked only where none is. */
async function chooseProject(model: Model): Promise<ProjectSession | null> {
  const { current, sessions } = model;
  if (vscode.window.activeTextEditor || sessions.length <= 1) return current;
  return pickProject(model);
}

async function pickProject(model: Model): Promise<ProjectSession | null> {
  const items = projectChoices(model.sessions, model.current).map(({ project, name, words, shown }) => ({
    label: name,
    description: [words, shown ? 'shown now' : ''].filter((part) => part !== '').join(' · '),
    detail: project,
    project,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: 'A project', matchOnDetail: true });
  return picked ? model.session(picked.project) : null;
}
